import { expect, test } from "vitest";
import { openingsOf } from "./openings.ts";
import type { Series } from "./series.ts";

const bucketMs = 1_200_000;
const perDay = 72;

const series = (counts: number[]): Series => ({
  name: "synthetic",
  bucketMs,
  at: counts.map((_, index) => index * bucketMs),
  counts,
});
const calm = (days: number) => Array.from({ length: days * perDay }, (_, index) => (index * 7) % 5);

test("a lasting outage opens once, within the hour, and closes when it is over", () => {
  const outage = new Array<number>(15).fill(200);
  const found = openingsOf(series([...calm(30), ...outage, ...calm(3)]));
  const start = 30 * perDay * bucketMs;
  expect(found).toHaveLength(1);
  expect(found[0]?.from).toBeLessThanOrEqual(start + 3 * bucketMs);
  expect(found[0]?.to).toBeGreaterThan(start + 15 * bucketMs);
  expect(found[0]?.to).toBeLessThanOrEqual(start + 21 * bucketMs);
});

test("a single sharp burst is shown as unclear and opens nothing", () => {
  expect(openingsOf(series([...calm(30), 300, ...calm(3)]))).toEqual([]);
});
