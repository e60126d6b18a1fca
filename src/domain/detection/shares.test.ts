import { expect, test } from "vitest";
import { excessOf, rampMinutes, sharesOf } from "./shares.ts";
import { createStream, observe } from "./stream.ts";

const bucketMs = 300_000;

function stream(usual: number, now: number) {
  const state = createStream({ bucketMs });
  for (let index = 0; index < 3_000; index++) observe(state, index * bucketMs, usual);
  for (let index = 3_000; index < 3_012; index++) observe(state, index * bucketMs, now);
  return state;
}

test("shares are of the excess, beside the share of calm days", () => {
  const shares = sharesOf({ FR: stream(6, 6), ES: stream(2, 40) });
  expect(shares.FR?.excess).toBeCloseTo(0, 0);
  expect(shares.ES?.excess).toBeGreaterThan(400);
  expect(shares.FR?.usualShare).toBeCloseTo(0.75, 1);
});

test("the ratio compares platforms of different size", () => {
  expect(excessOf(stream(2, 40)).ratio).toBeGreaterThan(excessOf(stream(20, 60)).ratio);
});

test.each([
  [[1, 1, 90, 95], 0],
  [[1, 5, 10, 30, 60, 100], 20],
  [[], 0],
])("%j ramps for %i minutes", (counts, minutes) => {
  expect(
    rampMinutes(
      counts,
      counts.map(() => 1),
      bucketMs,
    ),
  ).toBe(minutes);
});
