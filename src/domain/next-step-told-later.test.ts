import { describe, expect, test } from "vitest";
import { type Cascade, factRank } from "./cascade.ts";
import {
  firstPosition,
  isOrder,
  type News,
  nextStep,
  type Position,
  type Terms,
  type WayState,
} from "./next-step.ts";
import type { Blame } from "./outcome.ts";

const cascade: Cascade = {
  rungs: [
    { channelId: 1, patienceMs: 60_000, success: "read" },
    { channelId: 2, patienceMs: 30_000, success: "delivered" },
  ],
  expiresAfterMs: 600_000,
  triesMax: 3,
};
const termsWith = (...ways: WayState[]): Terms => ({
  cascade,
  expiresAt: 600_000,
  way: (rung) => ways[rung] ?? "none",
  quiet: () => null,
  idempotent: () => false,
});
const both = termsWith("open", "open");
const alone = termsWith("open", "none");

/** Somebody to whom the first message went at 0, and was taken. */
const taken: Position = {
  ...firstPosition(0),
  fact: factRank("accepted"),
  best: factRank("accepted"),
  outcome: "accepted",
  attemptedAt: 0,
  dueAt: 60_000,
};
const second: Position = { ...taken, rung: 1, attemptedAt: 60_000, dueAt: 90_000 };
const refusal = (blame: Blame, of: { rung?: number; try?: number } = {}): News => ({
  kind: "refusal",
  rung: 0,
  try: 0,
  blame,
  why: "30003",
  ...of,
});
const receipt = (fact: "sent" | "delivered" | "read"): News => ({
  kind: "receipt",
  rung: 0,
  try: 0,
  fact: factRank(fact),
});

describe("a refusal that is told later", () => {
  test.each<Blame>(["address", "message", "platform"])(
    "of %s: on to the next way, at once",
    (blame) => {
      const at = nextStep(both, taken, refusal(blame), 5_000);
      expect(at).toMatchObject({ rung: 1, try: 0, fact: 0, dueAt: 5_000, settled: null });
      // What had been reached is not forgotten with it.
      expect(at.best).toBe(factRank("accepted"));
    },
  );

  test.each<Blame>(["address", "message"])(
    "of %s, without another way: that is the end",
    (blame) => {
      const at = nextStep(alone, taken, refusal(blame), 5_000);
      expect(at).toMatchObject({ settled: "exhausted", outcome: "rejected", why: "30003" });
    },
  );

  test("of the platform, without another way: once more, later each time, while tries and patience last", () => {
    const again = nextStep(alone, taken, refusal("platform"), 5_000);
    expect(again).toMatchObject({ rung: 0, try: 1, fact: 0, dueAt: 7_000, settled: null });
    const third = { ...taken, try: 1 };
    const named = refusal("platform", { try: 1 });
    expect(nextStep(alone, third, named, 5_000)).toMatchObject({ try: 2, dueAt: 9_000 });
    const tired = nextStep(alone, { ...taken, try: 2 }, refusal("platform", { try: 2 }), 5_000);
    expect(tired).toMatchObject({ settled: "exhausted", why: "30003" });
    // What would begin when patience is over does not begin.
    const later = { ...taken, attemptedAt: 1_000 };
    expect(nextStep(alone, later, refusal("platform"), 58_999)).toMatchObject({ try: 1 });
    expect(nextStep(alone, later, refusal("platform"), 59_000).settled).toBe("exhausted");
  });

  test("of an attempt that is over, or was never made, changes nothing", () => {
    expect(nextStep(both, second, refusal("address"), 70_000)).toBe(second);
    const asked = { ...taken, try: 1 };
    expect(nextStep(both, asked, refusal("address"), 5_000)).toBe(asked);
    for (const of of [{ try: 1 }, { rung: 1 }]) {
      expect(nextStep(both, taken, refusal("address", of), 5_000)).toBe(taken);
      expect(nextStep(both, taken, refusal("consent", of), 5_000)).toBe(taken);
    }
    const waits = { ...taken, fact: factRank("queued") };
    expect(nextStep(both, waits, refusal("address"), 5_000)).toBe(waits);
    const over = { ...taken, settled: "reached" as const };
    expect(nextStep(both, over, refusal("consent"), 5_000)).toBe(over);
  });

  test("does not take away what has arrived", () => {
    const sent = nextStep(both, taken, receipt("sent"), 1_000);
    expect(nextStep(both, sent, refusal("address"), 5_000)).toMatchObject({ rung: 1, fact: 0 });
    const arrived = nextStep(both, taken, receipt("delivered"), 1_000);
    expect(nextStep(both, arrived, refusal("address"), 5_000)).toBe(arrived);
  });

  test("of consent ends everything, also when it comes from the way before", () => {
    expect(nextStep(both, taken, refusal("consent"), 5_000).settled).toBe("blocked");
    expect(nextStep(both, second, refusal("consent"), 70_000)).toMatchObject({
      settled: "blocked",
    });
  });
});

