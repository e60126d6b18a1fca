import type { Shares } from "./classify.ts";
import type { StreamState } from "./stream.ts";

const minuteMs = 60_000;
const risenRatio = 2;
const fullShare = 0.8;

/** How the excess of the last hour spreads over sub-streams (countries, networks, symptoms, versions). */
export function sharesOf(streams: Readonly<Record<string, StreamState>>): Shares {
  const parts = Object.entries(streams).map(([name, state]) => ({ name, ...lastHour(state) }));
  const foreseen = parts.reduce((total, part) => total + part.expected, 0);
  return Object.fromEntries(
    parts.map(({ name, count, expected }) => [
      name,
      {
        excess: Math.max(0, count - expected),
        usualShare: foreseen > 0 ? expected / foreseen : 1 / parts.length,
      },
    ]),
  );
}

/** The excess of the last hour of one stream, and how many times the expected it is. */
export function excessOf(state: StreamState): { excess: number; ratio: number } {
  const { count, expected } = lastHour(state);
  return { excess: Math.max(0, count - expected), ratio: (count + 1) / (expected + 1) };
}

/** Minutes from the first count at twice the expected to the first near the highest: short is sudden, long is a spread. */
export function rampMinutes(
  counts: readonly number[],
  expected: readonly number[],
  bucketMs: number,
): number {
  const highest = Math.max(0, ...counts);
  const full = counts.findIndex((count) => count >= fullShare * highest);
  let start = full;
  while (start > 0 && rises(counts[start - 1], expected[start - 1])) start--;
  return ((full - start) * bucketMs) / minuteMs;
}

function rises(count = 0, expected = 0): boolean {
  return count >= Math.max(1, risenRatio * expected);
}

function lastHour({ windows }: StreamState): { count: number; expected: number } {
  return { count: windows.countSums.at(-1) ?? 0, expected: windows.expectedSums.at(-1) ?? 0 };
}
