import { expect, test } from "vitest";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import type { Answer } from "../lib/wire.ts";
import { statuspage } from "./statuspage.ts";

sensorKit(statuspage, { settings: (url) => ({ url }), speaksHttp: true });

const page = { id: "p1", name: "Example", url: "https://status.example.org", updated_at: "" };
const summary = (indicator: string, change: object = {}) => ({
  page,
  status: { indicator, description: "" },
  components: [
    { name: "Messaging", status: "operational" },
    { name: "Media", status: "major_outage" },
    { name: "Oddity", status: "sleeping" },
  ],
  incidents: [],
  ...change,
});
const told = (json: unknown, headers: Record<string, string> = {}): Answer => ({
  ok: true,
  status: 200,
  json,
  text: "",
  headers,
});
const look = async (answer: Answer, component = "") =>
  await statuspage.look({ url: page.url, component }, lineWhere({}, answer), quietMoment());

test.each([
  ["none", "up"],
  ["minor", "degraded"],
  ["major", "degraded"],
  ["critical", "down"],
  ["maintenance", "degraded"],
  ["purple", "degraded"],
])("indicator %s is %s", async (indicator, verdict) => {
  expect(await look(told(summary(indicator)))).toMatchObject({ verdict });
});

test("an open incident is trouble even where the indicator still says none", async () => {
  const incidents = [{ name: "Delayed messages", status: "investigating", impact: "minor" }];
  expect(await look(told(summary("none", { incidents })))).toMatchObject({
    verdict: "degraded",
    evidence: { params: { name: "Delayed messages" } },
  });
});

test("the start that the page declares is kept: the earliest of what is open, if it is a time", async () => {
  const open = { name: "Delays", status: "investigating", impact: "minor" };
  const incidents = [
    { ...open, started_at: "2026-03-05T11:30:00Z" },
    { ...open, started_at: "2026-03-05T11:10:00.000Z" },
    { ...open, status: "resolved", started_at: "2026-03-04T09:00:00Z" },
    { ...open, started_at: "just now" },
  ];
  expect(await look(told(summary("minor", { incidents })))).toMatchObject({
    detail: { declaredAt: "2026-03-05T11:10:00.000Z" },
  });
});

test.each([
  ["messaging", "up"],
  ["Media", "down"],
  ["Oddity", "degraded"],
  ["Nowhere", "unknown"],
])("component %s is %s", async (component, verdict) => {
  expect(await look(told(summary("none")), component)).toMatchObject({ verdict });
});

test.each([
  ["a page for people", told(null)],
  ["another product's shape", told({ page: { status: "UP" } })],
  ["a copy that says it is old", told(summary("none", { x_stale_after: "2026-03-05T11:00:00Z" }))],
  ["a copy that a cache kept", told(summary("none"), { age: "7200" })],
])("%s is unknown, never fine", async (_name, answer) => {
  expect(await look(answer)).toMatchObject({ verdict: "unknown" });
});
