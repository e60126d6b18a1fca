import { expect, test } from "vitest";
import { statedWait, statedWaitMs } from "./waits.ts";

const NOW = Date.parse("2026-03-01T10:00:00Z");
const DAY_MS = 86_400_000;

test.each<[stated: unknown, waitMs: number | null]>([
  [7, 7_000],
  ["7", 7_000],
  [" 7 ", 7_000],
  [0.3, 300],
  [0.0004, 1],
  [0, 0],
  [-5, 0],
  // The moment when it is over, in seconds and in milliseconds since 1970.
  [1_772_359_290, 90_000],
  ["1772359290", 90_000],
  [1_772_359_290_000, 90_000],
  ["1772359290000", 90_000],
  [NOW / 1_000 - 60, 0],
  ["Sun, 01 Mar 2026 10:02:00 GMT", 120_000],
  ["Sunday, 01-Mar-26 10:02:00 GMT", 120_000],
  ["Sun, 01 Mar 2026 09:00:00 GMT", 0],
  ["2026-03-01T10:05:00.000000Z", 300_000],
  // The header came twice.
  ["120, 120", 120_000],
  // More than a day is a day.
  [86_401, DAY_MS],
  [99_999_999, DAY_MS],
  ["1e13", DAY_MS],
  ["9".repeat(400), DAY_MS],
  [Number.POSITIVE_INFINITY, DAY_MS],
  ["Fri, 01 Mar 2126 10:00:00 GMT", DAY_MS],
  // Nobody can tell.
  ["soon", null],
  ["Soon enough 10", null],
  ["in 5 minutes", null],
  ["10:30", null],
  ["", null],
  ["  ", null],
  [Number.NaN, null],
  [null, null],
  [undefined, null],
  [true, null],
  [{ seconds: 5 }, null],
  [["5"], null],
])("%j asks for %s ms", (stated, waitMs) => {
  expect(statedWait(stated, NOW)).toBe(waitMs);
});

test.each<[stated: unknown, waitMs: number | null]>([
  ["1500", 1_500],
  [1_500, 1_500],
  ["99999999999", DAY_MS],
  ["soon", null],
  ["", null],
  [undefined, null],
])("%j milliseconds are %s ms", (stated, waitMs) => {
  expect(statedWaitMs(stated, NOW)).toBe(waitMs);
});
