import { expect, test } from "vitest";
import { ageMs, createBaseline, expectedAt, learn } from "./baseline.ts";

const hourMs = 3_600_000;
const halfLifeMs = 9 * 24 * hourMs;

function learned(hours: number, countAt: (hour: number) => number) {
  const baseline = createBaseline();
  for (let hour = 0; hour < hours; hour++) {
    learn(baseline, { at: hour * hourMs, count: countAt(hour), bucketMs: hourMs, halfLifeMs });
  }
  return baseline;
}

test("a steady stream is expected to stay steady", () => {
  const baseline = learned(24 * 30, () => 12);
  expect(expectedAt(baseline, 24 * 30 * hourMs, hourMs)).toBeCloseTo(12, 0);
  expect(ageMs(baseline, hourMs)).toBe(24 * 30 * hourMs);
});

test("times before 1970 have hours of day as well", () => {
  const baseline = learned(24 * 30, (hour) => (hour % 24 < 12 ? 2 : 30));
  const late = expectedAt(baseline, -hourMs, hourMs);
  expect(late).toBe(expectedAt(baseline, 23 * hourMs, hourMs));
  expect(late).toBeGreaterThan(20);
});

test("after eight weeks the day of the week counts", () => {
  const weekend = (hour: number) => Math.floor(hour / 24) % 7 >= 5;
  const counts = (hour: number) => (weekend(hour) ? 10 : 40);
  const young = learned(24 * 7 * 7, counts);
  const old = learned(24 * 7 * 20, counts);
  const gap = (baseline: typeof old) =>
    expectedAt(baseline, 12 * hourMs, hourMs) -
    expectedAt(baseline, (5 * 24 + 12) * hourMs, hourMs);
  expect(gap(young)).toBeCloseTo(0);
  expect(gap(old)).toBeGreaterThan(15);
});
