import { expect, test } from "vitest";
import { labelSeries } from "./labels.ts";
import type { Series } from "./series.ts";

const bucketMs = 1_200_000;
const calm = (buckets: number) => Array.from({ length: buckets }, (_, index) => (index * 7) % 3);

const labelled = (counts: number[]) => {
  const series: Series = {
    name: "synthetic",
    bucketMs,
    at: counts.map((_, index) => index * bucketMs),
    counts,
  };
  return labelSeries(series);
};

test("an hour of twenty reports and ten times the expected is an event, from the first bin of its rise", () => {
  const { events, ignored } = labelled([...calm(999), 0, 5, 40, 60, 9, 0, ...calm(999)]);
  expect(events.map((event) => event.onset)).toEqual([1_000]);
  expect(ignored).toEqual([]);
});

test("a smaller burst counts neither way", () => {
  const { events, ignored } = labelled([...calm(999), 0, 14, 4, 0, ...calm(999)]);
  expect(events).toEqual([]);
  expect(ignored).toHaveLength(1);
});

test("troubles within two hours are one, further apart two", () => {
  const near = labelled([...calm(999), 90, ...calm(3), 90, ...calm(999)]);
  const far = labelled([...calm(999), 90, ...calm(30), 90, ...calm(999)]);
  expect([near.events.length, far.events.length]).toEqual([1, 2]);
});
