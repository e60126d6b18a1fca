import { expect, test } from "vitest";
import { movedBy } from "./assessment-change.ts";

const said = (kind: string, weight: number) => ({ kind, weight });
const stepsOf = (before: ReturnType<typeof said>[], now: ReturnType<typeof said>[]) =>
  movedBy(before, now).map(({ kind, step, by }) => `${kind} ${step} ${by.toFixed(1)}`);

test("what came, grew, shrank and went is told by kind, the strongest move first", () => {
  const before = [said("probe", 4), said("reports", 1), said("social", 2), said("official", 0)];
  const now = [said("reports", 6), said("social", 1.5), said("official", 0), said("sibling", 1)];
  expect(stepsOf(before, now)).toEqual([
    "reports grew 5.0",
    "probe went -4.0",
    "sibling came 1.0",
    "social shrank -0.5",
  ]);
});

test("the first opinion is moved by everything it rests on", () => {
  expect(stepsOf([], [said("reports", -0.5), said("probe", 0)])).toEqual(["reports came -0.5"]);
});

test("evidence that says nothing any more has gone, although its sentence is still there", () => {
  expect(movedBy([said("reports", 3)], [said("reports", 0)])).toMatchObject([
    { step: "went", before: { weight: 3 }, now: { weight: 0 } },
  ]);
});

test("the same evidence measured again moves nothing", () => {
  expect(movedBy([said("reports", 3)], [said("reports", 3.04)])).toEqual([]);
});

test("that nobody could look weighs nothing and is told all the same", () => {
  expect(stepsOf([said("probe", -1)], [said("blind", 0)])).toEqual([
    "probe went 1.0",
    "blind came 0.0",
  ]);
  expect(stepsOf([said("blind", 0)], [said("blind", 0)])).toEqual([]);
});
