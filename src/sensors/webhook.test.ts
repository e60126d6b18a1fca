import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { pushedLook, webhook } from "./webhook.ts";

const settings = { token: "webhook-token-of-a-test" };
sensorKit(webhook, { settings: () => settings, speaksHttp: false });

const read = (body: unknown, change: object = {}) => {
  const look = pushedLook({ ...settings, ...change }, body, NOON);
  return look?.kind === "alerts" ? look.alerts : null;
};

test("our own form, in one language or in two", () => {
  const title = { fr: "Panne", en: "Outage" };
  expect(read({ key: "k", title: "Fire  in\nroom 3", severity: "critical" })).toMatchObject([
    { key: "k", state: "open", severity: "extreme", title: { fr: "Fire in room 3" } },
  ]);
  expect(read({ key: "k", title, link: "https://a.example/1" })).toMatchObject([
    { title, severity: "unknown", link: "https://a.example/1", startedAt: NOON },
  ]);
  expect(read({ key: "k", state: "resolved" })).toMatchObject([{ state: "over" }]);
});

test("what Alertmanager posts", () => {
  const alert = (status: string, severity: string) => ({
    status,
    labels: { alertname: "HighLatency", severity },
    annotations: { summary: "Latency is high", description: "p99 is 4 s" },
    startsAt: "2026-03-05T11:50:00Z",
    generatorURL: "javascript:alert(1)",
    fingerprint: `f-${status}`,
  });
  const body = { version: "4", alerts: [alert("firing", "warning"), alert("resolved", "page")] };
  expect(read(body, { severityMin: "severe" })).toMatchObject([
    {
      key: "f-firing",
      state: "minor",
      severity: "moderate",
      title: { en: "Latency is high" },
      startedAt: NOON - 600_000,
      link: null,
    },
    { key: "f-resolved", state: "over" },
  ]);
});

test.each([
  [0, ["open"]],
  [1, ["over"]],
  [2, []],
  [3, []],
])("what Uptime Kuma posts with status %d", (status, states) => {
  const body = {
    heartbeat: { status, msg: "timeout" },
    monitor: { id: 7, name: "Shop" },
    msg: "x",
  };
  expect(read(body)?.map(({ state }) => state)).toEqual(states);
});

test("its test message says nothing", () => {
  expect(read({ heartbeat: null, monitor: null, msg: "Test" })).toEqual([]);
});

test.each([
  ["no body", null],
  ["no key", { title: "x" }],
  ["no title for what begins", { key: "k" }],
  ["a key without end", { key: "k".repeat(300), title: "x" }],
  ["a state that is none", { key: "k", title: "x", state: "maybe" }],
  ["a title that is no text", { key: "k", title: { fr: "x" } }],
  ["a list", [{ key: "k", title: "x" }]],
])("%s is not read", (_name, body) => {
  expect(read(body)).toBeNull();
});

test.each([
  ["before the first message it tells where to send it", null, "triggers:listening"],
  ["afterwards it tells what stands", NOON, "triggers:webhook.heard"],
])("%s", async (_name, lastAt, code) => {
  const records = { ...quietMoment().records, alerts: async () => ({ lastAt, open: 2 }) };
  const look = await webhook.look(settings, lineWhere({}), quietMoment({ records }));
  expect(look).toMatchObject({ kind: "nothing", evidence: { code } });
});
