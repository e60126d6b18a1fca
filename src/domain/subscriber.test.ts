import { describe, expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import { canaryVerdict, lineAfter, TRIES_MAX, toldReference } from "./subscriber.ts";

const now = 1_000_000;
const unknown: Outcome = { kind: "unknown", why: "no answer" };
const refused: Outcome = { kind: "rejected", why: "HTTP 404" };

describe("what one outcome comes to", () => {
  test("nobody knows whether it arrived: it is not sent again, but to a machine that drops doubles", () => {
    expect(lineAfter({ kind: "email", try: 1 }, unknown, now)).toMatchObject({ state: "unknown" });
    const hook = lineAfter({ kind: "webhook", try: 1 }, unknown, now);
    expect(hook).toEqual({ state: "queued", why: "no answer", dueAt: now + 30_000 });
  });

  test("the first try and four more, ever further apart", () => {
    const waits = [1, 2, 3, 4].map((tryNo) => {
      const line = lineAfter({ kind: "webhook", try: tryNo }, refused, now);
      return line.state === "queued" ? line.dueAt - now : null;
    });
    expect(waits).toEqual([30_000, 120_000, 600_000, 1_800_000]);
    const last = lineAfter({ kind: "webhook", try: TRIES_MAX }, refused, now);
    expect(last).toEqual({ state: "failed", why: "HTTP 404", gone: false });
  });

  test("a browser that has let go is gone, a mailbox that refuses is not", () => {
    expect(lineAfter({ kind: "push", try: 1 }, refused, now)).toMatchObject({ gone: true });
    expect(lineAfter({ kind: "email", try: 1 }, refused, now)).toMatchObject({ gone: false });
    const left = lineAfter({ kind: "sms", try: 1 }, { kind: "unsubscribed" }, now);
    expect(left).toMatchObject({ state: "failed", gone: true });
  });

  test("who asks for patience gets it", () => {
    const outcome: Outcome = { kind: "throttled", waitMs: 7_000 };
    const line = lineAfter({ kind: "email", try: TRIES_MAX }, outcome, now);
    expect(line).toMatchObject({ state: "queued", dueAt: now + 7_000 });
    // A stranger's machine cannot ask for it for ever.
    const hook = lineAfter({ kind: "webhook", try: TRIES_MAX }, outcome, now);
    expect(hook).toMatchObject({ state: "failed" });
  });
});

describe("the canaries", () => {
  const count = { lines: 20, tried: 20, bad: 0, ageMs: 0 };
  test.each([
    [{ bad: 10 }, "passed"],
    [{ bad: 11 }, "failed"],
    [{ tried: 19 }, null],
    [{ tried: 5, bad: 2, ageMs: 20_000 }, "passed"],
    [{ tried: 5, bad: 3, ageMs: 20_000 }, "failed"],
    // None could be sent at all: that tells nothing, however long it takes.
    [{ tried: 0, ageMs: 3_600_000 }, null],
    [{ lines: 0, tried: 0 }, "passed"],
  ] as const)("%o is %s", (change, verdict) => {
    expect(canaryVerdict({ ...count, ...change })).toBe(verdict);
  });
});

test("a reference names one line of the ledger", () => {
  expect(toldReference(36, 71)).toBe("s10-1z");
});
