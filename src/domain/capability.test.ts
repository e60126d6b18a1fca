import { expect, test } from "vitest";
import {
  assessCapabilities,
  type CapabilityOpinions,
  type CapabilityScene,
  capabilityLine,
  takesPart,
} from "./capability.ts";
import { unknownSurroundings } from "./detection/classify.ts";
import { createStream, observe, type StreamReading, type StreamState } from "./detection/stream.ts";
import type { Sight } from "./opinion.ts";

const minuteMs = 60_000;
const bucketMs = 5 * minuteMs;
const now = 10 * 86_400_000;

/** A stream that was calm for two days, and counted this in its last half hour. */
function stream(calm: number, last: number): StreamState {
  const state = createStream({ bucketMs });
  const buckets = 2 * 288;
  for (let index = 0; index < buckets; index++) {
    const count = index >= buckets - 6 ? last : calm;
    observe(state, now - (buckets - index) * bucketMs, count);
  }
  return state;
}

const voice = (state: StreamState) => {
  const reading: StreamReading = {
    at: state.at ?? 0,
    count: 1,
    expected: 1,
    band: 1,
    score: 0,
    excess: 0,
    state: state.stance.phase,
    since: state.stance.alertSince,
    peak: null,
    strongMs: 0,
  };
  return { kind: "reports" as const, state, readings: [reading] };
};

const sight = (kind: Sight["kind"], verdict: Sight["verdict"], detail: Sight["detail"]): Sight => ({
  sourceId: kind,
  kind,
  place: "here",
  at: now - minuteMs,
  everyMs: minuteMs,
  verdict,
  detail,
  evidence: { code: "crisis:seen", params: {} },
});

const scene = (change: Partial<CapabilityScene>): CapabilityScene => ({
  capabilities: ["send", "receive", "login", "templates"],
  voices: [voice(stream(2, 2))],
  symptoms: new Map(),
  sights: [],
  siblings: [],
  surroundings: unknownSurroundings,
  ...change,
});

const levels = (opinions: CapabilityOpinions) =>
  Object.fromEntries(Object.entries(opinions).map(([name, { level }]) => [name, level]));

test("people who cannot send make sending fail, and nothing else", () => {
  const symptoms = new Map([
    ["send", stream(1, 120)],
    ["receive", stream(1, 1)],
    ["login", stream(1, 1)],
  ]);
  const opinions = assessCapabilities(
    {},
    scene({ voices: [voice(stream(3, 122))], symptoms }),
    now,
  );
  expect(levels(opinions)).toMatchObject({
    send: "suspected",
    receive: "healthy",
    login: "healthy",
  });
  expect(opinions["send"]?.crowdOnly).toBe(true);
  // Nobody names templates, and what is named explains the crowd: it is not known how they are.
  expect(levels(opinions)).toMatchObject({ templates: "unclear" });
});

test("where everybody complains about everything, all of it fails", () => {
  const symptoms = new Map(
    ["send", "receive", "login"].map((name) => [name, stream(1, 60)] as const),
  );
  expect([...symptoms.keys()].map((name) => takesPart(name, symptoms))).toEqual([true, true, true]);
  const opinions = assessCapabilities({}, scene({ symptoms }), now);
  expect(levels(opinions)).toMatchObject({
    send: "suspected",
    receive: "suspected",
    login: "suspected",
  });
});

test("a test message that never arrives is about sending alone", () => {
  const sights = [sight("probe", "down", { canary: true, capability: "send" })];
  const opinions = assessCapabilities({}, scene({ sights }), now);
  expect(levels(opinions)).toMatchObject({ send: "suspected", receive: "healthy" });
  expect(opinions["send"]?.addends[0]).toMatchObject({ kind: "canary", code: "canary_down" });
});

test("our own lost deliveries are about sending", () => {
  const sights = [sight("deliveries", "down", { sent: 200, delivered: 2, usualShare: 0.95 })];
  const opinions = assessCapabilities({}, scene({ sights }), now);
  expect(levels(opinions)).toMatchObject({
    send: "suspected",
    receive: "healthy",
    login: "healthy",
  });
});

test("silence where people usually write to us is about receiving", () => {
  const sights = [sight("deliveries", "degraded", { inboundSeen: 0, inboundUsual: 40 })];
  const opinions = assessCapabilities({}, scene({ sights }), now);
  expect(opinions["receive"]?.addends.map(({ kind }) => kind)).toContain("inbound");
  expect(opinions["send"]?.addends.map(({ kind }) => kind)).not.toContain("inbound");
});

test("an official page is believed part by part, where it names them", () => {
  const detail = { capabilities: { templates: "down", send: "up", bogus: 7 } };
  const opinions = assessCapabilities(
    {},
    scene({ sights: [sight("official", "degraded", detail)] }),
    now,
  );
  expect(levels(opinions)).toEqual({
    send: "healthy",
    receive: "healthy",
    login: "healthy",
    templates: "confirmed",
  });
});

test("a page that names no part speaks about all of them, and so do dead machines", () => {
  const sights = [sight("official", "down", {}), sight("probe", "down", { groups: {} })];
  const opinions = assessCapabilities({}, scene({ sights }), now);
  expect(new Set(Object.values(levels(opinions)))).toEqual(new Set(["confirmed"]));
});

test("a capability comes down only after calm that lasts, like the whole", () => {
  const sights = [sight("probe", "down", { canary: true, capability: "send" })];
  const failed = assessCapabilities({}, scene({ sights }), now);
  const soon = assessCapabilities(failed, scene({}), now + 5 * minuteMs);
  expect(soon["send"]).toMatchObject({ level: "suspected", since: now });
  const later = assessCapabilities(soon, scene({}), now + 20 * minuteMs);
  expect(later["send"]?.level).toBe("healthy");
});

test("without any look nothing is said to work", () => {
  const blind = assessCapabilities({}, scene({ voices: [] }), now);
  expect(new Set(Object.values(levels(blind)))).toEqual(new Set(["unclear"]));
  expect(capabilityLine(blind)).toEqual([]);
});

test("there is a line only while some fail and others work, the worst first", () => {
  const sights = [sight("probe", "down", { canary: true, capability: "receive" })];
  const opinions = assessCapabilities(
    {},
    scene({ sights, capabilities: ["send", "receive"] }),
    now,
  );
  expect(capabilityLine(opinions)).toEqual([
    { capability: "receive", state: "troubled" },
    { capability: "send", state: "works" },
  ]);
  expect(capabilityLine(assessCapabilities({}, scene({}), now))).toEqual([]);
});

test("a capability may have any name", () => {
  const capabilities = ["constructor", "__proto__"];
  const first = assessCapabilities({}, scene({ capabilities }), now);
  expect(Object.keys(first)).toEqual(capabilities);
  const next = assessCapabilities(first, scene({ capabilities }), now + minuteMs);
  expect(next["constructor"]).toMatchObject({ level: "healthy", since: now });
});
