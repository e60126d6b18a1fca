import { describe, expect, test } from "vitest";
import {
  calmFacts,
  INCIDENT,
  incident,
  MINUTE,
  NOW,
  notice,
  outageFacts,
} from "../../test/public-example.ts";
import { BLIND_AFTER_MS, publicStateOf, readAt, STALE_AFTER_MS } from "./public-state.ts";

const stateOf = (facts: object, id: string) =>
  publicStateOf({ ...calmFacts, ...facts }, NOW).points.find((point) => point.id === id)?.state;
const whatsappWhile = (facts: Parameters<typeof incident>[0], notices = [] as unknown[]) =>
  stateOf({ incidents: [incident(facts)], notices }, "p-whatsapp");

describe("what an incident does to its contact point", () => {
  test.each([
    ["a suspicion is unknown", { state: "suspected", confirmedAt: null }, "unknown"],
    ["a confirmed outage is major", { state: "confirmed" }, "major"],
    ["in one region: partial", { state: "confirmed", class: "regional" }, "partial"],
    ["of one feature: degraded", { state: "confirmed", class: "feature" }, "degraded"],
    ["not classed yet: trouble", { state: "confirmed", class: "unknown_yet" }, "trouble"],
    ["said by a person alone: trouble", { state: "confirmed", origin: "person" }, "trouble"],
    ["said by an alert alone: trouble", { state: "confirmed", origin: "cap" }, "trouble"],
    ["recovering: degraded", { state: "monitoring", monitoringAt: NOW }, "degraded"],
    ["over: as usual", { state: "resolved", closedAt: NOW }, "operational"],
  ] as const)("%s", (_, facts, state) => {
    expect(whatsappWhile(facts)).toBe(state);
  });

  test("what we said counts more than what we saw", () => {
    expect(whatsappWhile({}, [notice({ severity: "partial" })])).toBe("partial");
    expect(whatsappWhile({}, [notice({ severity: "partial", state: "withdrawn" })])).toBe("major");
  });

  test("what a person says and our sources confirm is as far as they see it", () => {
    const incidents = [incident({ origin: "person" })];
    const platforms = calmFacts.platforms.map((each) => ({
      ...each,
      observed: { level: "confirmed", class: "regional", since: NOW },
    }));
    expect(stateOf({ incidents, platforms }, "p-whatsapp")).toBe("partial");
    expect(stateOf({ incidents, platforms, notices: [notice()] }, "p-whatsapp")).toBe("major");
  });

  test("other platforms stay as they are", () => {
    expect(stateOf({ incidents: [incident()] }, "p-messenger")).toBe("operational");
    expect(stateOf({ incidents: [incident()] }, "p-phone")).toBe("operational");
  });
});

describe("which incidents the public sees", () => {
  const open = (facts: object) => publicStateOf({ ...calmFacts, ...facts }, NOW).open;

  test("not a mere suspicion", () => {
    const suspected = incident({ state: "suspected", confirmedAt: null });
    expect(open({ incidents: [suspected] })).toEqual([]);
    expect(open({ incidents: [suspected], notices: [notice()] })).toHaveLength(1);
  });

  test("a confirmed one at once, before anybody has written a word", () => {
    expect(open({ incidents: [incident()] })).toMatchObject([{ id: INCIDENT, notice: null }]);
  });

  test("with every update, the newest first", () => {
    const state = publicStateOf(outageFacts, NOW);
    expect(state.open[0]?.updates.map((update) => update.version)).toEqual([2, 1]);
    expect(state.open[0]?.notice?.version).toBe(2);
    expect(state.overall).toBe("major");
    expect(state.past).toHaveLength(1);
  });

  test("one that has no platform weighs on the whole, not on the contact points", () => {
    const flood = incident({ platformId: null });
    const state = publicStateOf({ ...calmFacts, incidents: [flood] }, NOW);
    expect(state.overall).toBe("major");
    expect(state.points.every((point) => point.state === "operational")).toBe(true);
  });
});

describe("fail to unknown", () => {
  test("probes that have not looked for long vouch for nothing", () => {
    const at = (lookedAt: number | null) =>
      stateOf(
        { platforms: calmFacts.platforms.map((each) => ({ ...each, lookedAt })) },
        "p-whatsapp",
      );
    expect(at(NOW - BLIND_AFTER_MS)).toBe("operational");
    expect(at(NOW - BLIND_AFTER_MS - 1)).toBe("unknown");
    expect(at(null)).toBe("operational");
  });

  test("an old state keeps its bad news and loses its good news", () => {
    const state = publicStateOf(outageFacts, NOW);
    expect(readAt(state, NOW + STALE_AFTER_MS)).toBe(state);
    const old = readAt(state, NOW + STALE_AFTER_MS + MINUTE);
    expect(old.points.map((point) => [point.state, point.source])).toEqual([
      ["major", "incident"],
      ...Array.from({ length: 4 }, () => ["unknown", "age"]),
    ]);
    expect(old.generatedAt).toBe(NOW);
    expect(readAt(publicStateOf(calmFacts, NOW), NOW + 10 * MINUTE).overall).toBe("unknown");
  });
});
