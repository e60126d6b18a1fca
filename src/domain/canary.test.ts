import { describe, expect, test } from "vitest";
import { type Flight, judgeFlights, nextFlightAt, slowLimitMs } from "./canary.ts";

const minute = 60_000;
const second = 1_000;
const policy = { everyMs: 10 * minute, missesMax: 2 };
const patienceMs = 2 * minute;
const noon = Date.parse("2026-03-05T12:00:00Z");

const flight = (minutesAgo: number, change: Partial<Flight> = {}): Flight => {
  const sentAt = noon - minutesAgo * minute;
  const dueAt = sentAt + patienceMs;
  const ended = { arrivedAt: null, endedAt: dueAt };
  return { sentAt, dueAt, outcome: "accepted", why: null, passedOn: false, ...ended, ...change };
};
const came = (minutesAgo: number, seconds: number): Flight => {
  const at = noon - minutesAgo * minute + seconds * second;
  return flight(minutesAgo, { passedOn: true, arrivedAt: at, endedAt: at });
};
/** So many that arrived after five to seven seconds, newest first. */
const usual = (count: number) =>
  Array.from({ length: count }, (_, n) => came(20 + n * 10, 5 + (n % 3)));
const judge = (...flights: Flight[]) => judgeFlights(flights, policy, noon);

describe("what test messages amount to", () => {
  test("before the first has ended nothing is known", () => {
    expect(judge()).toMatchObject({ kind: "nothing" });
    expect(judge(flight(1, { endedAt: null }))).toMatchObject({ kind: "nothing" });
  });

  test("one that arrives as usual is up, and one in flight does not hide it", () => {
    const inFlight = flight(0, { endedAt: null });
    const judged = judge(inFlight, came(10, 6), ...usual(20));
    expect(judged).toMatchObject({ kind: "arrived", verdict: "up", seconds: 6 });
  });

  test("slow is what is slow here: beyond twice what nine in ten need, and by five seconds", () => {
    expect(judge(came(5, 13), ...usual(20))).toMatchObject({ verdict: "up" });
    expect(judge(came(5, 15), ...usual(20))).toMatchObject({
      verdict: "degraded",
      evidence: { code: "canary:slow", params: { count: 15, usual: 14 } },
    });
    // Nobody knows yet what is usual here.
    expect(judge(came(5, 90), ...usual(5))).toMatchObject({ verdict: "up" });
  });

  test("what arrives after its patience is late, whatever is usual", () => {
    expect(judge(came(5, 130))).toMatchObject({ verdict: "degraded", seconds: 130 });
  });

  test("one missing message proves little, two in a row do", () => {
    expect(judge(flight(5), ...usual(3))).toMatchObject({ kind: "miss", verdict: "degraded" });
    expect(judge(flight(5), flight(9), ...usual(3))).toMatchObject({
      verdict: "down",
      evidence: { code: "canary:missed", params: { count: 2 } },
    });
    expect(judge(flight(5), came(9, 6), flight(12))).toMatchObject({ verdict: "degraded" });
  });

  test("what was passed on may wait for a phone that is off: never down", () => {
    const passed = { passedOn: true };
    const judged = judge(flight(5, passed), flight(7, passed), flight(9, passed));
    expect(judged).toMatchObject({ verdict: "degraded", evidence: { code: "canary:passed_on" } });
    expect(judge(flight(5), flight(7, passed))).toMatchObject({ verdict: "down" });
  });

  test("out of reach counts like missing, and says why", () => {
    const away = { outcome: "unreachable" as const, why: "ECONNREFUSED" };
    expect(judge(flight(5, away), flight(6, away))).toMatchObject({
      verdict: "down",
      evidence: { code: "canary:out_of_reach", params: { why: "ECONNREFUSED" } },
    });
  });

  test.each(["throttled", "rejected", "unsubscribed", "misconfigured"] as const)(
    "%s says nothing about the platform",
    (outcome) => {
      const judged = judge(flight(5, { outcome, why: "190" }), flight(9), flight(11));
      expect(judged).toMatchObject({
        kind: "unknown",
        evidence: { code: `canary:refused.${outcome}` },
      });
    },
  );

  test("a node that died while sending leaves nothing to go by", () => {
    expect(judge(flight(5, { outcome: null }))).toMatchObject({
      kind: "unknown",
      evidence: { code: "canary:lost" },
    });
  });

  test("a refusal in between does not break a row of missing ones", () => {
    const refused = flight(6, { outcome: "throttled" });
    expect(judge(flight(5), refused, flight(9))).toMatchObject({ verdict: "down" });
  });

  test("what was long ago says nothing about now", () => {
    expect(judge(came(21, 5))).toMatchObject({ kind: "arrived" });
    expect(judge(came(23, 5))).toMatchObject({ kind: "nothing" });
  });
});

test("a slow hour does not pass for the usual at once", () => {
  const calm = Array.from({ length: 60 }, (_, n) => came(200 + n, 6));
  const slow = Array.from({ length: 6 }, (_, n) => came(100 + n, 100));
  expect(slowLimitMs(calm)).toBe(12 * second);
  expect(slowLimitMs([...slow, ...calm])).toBe(12 * second);
  // But what lasts becomes the usual in the end.
  const forLong = Array.from({ length: 60 }, (_, n) => came(n, 100));
  expect(slowLimitMs([...forLong, ...calm])).toBeGreaterThan(100 * second);
});

test("the next one goes at the usual pace, and soon after bad news", () => {
  expect(nextFlightAt([], policy)).toBe(0);
  expect(nextFlightAt([came(1, 5)], policy)).toBe(noon + 9 * minute);
  expect(nextFlightAt([flight(5)], policy)).toBe(noon - 4 * minute);
  // A provider that refuses us is not asked more often for it.
  const refused = flight(1, { outcome: "misconfigured" });
  expect(nextFlightAt([refused], policy)).toBe(noon + 9 * minute);
});
