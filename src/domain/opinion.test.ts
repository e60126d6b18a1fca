import { expect, test } from "vitest";
import { createStream, observe, type StreamReading, type StreamState } from "./detection/stream.ts";
import { evidenceAt, excessOf, type Sight, surroundingsOf } from "./opinion.ts";

const minuteMs = 60_000;
const at = 100 * minuteMs;

const sight = (change: Partial<Sight> = {}): Sight => ({
  sourceId: "s",
  kind: "probe",
  place: "near",
  at: at - minuteMs,
  everyMs: minuteMs,
  verdict: "up",
  evidence: { code: "crisis:probe.up", params: {} },
  detail: {},
  ...change,
});
const evidence = (...sights: Sight[]) => evidenceAt({ voices: [], sights, siblings: [] }, at);

function voicesOf(counts: (number | null)[]): { state: StreamState; readings: StreamReading[] } {
  const state = createStream({ bucketMs: minuteMs });
  const readings = counts.flatMap((count, index) => {
    const observed = observe(state, index * minuteMs, count);
    return observed.kind === "read" ? [observed.reading] : [];
  });
  return { state, readings };
}

test("what was said long ago says nothing about now", () => {
  expect(evidence(sight({ at: at - 6 * minuteMs }))).toEqual([]);
  expect(evidence(sight({ at: at - 6 * minuteMs, everyMs: 2 * minuteMs }))).toHaveLength(1);
});

test("a look through a dead line of ours is marked as such", () => {
  const evidenceOfOurs = { code: "crisis:look.anchors", params: {} };
  const blind = sight({ place: "far", verdict: "unknown", evidence: evidenceOfOurs });
  expect(evidence(sight(), blind)).toEqual([
    {
      kind: "probe",
      vantages: [
        { place: "near", verdict: "up", controlOk: true },
        { place: "far", verdict: "unknown", controlOk: false },
      ],
    },
  ]);
});

test.each([
  ["up", "fine"],
  ["degraded", "minor"],
  ["down", "major"],
  ["unknown", "unknown"],
] as const)("an official page that reads %s says %s", (verdict, status) => {
  expect(evidence(sight({ kind: "official", verdict }))).toEqual([{ kind: "official", status }]);
});

test("our own deliveries count with what is usual for them", () => {
  const detail = { sent: 100, delivered: 40, usualShare: 0.9 };
  expect(evidence(sight({ kind: "deliveries", detail }))).toEqual([
    { kind: "deliveries", ...detail },
  ]);
  expect(evidence(sight({ kind: "deliveries", detail: { sent: "many" } }))).toEqual([]);
});

test("a crowd that nobody counted is no calm crowd", () => {
  const { state, readings } = voicesOf([3, 3, null]);
  const known = {
    voices: [{ kind: "reports" as const, state, readings }],
    sights: [],
    siblings: [],
  };
  expect(evidenceAt(known, at)[0]).toMatchObject({ kind: "reports", count: null });
});

test("the excess is what stands above the usual, and missing buckets add nothing", () => {
  const usual = Array<number>(24 * 60).fill(2);
  const { readings } = voicesOf([...usual, 52, null, 52]);
  const { excess, ratio } = excessOf(readings);
  expect(excess).toBeGreaterThan(90);
  expect(excess).toBeLessThan(110);
  expect(ratio).toBeGreaterThan(1.5);
});

test("a symptom's share is of the excess, not of all reports", () => {
  const none = { bySymptom: {}, byCountry: {}, byVersion: {} };
  const seen = surroundingsOf({
    crowd: { excess: 60, expected: 40, ratio: 2.5, rampMinutes: 5 },
    now: { ...none, bySymptom: { send: 20, media: 80 } },
    usual: { ...none, bySymptom: { send: 500, media: 500 } },
    networks: { largest: 45, all: 100 },
    others: [],
    unrelatedDown: 0,
    sights: [],
  });
  expect(seen.byNetwork).toMatchObject({ network: { excess: 45 }, rest: { excess: 55 } });
  expect(seen.bySymptom).toEqual({
    send: { excess: 0, usualShare: 0.5 },
    media: { excess: 60, usualShare: 0.5 },
  });
});

test("an account of ours that is blocked explains what we see, and is no probe of the platform", () => {
  const sight = {
    sourceId: "a",
    kind: "probe",
    place: "Twilio",
    at: 0,
    everyMs: 300_000,
    verdict: "down",
    evidence: { code: "triggers:sms.suspended", params: {} },
    detail: { account: "blocked" },
  } as const;
  expect(evidenceAt({ voices: [], sights: [sight], siblings: [] }, 1)).toEqual([
    { kind: "account", channel: "Twilio", state: "blocked" },
  ]);
  const well = { ...sight, verdict: "up", detail: { account: "well" } } as const;
  expect(evidenceAt({ voices: [], sights: [well], siblings: [] }, 1)).toEqual([]);
});
