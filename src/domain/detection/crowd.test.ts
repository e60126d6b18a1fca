import { expect, test } from "vitest";
import { crowdOf } from "./crowd.ts";
import { createStream, observe } from "./stream.ts";

const minuteMs = 60_000;

function fed(bucketMs: number, counts: (number | null)[]) {
  const state = createStream({ bucketMs });
  const readings = counts.map((count, index) => observe(state, index * bucketMs, count));
  const last = readings.at(-1);
  if (last?.kind !== "read") throw new Error("nothing was read");
  return crowdOf(state, last.reading);
}

test.each([
  [1, 15],
  [5, 15],
  [15, 15],
  [20, 20],
])("buckets of %i minutes speak of %i minutes", (bucket, spoken) => {
  const crowd = fed(bucket * minuteMs, new Array<number>(500).fill(3));
  expect(crowd).toMatchObject({ minutes: spoken, state: "quiet", count: (3 * spoken) / bucket });
  expect(crowd.expected).toBeCloseTo((3 * spoken) / bucket, 0);
});

test("an alert says how rare it is and how long it has been strong", () => {
  const quiet = new Array<number>(20 * 1_440).fill(0).map((_, index) => (index % 10 === 0 ? 1 : 0));
  const crowd = fed(minuteMs, [...quiet, ...new Array<number>(30).fill(20)]);
  expect(crowd).toMatchObject({ state: "alert", count: 300 });
  expect(crowd.scoreDays).toBeGreaterThan(1_000);
  expect(crowd.strongMinutes).toBeGreaterThan(20);
});

test("no data stays no data", () => {
  expect(fed(minuteMs, [3, 4, null]).count).toBeNull();
});