describe("good news of what went back into the queue", () => {
  const back: Position = { ...firstPosition(0), outcome: "throttled", dueAt: 20_000 };

  test("proves that it was handed over: the patience of the rung begins", () => {
    const at = nextStep(both, back, receipt("sent"), 10_000);
    expect(at).toMatchObject({ fact: factRank("sent"), attemptedAt: 10_000, dueAt: 70_000 });
    expect(nextStep(both, at, { kind: "time" }, 20_000)).toBe(at);
  });

  test("leaves the patience alone where it has begun already", () => {
    expect(nextStep(both, taken, receipt("sent"), 10_000)).toMatchObject({ dueAt: 60_000 });
  });
});

describe("an answer", () => {
  test("counts as replied where a message had gone out, and as no attempt where none had", () => {
    const replied = factRank("replied");
    const at = nextStep(both, taken, { kind: "answer" }, 5_000);
    expect(at).toMatchObject({ settled: "acknowledged", fact: replied, best: replied });
    const waits = nextStep(both, firstPosition(0), { kind: "answer" }, 5_000);
    expect(waits).toMatchObject({ settled: "acknowledged", fact: factRank("queued") });
  });

  test("is not heard of whoever has opted out", () => {
    const gone = { ...taken, settled: "blocked" as const };
    expect(nextStep(both, gone, { kind: "answer" }, 5_000)).toBe(gone);
  });
});

describe("the end", () => {
  test("whoever has it in hand was reached, whatever else was hoped for", () => {
    const arrived = nextStep(both, taken, receipt("delivered"), 1_000);
    expect(arrived.settled).toBeNull();
    expect(nextStep(both, arrived, { kind: "cancel" }, 2_000).settled).toBe("reached");
    expect(nextStep(both, arrived, { kind: "time" }, 600_000).settled).toBe("reached");
    const sent = nextStep(both, taken, receipt("sent"), 1_000);
    expect(nextStep(both, sent, { kind: "cancel" }, 2_000).settled).toBe("cancelled");
    expect(nextStep(both, sent, { kind: "time" }, 600_000).settled).toBe("expired");
  });

  test("without any way there is nothing to wait for; with one that is down there is", () => {
    const begin = (...ways: WayState[]) =>
      nextStep(termsWith(...ways), firstPosition(0), { kind: "time" }, 0);
    expect(begin("none", "none").settled).toBe("exhausted");
    expect(begin("none", "closed")).toMatchObject({ settled: null, dueAt: 600_000 });
    expect(begin("closed", "none")).toMatchObject({ settled: null, dueAt: 600_000 });
  });

  test("silence on the last channel is the end although that channel is down now", () => {
    const down = termsWith("closed", "none");
    expect(nextStep(down, taken, { kind: "time" }, 60_000).settled).toBe("exhausted");
    const later = nextStep(termsWith("open", "closed"), taken, { kind: "time" }, 60_000);
    expect(later).toMatchObject({ rung: 1, fact: 0, dueAt: 600_000, settled: null });
  });
});

test("an order is a step that begins an attempt: the first one, the next rung, the same one again", () => {
  const sending = (at: Partial<Position>): Position => ({
    ...taken,
    fact: factRank("sending"),
    ...at,
  });
  const first = sending({ attemptedAt: 0 });
  expect(isOrder({ ...firstPosition(0), attemptedAt: 0 }, first)).toBe(true);
  expect(isOrder(first, sending({ rung: 1, attemptedAt: 0 }))).toBe(true);
  expect(isOrder(first, sending({ attemptedAt: 30_000 }))).toBe(true);
  expect(isOrder(first, first)).toBe(false);
  expect(isOrder(first, { ...first, rung: 1, settled: "expired" })).toBe(false);
});
