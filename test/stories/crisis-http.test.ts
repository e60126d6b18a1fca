import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createContactPoint } from "../../src/actions/contact-point/create.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import type { Hours } from "../../src/domain/opening-hours.ts";
import { MINUTE_MS } from "../../src/lib/clock.ts";
import { createTestFront } from "../front.ts";

const whatsapp = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };
const title = { fr: "Panne de WhatsApp", en: "WhatsApp outage" };

async function createDesk() {
  const front = await createTestFront();
  await createPlatform(front.house, machine("test"), whatsapp);
  return front;
}

type Desk = Awaited<ReturnType<typeof createDesk>>;

async function openWays(desk: Desk, lea: Awaited<ReturnType<Desk["signIn"]>>) {
  const point = async (name: string, hours: Hours | null) =>
    await createContactPoint(desk.house, machine("test"), {
      name: { fr: name, en: name },
      kind: "phone",
      platformId: null,
      link: null,
      hours,
      languages: ["fr"],
      waitingMinutes: null,
      baseline: "operational",
      position: 0,
    });
  await point("Counter", null);
  await point("Night shift", {});
  const line = await point("Line", null);
  const at = (ms: number) => new Date(desk.clock() + ms).toISOString();
  const planned = await lea.ask("POST", "/api/maintenances", {
    title: { fr: "Nouveau standard", en: "New switchboard" },
    message: { fr: "La ligne sera coupée.", en: "The line will be cut." },
    from: at(10 * MINUTE_MS),
    until: at(60 * MINUTE_MS),
    pointIds: [line.id],
    effect: "maintenance",
    firm: true,
  });
  expect(planned.status).toBe(201);
}

