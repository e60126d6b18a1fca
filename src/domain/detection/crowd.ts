import type { Crowd } from "./evidence.ts";
import { parameters as p } from "./settings.ts";
import type { StreamReading, StreamState } from "./stream.ts";

const minuteMs = 60_000;
const spokenMs = 15 * minuteMs;

/**
 * The reading of a stream as evidence: counts over about a quarter of an hour, and the rarity of the whole alert. Until
 * the quarter has filled after a start, the counts are of what there is.
 */
export function crowdOf(state: StreamState, reading: StreamReading): Crowd {
  const { sizes, countSums, expectedSums } = state.windows;
  const index = sizes.findLastIndex((size) => size * state.bucketMs <= spokenMs);
  const spoken = Math.max(0, index);
  return {
    count: reading.count === null ? null : (countSums[spoken] ?? 0),
    expected: expectedSums[spoken] ?? 0,
    minutes: Math.round(((sizes[spoken] ?? 1) * state.bucketMs) / minuteMs),
    state: reading.state,
    scoreDays: Math.min(p.scoreDaysMax, reading.peak ?? reading.score),
    strongMinutes: reading.strongMs / minuteMs,
  };
}
