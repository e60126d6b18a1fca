import { expect, test } from "vitest";
import { COHORT_PATIENCE_MS, cohortSize, cohortVerdict } from "./cohort.ts";

test.each([
  [1, 0],
  [2, 1],
  [100, 1],
  [101, 2],
  [5_000, 50],
  [1_000_000, 50],
])("of %i people, %i go first", (recipients, people) => {
  expect(cohortSize(recipients)).toBe(people);
});

const quiet = { people: 50, arrived: 0, refused: 0, settled: 0, elapsedMs: 0 };

test.each([
  ["nothing is heard yet", {}, "wait"],
  ["half of them have it", { arrived: 25, settled: 25 }, "go"],
  ["a fifth are refused", { refused: 10, settled: 10 }, "stop"],
  ["a fifth are refused, whatever arrived", { arrived: 40, refused: 10 }, "stop"],
  ["a few are refused, as always", { arrived: 25, refused: 3 }, "go"],
  ["patience ends", { arrived: 24, elapsedMs: COHORT_PATIENCE_MS }, "stop"],
  ["all are settled and few have it", { arrived: 10, settled: 50 }, "stop"],
  ["one person alone, refused", { people: 1, refused: 1, settled: 1 }, "stop"],
  ["one person alone, arrived", { people: 1, arrived: 1, settled: 1 }, "go"],
] as const)("when %s: %s", (_name, news, verdict) => {
  expect(cohortVerdict({ ...quiet, ...news })).toBe(verdict);
});
