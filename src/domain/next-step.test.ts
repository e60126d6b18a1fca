import { expect, test } from "vitest";
import { type Cascade, factRank } from "./cascade.ts";
import type { WayState } from "./next-step.ts";
import {
  firstPosition,
  isOrder,
  type News,
  nextStep,
  type Position,
  type Terms,
} from "./next-step.ts";

const cascade: Cascade = {
  rungs: [
    { channelId: 1, patienceMs: 60_000, success: "delivered" },
    { channelId: 2, patienceMs: 30_000, success: "sent" },
    { channelId: 3, patienceMs: 30_000, success: "accepted" },
  ],
  expiresAfterMs: 600_000,
  triesMax: 3,
};

const termsWith = (...ways: WayState[]): Terms => ({
  cascade,
  expiresAt: 600_000,
  way: (rung) => ways[rung] ?? "none",
  idempotent: (rung) => rung === 2,
});
const allOpen = termsWith("open", "open", "open");

/** Tells the news one after the other and answers where the person stands then. */
function after(terms: Terms, ...told: [now: number, news: News][]): Position {
  return told.reduce(
    (at, [now, news]) => nextStep(terms, at, news, now),
    nextStep(terms, firstPosition(0), { kind: "time" }, 0),
  );
}
const time: News = { kind: "time" };
const unknown: News = { kind: "outcome", outcome: { kind: "unknown", why: "no answer in time" } };
const accepted: News = { kind: "outcome", outcome: { kind: "accepted", providerId: "x" } };
const receipt = (rung: number, fact: "sent" | "delivered" | "read"): News => ({
  kind: "receipt",
  rung,
  try: 0,
  fact: factRank(fact),
});

test("whoever is due is sent to on the first rung, with its patience as the timer", () => {
  const at = after(allOpen);
  expect(at).toMatchObject({ rung: 0, fact: 1, attemptedAt: 0, dueAt: 60_000, settled: null });
  expect(isOrder(firstPosition(0), at)).toBe(true);
});

test("no answer is not a failure: it waits for a receipt until patience ends", () => {
  expect(after(allOpen, [5_000, unknown], [59_999, time])).toMatchObject({ rung: 0, fact: 1 });
  expect(after(allOpen, [5_000, unknown], [60_000, time])).toMatchObject({ rung: 1, fact: 1 });
});

test("accepted is not delivered", () => {
  expect(after(allOpen, [10, accepted])).toMatchObject({ settled: null, best: 2 });
  expect(after(allOpen, [10, accepted], [20, receipt(0, "delivered")]).settled).toBe("reached");
});

test("a receipt of the rung before stops the fallback that is under way", () => {
  const at = after(allOpen, [60_000, time], [61_000, receipt(0, "delivered")]);
  expect(at).toMatchObject({ rung: 1, settled: "reached", best: factRank("delivered") });
});

test("a rejected address moves on at once, a throttled one waits and burns no try", () => {
  const rejected: News = { kind: "outcome", outcome: { kind: "rejected", why: "no such number" } };
  expect(after(allOpen, [10, rejected])).toMatchObject({ rung: 1, fact: 0, dueAt: 10 });
  const throttled: News = { kind: "outcome", outcome: { kind: "throttled", waitMs: 7_000 } };
  expect(after(allOpen, [10, throttled])).toMatchObject({ rung: 0, try: 0, fact: 0, dueAt: 7_010 });
});

test("an unreachable provider is tried again, but not for ever", () => {
  const dead: News = { kind: "outcome", outcome: { kind: "unreachable", why: "ECONNREFUSED" } };
  expect(after(allOpen, [10, dead])).toMatchObject({ rung: 0, try: 1, fact: 0 });
  const tired = after(
    allOpen,
    [10, dead],
    [3_000, time],
    [3_010, dead],
    [9_000, time],
    [9_010, dead],
  );
  expect(tired).toMatchObject({ rung: 1, try: 0, fact: 0 });
});

test("an opt-out ends the cascade; it does not fall through to the next channel", () => {
  const gone: News = { kind: "outcome", outcome: { kind: "unsubscribed" } };
  expect(after(allOpen, [10, gone]).settled).toBe("blocked");
  expect(after(allOpen, [10, gone], [20, receipt(0, "delivered")]).settled).toBe("blocked");
});

test("a channel that is down is left out at once, and patience on it ends", () => {
  expect(after(termsWith("closed", "open"))).toMatchObject({ rung: 1, fact: 1 });
  const went = nextStep(termsWith("closed", "open"), after(allOpen, [9, accepted]), time, 20);
  expect(went).toMatchObject({ rung: 1, fact: 1, attemptedAt: 20 });
});

test("when every channel is down, it waits rather than giving up", () => {
  const down = termsWith("closed", "closed", "none");
  expect(after(down)).toMatchObject({ settled: null, fact: 0, dueAt: 600_000 });
  expect(after(down, [600_000, time]).settled).toBe("expired");
  const back = nextStep(termsWith("closed", "open", "none"), after(down), time, 50_000);
  expect(back).toMatchObject({ rung: 1, fact: 1, attemptedAt: 50_000 });
  const same = nextStep(termsWith("open", "closed", "none"), after(down), time, 50_000);
  expect(same).toMatchObject({ rung: 0, fact: 1, attemptedAt: 50_000 });
});

test("silence on the last rung is asked again only where the provider knows our key", () => {
  const last = termsWith("none", "none", "open");
  expect(after(last, [30_000, time])).toMatchObject({ rung: 2, fact: 1, attemptedAt: 30_000 });
  const other = termsWith("none", "open", "none");
  expect(after(other, [30_000, time])).toMatchObject({ settled: "exhausted", why: "no-answer" });
});

test("good news that comes late corrects the record", () => {
  const alone = termsWith("open", "none", "none");
  expect(after(alone, [60_000, time]).settled).toBe("exhausted");
  expect(after(alone, [60_000, time], [90_000, receipt(0, "read")]).settled).toBe("reached");
});

test("a receipt of an attempt that was never made changes nothing", () => {
  const at = after(allOpen);
  expect(nextStep(allOpen, at, receipt(2, "read"), 10)).toEqual(at);
});
