import { expect, test } from "vitest";
import { capabilityScore, scoreKinds } from "./scenario-sheet.ts";
import { playScenarios } from "./scenarios.ts";
import { heightAt, shapes } from "./shapes.ts";

const { played, quiet } = playScenarios([101, 102, 103]);
const scores = Object.fromEntries(scoreKinds(played).map((score) => [score.kind, score]));

test("each kind of trouble is called by its name, and weeks of nothing open nothing", () => {
  // A spill-over may be too small to be named, and a slow spread too young.
  const hard = ["spill_over", "app_version"];
  for (const { kind, calledRight } of Object.values(scores))
    expect(calledRight, kind).toBeGreaterThanOrEqual(hard.includes(kind) ? 2 : 3);
  expect(quiet.incidents).toBe(0);
});

test("our own cut line is never shown as an outage, nor is a flood believed by the machine", () => {
  expect(scores["only_us"]?.opened).toBe(0);
  expect(scores["flood"]).toMatchObject({ opened: 3, confirmed: 0 });
});

test("a flood and trouble that flaps are one incident each", () => {
  expect(scores["flood"]?.incidents).toBe(3);
  expect(scores["flapping"]).toMatchObject({ opened: 3, incidents: 3 });
});

test("where one feature fails, its capability is in trouble and no other", () => {
  expect(capabilityScore(played)).toEqual({ right: 3, wrong: 0, of: 3 });
});

test("the same seed is the same world", () => {
  expect(playScenarios([7])).toEqual(playScenarios([7]));
});

test("a shape begins and ends low, and reaches one", () => {
  for (const shape of Object.values(shapes)) {
    const heights = Array.from({ length: 1_001 }, (_, index) => heightAt(shape, index / 1_000));
    expect(Math.max(...heights)).toBeCloseTo(1, 2);
    expect(heights.at(-1)).toBeLessThan(0.2);
  }
});
