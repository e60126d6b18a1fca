import { expect, test } from "vitest";
import { aMessage } from "../../test/kits/message.ts";
import { STATUS } from "../lib/smpp.ts";
import { submitAll } from "./smpp-submit.ts";

/** A line on which each answer takes so long, by a clock that only it moves. */
async function sendOver(answerMs: number, body: string) {
  const clock = { now: 0 };
  const timeouts: (number | undefined)[] = [];
  const line = {
    leave: () => undefined,
    request: async (command: number, bytes: Buffer, timeoutMs = 10_000) => {
      timeouts.push(timeoutMs);
      clock.now += Math.min(answerMs, timeoutMs);
      if (answerMs > timeoutMs) return { kind: "lost" as const };
      const unit = { command, status: STATUS.ok, sequence: bytes.length, body: Buffer.from("7\0") };
      return { kind: "answered" as const, unit };
    },
  };
  const leftMs = () => 40_000 - clock.now;
  const about = { to: "+33612345678", sender: "town", name: 1, leftMs };
  const outcome = await submitAll(line, { message: aMessage({ body }), ...about });
  return { outcome, timeouts, tookMs: clock.now };
}

test("smpp: the parts of a text have one time together, and no part begins after it", async () => {
  const long = "x".repeat(1_200);
  const quick = await sendOver(10, long);
  expect(quick).toMatchObject({ outcome: { kind: "accepted", providerId: "7" }, tookMs: 80 });
  const slow = await sendOver(9_000, long);
  expect(slow.outcome).toEqual({ kind: "unknown", why: "half of it was sent" });
  expect(slow.timeouts).toEqual([10_000, 10_000, 10_000, 10_000, 4_000]);
  expect(slow.tookMs).toBe(40_000);
  const dead = await sendOver(60_000, long);
  expect(dead.outcome).toEqual({ kind: "unknown", why: "no answer from the centre" });
  expect(dead.tookMs).toBe(10_000);
});

test("smpp: where binding took all the time, nothing is sent", async () => {
  const line = { leave: () => undefined, request: () => Promise.reject(new Error("was asked")) };
  const about = { to: "+33612345678", sender: "town", name: 1, leftMs: () => 0 };
  expect(await submitAll(line, { message: aMessage(), ...about })).toMatchObject({
    kind: "unreachable",
  });
});
