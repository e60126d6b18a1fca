import { expect, test } from "vitest";
import { kinds, scoreScenarios } from "./scenarios.ts";

test("each kind of trouble is called by its name, and our own cut line is never an outage", () => {
  const confusion = scoreScenarios([101, 102, 103]);
  for (const kind of kinds) expect(confusion[kind].classes, kind).toEqual({ [kind]: 3 });
  expect(confusion.only_us.open).toBe(0);
  expect(confusion.general.open).toBe(3);
});

test("the same seed is the same world", () => {
  expect(scoreScenarios([7])).toEqual(scoreScenarios([7]));
});
