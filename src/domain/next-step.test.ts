import { describe, expect, test } from "vitest";
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
import type { Quiet } from "./ways-ahead.ts";

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
  quiet: () => null,
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

describe("a provider that asks for silence", () => {
  const asks = (waitMs: number, scope?: "person"): News => ({
    kind: "outcome",
    outcome: { kind: "throttled", waitMs, ...(scope ? { scope } : {}) },
  });
  const quietOn = (quiet: Record<number, Quiet>, terms = allOpen): Terms => ({
    ...terms,
    quiet: (rung) => quiet[rung] ?? null,
  });
  const long = { since: 10, until: 300_010 };

  test.each([undefined, "person" as const])("for a minute is waited for (%s)", (scope) => {
    const at = after(allOpen, [10, asks(60_000, scope)]);
    expect(at).toMatchObject({ rung: 0, try: 0, fact: 0, dueAt: 60_010 });
    expect(nextStep(allOpen, at, time, 60_010)).toMatchObject({ rung: 0, try: 0, fact: 1 });
  });

  test("of one person alone, again and again, is one pause: it ends with the patience of the rung", () => {
    const again = (at: Position, now: number, scope?: "person") =>
      nextStep(allOpen, nextStep(allOpen, at, time, now), asks(25_000, scope), now + 10);
    // Refused at 10, 25,020 and 50,030: a third pause would last until 75,040.
    const twice = again(after(allOpen, [10, asks(25_000, "person")]), 25_010, "person");
    expect(twice).toMatchObject({ rung: 0, fact: 0, attemptedAt: 10, dueAt: 50_020 });
    const thrice = again(twice, 50_020, "person");
    expect(thrice).toMatchObject({ rung: 1, fact: 0, attemptedAt: null, refusedAt: null });
    // The channel's own pause in between is nobody's row, and does not end theirs either.
    const between = again(twice, 50_020);
    expect(between).toMatchObject({ rung: 0, attemptedAt: 10, dueAt: 75_030 });
    expect(again(between, 75_030, "person")).toMatchObject({ rung: 1 });
    // Where there is no other way, they wait.
    const alone = termsWith("open", "none", "none");
    const waiting = nextStep(
      alone,
      nextStep(alone, twice, time, 50_020),
      asks(25_000, "person"),
      50_030,
    );
    expect(waiting).toMatchObject({ rung: 0, fact: 0, attemptedAt: 10, dueAt: 75_030 });
    // A message that was taken, and an answer that nobody heard, begin anew.
    const sent = nextStep(allOpen, twice, time, 50_020);
    const refused: News = { kind: "outcome", outcome: { kind: "unreachable", why: "" } };
    expect(nextStep(allOpen, sent, refused, 50_030)).toMatchObject({ try: 1, attemptedAt: null });
  });

  test("for no time at all, or next to none, is a moment's", () => {
    expect(after(allOpen, [10, asks(0)])).toMatchObject({ fact: 0, dueAt: 110 });
    const silent: News = { kind: "outcome", outcome: { kind: "throttled", waitMs: null } };
    expect(after(allOpen, [10, silent])).toMatchObject({ fact: 0, dueAt: 1_010 });
  });

  test("for longer than the rung would be waited for is left at once, and no try is burnt", () => {
    expect(after(allOpen, [10, asks(60_001)])).toMatchObject({ rung: 1, fact: 0, dueAt: 10 });
    const patient = {
      ...cascade,
      rungs: cascade.rungs.map((r) => ({ ...r, patienceMs: 200_000 })),
    };
    const terms = { ...allOpen, cascade: patient };
    expect(after(terms, [10, asks(200_000)])).toMatchObject({ rung: 0, try: 0, fact: 0 });
    expect(after(terms, [10, asks(200_001)])).toMatchObject({ rung: 1 });
    // What comes after the end of the news comes never.
    const short = { ...terms, expiresAt: 50_000 };
    expect(after(short, [10, asks(49_990)])).toMatchObject({ rung: 1 });
  });

  test("is left by those who have not been tried there either, and is not gone to", () => {
    const waiting = { ...firstPosition(0), dueAt: 5 };
    const silent = quietOn({ 0: long });
    expect(nextStep(silent, waiting, time, 20)).toMatchObject({ rung: 1, fact: 1 });
    const both = quietOn({ 0: long, 1: long });
    expect(nextStep(both, waiting, time, 20)).toMatchObject({ rung: 2, fact: 1 });
    // Patience over on the first rung, and the second asks for five minutes.
    const late = nextStep(quietOn({ 1: long }), after(allOpen, [10, accepted]), time, 60_000);
    expect(late).toMatchObject({ rung: 2, fact: 1 });
  });

  test("is waited for where there is no better way; the shortest pause is the best", () => {
    const alone = quietOn({ 0: long }, termsWith("open", "none", "none"));
    const told = { ...firstPosition(0), outcome: "throttled" as const, dueAt: long.until };
    expect(nextStep(alone, told, time, 20)).toBe(told);
    const sooner = { since: 10, until: 100_000 };
    const all = quietOn({ 0: long, 1: long, 2: sooner });
    expect(nextStep(all, told, time, 20)).toMatchObject({ rung: 2 });
  });

  test("says no again and again is left when that has lasted longer than patience", () => {
    const told = { ...firstPosition(0), outcome: "throttled" as const, dueAt: 61_000 };
    const drought = (until: number) => quietOn({ 0: { since: 0, until } });
    expect(nextStep(drought(60_000), told, time, 61_000)).toMatchObject({ rung: 0, fact: 1 });
    expect(nextStep(drought(60_001), told, time, 61_000)).toMatchObject({ rung: 1, fact: 1 });
    // Whoever comes when it is nearly over waits for the rest.
    const late = { ...firstPosition(0), dueAt: 59_000 };
    expect(nextStep(drought(61_001), late, time, 59_500)).toMatchObject({ rung: 0 });
  });
});
