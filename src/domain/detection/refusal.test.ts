import { expect, test } from "vitest";
import { createStream, observe, refusalOf } from "./stream.ts";

const bucketMs = 60_000;

test.each([
  ["a negative count", 10 * bucketMs, -1, "negative"],
  ["a count that is not a number", 10 * bucketMs, Number.NaN, "not_a_number"],
  ["an endless count", 10 * bucketMs, Number.POSITIVE_INFINITY, "not_a_number"],
  ["a time that is not one", Number.NaN, 1, "not_a_number"],
  ["the same bucket again", 5 * bucketMs, 1, "late"],
  ["an earlier bucket", 4 * bucketMs, 1, "late"],
])("%s is refused and changes nothing", (_, at, count, why) => {
  const state = createStream({ bucketMs });
  observe(state, 5 * bucketMs, 3);
  const before = JSON.stringify(state);
  expect(observe(state, at, count)).toEqual({ kind: "refused", state, why });
  expect(JSON.stringify(state)).toBe(before);
});

test("a bucket that has not begun is refused where the time of day is known", () => {
  const state = createStream({ bucketMs });
  expect(refusalOf(state, { at: 2 * bucketMs, count: 1 }, bucketMs)).toBe("future");
  expect(refusalOf(state, { at: 2 * bucketMs, count: 1 }, 2 * bucketMs)).toBeNull();
});
