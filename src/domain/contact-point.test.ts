import { describe, expect, test } from "vitest";
import { effectOn, isPublicLink, overallOf, type PointState, whatWorks } from "./contact-point.ts";

const quiet = { incident: null, blind: null };
const incident = (state: PointState) => ({ id: "i", state, since: 5, told: true });

describe("the effective state of a contact point", () => {
  test("is its baseline while nothing happens, by the hand that set it", () => {
    expect(effectOn({ baseline: "degraded" }, quiet)).toMatchObject({
      state: "degraded",
      source: "manual",
    });
    expect(effectOn({ baseline: "maintenance" }, quiet).source).toBe("maintenance");
  });

  test("is the incident's when that is worse, and says which one", () => {
    const weight = { incident: incident("major"), blind: null };
    expect(effectOn({ baseline: "maintenance" }, weight)).toEqual({
      state: "major",
      source: "incident",
      incidentId: "i",
      since: 5,
    });
  });

  test("under a mere suspicion names no incident", () => {
    const weight = { incident: { ...incident("unknown"), told: false }, blind: null };
    expect(effectOn({ baseline: "operational" }, weight)).toMatchObject({
      state: "unknown",
      source: "suspicion",
      incidentId: null,
    });
  });

  test("stays the baseline where the incident is milder", () => {
    const weight = { incident: incident("degraded"), blind: null };
    expect(effectOn({ baseline: "partial" }, weight)).toMatchObject({
      state: "partial",
      source: "manual",
    });
  });

  test("fails to unknown when our own eyes are shut, never to the last green", () => {
    const weight = { incident: null, blind: { since: 9 } };
    expect(effectOn({ baseline: "operational" }, weight)).toMatchObject({
      state: "unknown",
      source: "observation",
      since: 9,
    });
    expect(effectOn({ baseline: "major" }, weight).state).toBe("major");
  });
});

test("the overall state is the worst, and of nothing we know nothing", () => {
  expect(overallOf(["operational", "partial", "unknown"])).toBe("partial");
  expect(overallOf(["operational", "unknown"])).toBe("unknown");
  expect(overallOf([])).toBe("unknown");
});

describe("what works instead", () => {
  const NOW = Date.parse("2026-11-20T20:00:00Z");
  const scene = { timeZone: "Europe/Paris", now: NOW };
  const way = (name: string, fields: object = {}) => ({
    name,
    platformId: null,
    failureDomain: null,
    hours: null,
    waitingMinutes: 5,
    state: "operational" as PointState,
    ...fields,
  });
  const names = (...points: ReturnType<typeof way>[]) =>
    whatWorks(points, scene).map(({ name }) => name);

  test("leaves out what does not work, and what nobody can vouch for", () => {
    const dead = way("whatsapp", { state: "major" });
    expect(names(dead, way("fax", { state: "unknown" }), way("phone"))).toEqual(["phone"]);
  });

  test("healthy comes before shaky, whatever the queue", () => {
    const shaky = way("shaky", { state: "degraded", waitingMinutes: 0 });
    expect(names(shaky, way("sound"))).toEqual(["sound", "shaky"]);
  });

  test("a sister of what is down comes after what shares nothing with it", () => {
    const down = way("whatsapp", { state: "major", failureDomain: "meta" });
    const sister = way("messenger", { failureDomain: "meta", waitingMinutes: 0 });
    expect(names(down, sister, way("phone", { waitingMinutes: 20 }))).toEqual([
      "phone",
      "messenger",
    ]);
  });

  test("open comes before closed, short queues before long ones, told before untold", () => {
    const closed = way("closed", { hours: { "5": [["09:00", "18:00"]] }, waitingMinutes: 0 });
    const untold = way("untold", { waitingMinutes: null });
    expect(names(closed, untold, way("long", { waitingMinutes: 9 }), way("short"))).toEqual([
      "short",
      "long",
      "untold",
      "closed",
    ]);
  });
});

test.each([
  ["https://wa.me/33155000001", true],
  ["tel:+33 1 55", false],
  ["tel:+33155000001", true],
  ["sms:+33600000003?body=Bonjour", true],
  ["mailto:contact@centre.example", true],
  ["javascript:alert(1)", false],
  ["data:text/html,<script>", false],
  ["https://user:secret@evil.example/", false],
  ["//evil.example", false],
  ["JaVaScRiPt:alert(1)//https://", false],
  [`https://x.example/${"a".repeat(600)}`, false],
])("the public may be sent to %s: %s", (link, allowed) => {
  expect(isPublicLink(link)).toBe(allowed);
});
