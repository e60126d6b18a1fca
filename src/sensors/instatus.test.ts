import { expect, test } from "vitest";
import { lineWhere, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Answer } from "../lib/wire.ts";
import { instatus } from "./instatus.ts";

sensorKit(instatus, { settings: (url) => ({ url }), speaksHttp: true });

const url = "https://status.example.org/";
const look = async (answer: Answer) =>
  await instatus.look({ url }, lineWhere({}, answer), quietMoment());
const page = (status: string) => ({ name: "Example", url, status });
const incident = (impact: string, status = "INVESTIGATING") => ({
  name: "Messages are delayed",
  started: "2026-03-05T11:40:00.000Z",
  status,
  impact,
  url: `${url}incident/1`,
});
const maintenance = (status: string) => ({
  name: "Database upgrade",
  start: "2026-03-05T11:00:00.000Z",
  status,
  duration: "60",
  url: `${url}maintenance/1`,
});

test.each([
  ["a quiet page", { page: page("UP") }, "up"],
  ["issues without an incident", { page: page("HASISSUES") }, "degraded"],
  [
    "a partial outage",
    { page: page("HASISSUES"), activeIncidents: [incident("PARTIALOUTAGE")] },
    "degraded",
  ],
  [
    "a major outage",
    { page: page("HASISSUES"), activeIncidents: [incident("MAJOROUTAGE")] },
    "down",
  ],
  [
    "an open incident on a page that says UP",
    { page: page("UP"), activeIncidents: [incident("OPERATIONAL")] },
    "degraded",
  ],
  [
    "a resolved incident",
    { page: page("UP"), activeIncidents: [incident("MAJOROUTAGE", "RESOLVED")] },
    "up",
  ],
  [
    "work in progress",
    { page: page("UNDERMAINTENANCE"), activeMaintenances: [maintenance("INPROGRESS")] },
    "degraded",
  ],
  [
    "work that has not begun",
    { page: page("UP"), activeMaintenances: [maintenance("NOTSTARTEDYET")] },
    "up",
  ],
  ["a word we do not know", { page: page("SPARKLING") }, "unknown"],
  [
    "an impact we do not know",
    { page: page("UP"), activeIncidents: [incident("PURPLE")] },
    "unknown",
  ],
])("%s", async (_name, body, verdict) => {
  expect(await look(told(body))).toMatchObject({ kind: "reading", verdict });
});

test("a word we do not know does not hide trouble that we can read", async () => {
  const activeIncidents = [incident("PURPLE"), incident("MAJOROUTAGE")];
  const found = await look(told({ page: page("HASISSUES"), activeIncidents }));
  expect(found).toMatchObject({ verdict: "down" });
});

test.each([
  ["another product's shape", told({ page: { name: "x" }, status: { indicator: "none" } })],
  ["a page for people", told("<html>All systems operational</html>")],
  ["an old copy", told({ page: page("UP") }, { age: "7200" })],
])("%s is unknown, never fine", async (_name, answer) => {
  expect(await look(answer)).toMatchObject({ kind: "reading", verdict: "unknown" });
});
