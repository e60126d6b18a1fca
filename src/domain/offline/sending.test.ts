import { expect, test } from "vitest";
import { factRank } from "../cascade.ts";
import { firstPosition, isOrder, nextStep, type Position } from "../next-step.ts";
import type { Outcome } from "../outcome.ts";
import { cascadeOf, isOpenAgain, resumedAt, termsOf } from "./sending.ts";

const channel = (id: number) => ({
  is: "channel" as const,
  id,
  name: `${id}`,
  transport: "twilio-sms",
  addressKind: "sms",
  settings: {},
  perSecond: 1,
  dailyMax: null,
  drill: false,
});
const cascade = cascadeOf([channel(1), channel(2)]);
const terms = termsOf(cascade, ["+33611111111", "+33611111111"], {
  startedAt: 0,
  stateOf: () => "open",
});

/** Sends to one person until it is over, each provider answering the same; how often each was asked. */
function played(from: Position, start: number, answers: readonly Outcome[]) {
  const asked = [0, 0];
  let [at, now] = [from, start];
  while (at.settled === null) {
    const after = nextStep(terms, at, { kind: "time" }, now);
    const isSent = isOrder(at, after);
    at = after;
    if (isSent) {
      asked[at.rung] = (asked[at.rung] ?? 0) + 1;
      const outcome = answers[at.rung] ?? { kind: "unknown", why: "" };
      at = nextStep(terms, at, { kind: "outcome", outcome }, now);
    }
    now += 1_000;
  }
  return { at, asked, now };
}

test("whoever no provider was there for is tried once more by the same command, on the last way", () => {
  const gone: Outcome = { kind: "unreachable", why: "ECONNREFUSED" };
  const cut = played(firstPosition(0), 0, [gone, gone]);
  expect(cut.at.settled).toBe("exhausted");
  expect(isOpenAgain(cut.at)).toBe(true);
  const taken: Outcome = { kind: "accepted", providerId: null };
  const resumed = played(resumedAt(cut.at, cut.now), cut.now, [taken, taken]);
  expect(resumed.asked).toEqual([0, 1]);
  expect(resumed.at).toMatchObject({ settled: "reached", best: factRank("accepted") });
  // Again without anybody there, it is over after one try, and open to the next command.
  const still = played(resumedAt(cut.at, cut.now), cut.now, [gone, gone]);
  expect([still.asked, isOpenAgain(still.at)]).toEqual([[0, 1], true]);
});

test.each<Outcome>([
  { kind: "unknown", why: "timeout" },
  { kind: "rejected", why: "no such number" },
  { kind: "accepted", providerId: null },
  { kind: "unsubscribed" },
])("whoever may have it, or is refused, stays where they are: %j", (outcome) => {
  const { at, now } = played(firstPosition(0), 0, [outcome, outcome]);
  expect(resumedAt(at, now)).toEqual(at);
});
