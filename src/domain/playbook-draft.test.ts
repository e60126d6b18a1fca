import { expect, test } from "vitest";
import { keyTwice, plannedFrom, ticksItself } from "./playbook-draft.ts";

const step = (key: string | null, everyMs: number | null = null) => ({
  key,
  title: { fr: "Appeler", en: "Call" },
  ownerRole: "responder" as const,
  dueAfterMs: 60_000,
  everyMs,
});

test("new steps get keys that nobody has, and known ones keep theirs", () => {
  const plan = plannedFrom([step(null), step("confirm"), step("step_1"), step(null)]);
  expect(plan.map(({ key }) => key)).toEqual(["step_2", "confirm", "step_1", "step_3"]);
  expect(keyTwice(plan)).toBeNull();
});

test("only a step that comes back says when", () => {
  expect(plannedFrom([step("a")])[0]).not.toHaveProperty("everyMs");
  expect(plannedFrom([step("a", 1_800_000)])[0]).toMatchObject({ everyMs: 1_800_000 });
});

test("one key for two steps is found", () => {
  expect(keyTwice([step("a"), step(null), step("b"), step(null)])).toBeNull();
  expect(keyTwice([step("a"), step("b"), step("a")])).toBe("a");
});

test("the steps that other decisions tick are known", () => {
  expect(ticksItself("publish")).toBe(true);
  expect(ticksItself("step_1")).toBe(false);
});
