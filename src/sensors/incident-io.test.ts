import { expect, test } from "vitest";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Answer } from "../lib/wire.ts";
import { incidentIo } from "./incident-io.ts";

sensorKit(incidentIo, { settings: (url) => ({ url }), speaksHttp: true });

const url = "https://status.example.org";
const look = async (answer: Answer, component = "") =>
  await incidentIo.look({ url, component }, lineWhere({}, answer), quietMoment());

const event = (change: object = {}) => ({
  id: "01JXAMPLE",
  name: "Delayed webhooks",
  status: "investigating",
  url: `${url}/incidents/01JXAMPLE`,
  last_update_at: "2026-03-05T11:50:00Z",
  last_update_message: "We are looking into it.",
  affected_components: [{ id: "c1", name: "Webhooks", group_name: "Messaging" }],
  ...change,
});
const incident = (impact: string) => event({ current_worst_impact: impact });
const summary = (change: object = {}) => ({
  page_title: "Example Status",
  page_url: url,
  ongoing_incidents: [],
  in_progress_maintenances: [],
  scheduled_maintenances: [],
  ...change,
});

test.each([
  ["a quiet page", summary(), "up"],
  ["slowness", summary({ ongoing_incidents: [incident("degraded_performance")] }), "degraded"],
  ["a partial outage", summary({ ongoing_incidents: [incident("partial_outage")] }), "degraded"],
  ["a full outage", summary({ ongoing_incidents: [incident("full_outage")] }), "down"],
  [
    "the worst of two",
    summary({ ongoing_incidents: [incident("partial_outage"), incident("full_outage")] }),
    "down",
  ],
  [
    "work in progress",
    summary({ in_progress_maintenances: [event({ status: "maintenance_in_progress" })] }),
    "degraded",
  ],
  ["planned work", summary({ scheduled_maintenances: [event()] }), "up"],
  ["an impact we do not know", summary({ ongoing_incidents: [incident("purple")] }), "unknown"],
])("%s", async (_name, body, verdict) => {
  expect(await look(told(body))).toMatchObject({ kind: "reading", verdict });
});

test.each([
  ["webhooks", "down"],
  ["MESSAGING", "down"],
  ["Dashboard", "up"],
])("seen through component %s it is %s", async (component, verdict) => {
  const body = summary({ ongoing_incidents: [incident("full_outage")] });
  expect(await look(told(body), component)).toMatchObject({ verdict });
});

test.each([
  ["another product's shape", told({ page: { name: "x" }, status: { indicator: "none" } })],
  ["a page for people", told("<html>All systems operational</html>")],
  ["an old copy", told(summary(), { age: "7200" })],
])("%s is unknown, never fine", async (_name, answer) => {
  expect(await look(answer)).toMatchObject({ kind: "reading", verdict: "unknown" });
});

test.each([
  ["the only part of an incident", ["Calls"], { calls: "down" }],
  ["one of several parts", ["Calls", "Webhooks"], { calls: "degraded", receive: "degraded" }],
  ["a part that names no capability", ["Dashboard"], {}],
])("%s: what is told of capabilities", async (_name, names, capabilities) => {
  const affected_components = names.map((name) => ({ id: name, name, group_name: null }));
  const hurt = { ...incident("full_outage"), affected_components };
  const seen = await look(told(summary({ ongoing_incidents: [hurt] })));
  expect(seen).toMatchObject({ verdict: "down", detail: { capabilities } });
});
