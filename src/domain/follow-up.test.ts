import { expect, test } from "vitest";
import type { Rung } from "./cascade.ts";
import { baseRungs, foldPlan, isSoundInsist, roundCascade } from "./follow-up.ts";
import { planOf } from "./plan.ts";

const MINUTE = 60_000;
const rungs = (count: number): Rung[] =>
  Array.from({ length: count }, (_, n) => ({
    channelId: n + 1,
    patienceMs: MINUTE,
    success: "delivered" as const,
  }));
const terms = { expiresAfterMs: 60 * MINUTE, triesMax: 3 };

test("wherever a person begins, the round leads them over every channel exactly once", () => {
  for (let count = 1; count <= 8; count++) {
    const round = roundCascade(rungs(count), terms).rungs.map(({ channelId }) => channelId);
    for (let start = 0; start < count; start++) {
      const own = round.slice(start, start + count);
      expect(own[0]).toBe(start + 1);
      expect(new Set(own).size).toBe(count);
    }
  }
});

test("a follow-up of a follow-up begins from the same channels, not from a longer round", () => {
  const first = roundCascade(rungs(3), terms);
  const second = roundCascade(baseRungs(first.rungs), terms);
  expect(second).toEqual(first);
});

test("the plan of a round has one line for each channel, and loses nobody", () => {
  const channels = [1, 2].map((id) => ({
    id,
    name: String(id),
    addressKind: "email",
    failureDomain: "own",
    perSecond: 10,
    state: "up" as const,
    priceCents: 1,
  }));
  const text = { heading: "", body: "Leave." };
  const cascade = roundCascade(rungs(2), terms);
  const groups = [
    { usable: [true, true, false], people: 30 },
    { usable: [false, true, true], people: 12 },
  ];
  const given = { cascade, channels, groups, unreachable: [], texts: { fr: text, en: text } };
  const plan = foldPlan(planOf(given), () => 10);
  expect(plan.recipients).toBe(42);
  expect(plan.perChannel).toMatchObject([
    { channelId: 1, first: 30, reach: 42, durationSeconds: 3, fallback: { people: 42 } },
    { channelId: 2, first: 12, reach: 42, durationSeconds: 2, costCents: 12 },
  ]);
});

test.each([
  [{ everyMs: MINUTE, timesMax: 3, deputyAfterMs: null }, true],
  [{ everyMs: MINUTE, timesMax: 0, deputyAfterMs: MINUTE }, true],
  [{ everyMs: MINUTE, timesMax: 0, deputyAfterMs: null }, false],
  [{ everyMs: MINUTE - 1, timesMax: 3, deputyAfterMs: null }, false],
  [{ everyMs: MINUTE, timesMax: 13, deputyAfterMs: null }, false],
  [{ everyMs: Number.NaN, timesMax: 1, deputyAfterMs: null }, false],
])("insisting %j is sound: %s", (insist, isSound) => {
  expect(isSoundInsist(insist)).toBe(isSound);
});
