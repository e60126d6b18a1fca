import { describe, expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import {
  canaryVerdict,
  lineAfter,
  parseToldReference,
  TRIES_MAX,
  toldReference,
} from "./subscriber.ts";
import { bounceOf, isSoftEnd, SOFT_BOUNCES_MAX } from "./subscriber-end.ts";

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
    expect(last).toEqual({ state: "failed", why: "HTTP 404", gone: null });
  });

  test("a browser that has let go is gone, a mailbox that refuses is not", () => {
    expect(lineAfter({ kind: "push", try: 1 }, refused, now)).toMatchObject({ gone: "gone" });
    expect(lineAfter({ kind: "email", try: 1 }, refused, now)).toMatchObject({ gone: null });
    const nobody: Outcome = { kind: "rejected", why: "SMTP 550 5.1.1" };
    expect(lineAfter({ kind: "email", try: 1 }, nobody, now)).toMatchObject({ gone: "bounced" });
    expect(lineAfter({ kind: "sms", try: 1 }, refused, now)).toMatchObject({ gone: "unreachable" });
    const abroad: Outcome = { ...refused, scope: "message" };
    expect(lineAfter({ kind: "sms", try: 1 }, abroad, now)).toMatchObject({ gone: null });
    const left = lineAfter({ kind: "sms", try: 1 }, { kind: "unsubscribed" }, now);
    expect(left).toMatchObject({ state: "failed", gone: "stopped" });
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

describe("an e-mail that comes back", () => {
  test.each([
    ["bounced 5.1.1", "hard"],
    ["bounced 5.1.10", "hard"],
    ["bounced 5.2.1", "hard"],
    ["SMTP 550 5.1.1", "hard"],
    ["SMTP 550", "hard"],
    ["SMTP 553", "hard"],
    ["no address", "hard"],
    // A full mailbox, a message that is too long, a server that is away: tomorrow is another day.
    ["bounced 5.2.2", "soft"],
    ["bounced 5.2.3", "soft"],
    ["bounced 4.2.2", "soft"],
    ["bounced 5.4.4", "soft"],
    ["bounced", "soft"],
    ["SMTP 552", "soft"],
    ["SMTP 554", "soft"],
    // Our name or our words: nobody loses a subscription for that.
    ["bounced 5.7.1", "policy"],
    ["SMTP 550 5.7.26", "policy"],
  ] as const)("%s is %s", (why, kind) => {
    expect(bounceOf(why)).toBe(kind);
  });

  test("passing reasons end it when all of the last ones came back, and policy never does", () => {
    const soft = Array.from({ length: SOFT_BOUNCES_MAX }, () => "bounced 4.2.2");
    expect(isSoftEnd(soft)).toBe(true);
    expect(isSoftEnd(soft.slice(1))).toBe(false);
    expect(isSoftEnd([null, ...soft.slice(1)])).toBe(false);
    expect(isSoftEnd(["bounced 5.7.1", ...soft.slice(1)])).toBe(false);
    expect(isSoftEnd(["expired", ...soft.slice(1)])).toBe(false);
  });
});

test("a reference names one line of the ledger", () => {
  const line = { tellingId: 36, ordinal: 71, mark: "0a1b2c3d" };
  expect(parseToldReference("s10-1z-0a1b2c3d")).toEqual(line);
  for (const other of ["support-team", "s10-1z", "t1-2-3-4", "szzzzzzz-1-0a1b2c3d", ""]) {
    expect(parseToldReference(other)).toBeNull();
  }
  expect(toldReference({ tellingId: 36, ordinal: 71 }, "0a1b2c3d")).toBe("s10-1z-0a1b2c3d");
});
