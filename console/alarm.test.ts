import { expect, test } from "vitest";
import { raisesAlarm } from "./src/parts/alarm.ts";

test.each([
  ["far above the usual", { state: "alert", count: 40, expected: 2, band: 6 }, true],
  ["far below the usual", { state: "alert", count: 0, expected: 20, band: 6 }, true],
  // The alarm lasts, because the last hour as a whole is unusual; this minute is not.
  ["usual again while the alarm lasts", { state: "alert", count: 2, expected: 2, band: 6 }, false],
  ["high, and nobody was alarmed", { state: "quiet", count: 40, expected: 2, band: 6 }, false],
  ["not counted", { state: "alert", count: null, expected: 2, band: 6 }, false],
])("a point that is %s", (_what, point, raises) => {
  expect(raisesAlarm(point)).toBe(raises);
});