test("an incident over the API, from opening to its report", async () => {
  await using desk = await createDesk();
  const lea = await desk.signIn("Lea", "responder", "communicator");
  const opened = await lea.ask("POST", "/api/incidents", { platformId: "whatsapp", title });
  expect(opened).toMatchObject({
    status: 201,
    body: { state: "suspected", may: { confirm: true } },
  });
  const base = `/api/incidents/${opened.body.id}`;
  expect((await lea.ask("POST", "/api/incidents", { platformId: "whatsapp", title })).status).toBe(
    409,
  );
  expect(await lea.ask("POST", `${base}/confirmation`, { note: "Seen." })).toMatchObject({
    status: 201,
    body: { state: "confirmed", may: { confirm: false, monitor: true } },
  });

  await openWays(desk, lea);
  const suggested = await lea.ask("GET", `${base}/announcement-suggestion`);
  // Neither a way that planned work will close before the next update, nor one that is shut.
  expect(suggested.body.texts.en.advice).toMatch(/you can reach us here: Counter\./);
  expect(suggested.body.texts.en.message).toContain("finding out where the trouble lies");
  expect(suggested.body).toMatchObject({ severity: "degraded", source: "Boulangeries Clairval" });
  const draft = await lea.ask("POST", `${base}/announcements`, suggested.body);
  expect(draft.body).toMatchObject({ state: "draft", findings: [], may: { publish: true } });
  const flawed = { ...suggested.body, source: "" };
  const edited = await lea.ask("PUT", `/api/announcements/${draft.body.id}`, flawed);
  expect(edited.body).toMatchObject({ may: { publish: false } });
  const publish = `/api/announcements/${draft.body.id}/publication`;
  expect((await lea.ask("POST", publish)).body.error).toMatchObject({
    code: "invalid",
    detail: { findings: [{ code: "missing_source" }] },
  });
  await lea.ask("PUT", `/api/announcements/${draft.body.id}`, suggested.body);
  expect((await lea.ask("POST", publish)).body).toMatchObject({ state: "published" });

  const page = await lea.ask("GET", base);
  expect(page.body).toMatchObject({ announcements: [{ state: "published" }], broadcasts: [] });
  const tell = page.body.tasks.find((task: { key: string }) => task.key === "tell_team");
  expect(tell).toMatchObject({ state: "open", may: { complete: true } });
  const done = await lea.ask("POST", `/api/tasks/${tell.id}/completion`, { note: "Called." });
  expect(done).toMatchObject({ status: 201, body: { state: "done", may: { reopen: true } } });
  const undone = await lea.ask("DELETE", `/api/tasks/${tell.id}/completion`);
  expect(undone).toMatchObject({ status: 200, body: { state: "open" } });

  await lea.ask("POST", `${base}/resolution`, {});
  const report = await lea.ask("GET", `${base}/report`);
  expect(report.body).toMatchObject({ state: "resolved", platform: "WhatsApp" });
  const paper = await lea.ask("GET", `${base}/report.md?lang=fr`);
  expect(paper.body).toMatch(/^# Rapport\u00a0: Panne de WhatsApp/);
  const events = await lea.ask("GET", `${base}/events`);
  expect(events.body.events[0]).toMatchObject({ name: "incident.resolve" });
});

test("whoever may only look is told so by the server, before and after trying", async () => {
  await using desk = await createDesk();
  const lea = await desk.signIn("Lea", "responder");
  const eye = await desk.signIn("Eye", "viewer");
  const { body } = await lea.ask("POST", "/api/incidents", { platformId: "whatsapp", title });
  const seen = await eye.ask("GET", `/api/incidents/${body.id}`);
  expect(Object.values(seen.body.may)).toEqual(Object.values(seen.body.may).map(() => false));
  const tried = await eye.ask("POST", `/api/incidents/${body.id}/confirmation`, {});
  expect(tried).toMatchObject({ status: 403, body: { error: { code: "forbidden" } } });
  const sources = { sensor: "user-reports", platformId: "whatsapp", name: "x", settings: {} };
  expect((await eye.ask("POST", "/api/sources", sources)).status).toBe(403);
});

test("sources are drawn from descriptions, checked, and forgotten on request", async () => {
  await using desk = await createDesk();
  const ada = await desk.signIn("Ada", "administrator");
  const { body } = await ada.ask("GET", "/api/sensors");
  expect(body.sensors.map(({ kind }: { kind: string }) => kind)).toContain("statuspage");
  const source = { sensor: "statuspage", platformId: "whatsapp", name: "Official" };
  const wrong = { ...source, settings: { url: "not an address" } };
  expect((await ada.ask("POST", "/api/sources", wrong)).body.error).toMatchObject({
    code: "invalid",
    detail: { field: "url" },
  });
  const right = { ...source, settings: { url: "https://status.example.org" } };
  const made = await ada.ask("POST", "/api/sources", right);
  expect(made).toMatchObject({ status: 201, body: { health: "unknown", may: { remove: true } } });
  const change = { name: "Meta", settings: right.settings, enabled: false };
  expect((await ada.ask("PUT", `/api/sources/${made.body.id}`, change)).body).toMatchObject({
    name: "Meta",
    enabled: false,
  });
  expect((await ada.ask("GET", "/api/platforms/whatsapp")).body.sources).toHaveLength(1);
  expect((await ada.ask("DELETE", `/api/sources/${made.body.id}`)).status).toBe(204);
  expect((await ada.ask("GET", "/api/platforms/whatsapp/series")).body.points).toEqual([]);
  expect((await ada.ask("GET", "/api/platforms/pigeons")).status).toBe(404);
});

test("a form that asks for a channel offers ours, by name", async () => {
  await using desk = await createDesk();
  const ada = await desk.signIn("Ada", "administrator");
  const settings = { url: "https://pager.example.org", key: "a-shared-key-of-sixteen" };
  const pager = { transport: "signed-webhook", name: "Pager", settings };
  const { body: channel } = await ada.ask("POST", "/api/channels", pager);
  const { body } = await ada.ask("GET", "/api/sensors");
  const canary = body.sensors.find(({ kind }: { kind: string }) => kind === "canary-message");
  expect(canary.fields[0]).toMatchObject({
    name: "channel",
    type: "select",
    required: true,
    options: [{ value: String(channel.id), label: { fr: "Pager", en: "Pager" } }],
  });
  const chosen = { channel: canary.fields[0].options[0].value, address: "pager-7" };
  const source = { sensor: "canary-message", platformId: "whatsapp", name: "Test pager" };
  expect(await ada.ask("POST", "/api/sources", { ...source, settings: chosen })).toMatchObject({
    status: 201,
    body: { settings: chosen },
  });
  expect((await ada.ask("GET", "/api/channels")).body.accounts).toEqual([]);
});

test("anybody may report, once", async () => {
  await using desk = await createDesk();
  const report = async (payload: object) =>
    await desk.app.inject({ method: "POST", url: "/api/public/reports", payload });
  const send = { platform: "whatsapp", symptom: "send" };
  expect((await report(send)).json()).toEqual({ filed: "taken" });
  expect((await report(send)).json()).toEqual({ filed: "repeated" });
  expect((await report({ ...send, symptom: "hunger" })).statusCode).toBe(400);
  expect((await report({ ...send, platform: "pigeons" })).statusCode).toBe(404);
});
