import type { Crowd } from "./evidence.ts";
import { createFading, tellingWindow } from "./fade.ts";
import { parameters as p } from "./settings.ts";
import type { StreamReading, StreamState } from "./stream.ts";

const minuteMs = 60_000;
const spokenMs = 15 * minuteMs;

/**
 * The reading of a stream as evidence: counts over about a quarter of an hour, and the rarity of the whole alert. Until
 * the quarter has filled after a start, the counts are of what there is. Once the counts are back, the window that told
 * so is spoken of.
 */
export function crowdOf(state: StreamState, reading: StreamReading): Crowd {
  const { bucketMs } = state;
  const { sizes, countSums, expectedSums } = state.windows;
  const fading = reading.state === "alert" ? state.stance.fading : createFading();
  const spoken =
    fading.backMs > 0 ? tellingWindow(fading, { bucketMs, sizes }) : usualWindow(state);
  return {
    count: reading.count === null ? null : (countSums[spoken] ?? 0),
    expected: expectedSums[spoken] ?? 0,
    minutes: Math.round(((sizes[spoken] ?? 1) * bucketMs) / minuteMs),
    state: reading.state,
    scoreDays: Math.min(p.scoreDaysMax, reading.peak ?? reading.score),
    highest: fading.highest[spoken] ?? 0,
    strongMinutes: reading.strongMs / minuteMs,
    strongBuckets: Math.round(reading.strongMs / bucketMs),
    backMinutes: fading.backMs / minuteMs,
    eased: fading.eased,
  };
}

function usualWindow({ windows, bucketMs }: StreamState): number {
  return Math.max(
    0,
    windows.sizes.findLastIndex((size) => size * bucketMs <= spokenMs),
  );
}
