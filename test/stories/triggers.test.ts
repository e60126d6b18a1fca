import { afterAll, beforeAll, expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { INCIDENTS_OPEN_MAX } from "../../src/actions/alert/take.ts";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { dismissIncident } from "../../src/actions/incident/dismiss.ts";
import { openIncident } from "../../src/actions/incident/open.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { eventsOfIncident } from "../../src/store/events.ts";
import { listIncidents } from "../../src/store/incidents.ts";
import { tasksOf } from "../../src/store/playbooks.ts";
import { findSource } from "../../src/store/sources.ts";
import { createTestFront } from "../front.ts";
import { type CapDraft, capInfo, capXml, SENDER } from "../kits/cap.ts";
import { silentLog } from "../kits/crisis.ts";
import { lineWhere } from "../kits/sensor-kit.ts";
import { told } from "../kits/told.ts";

const installer = machine("test");
const token = "a-token-for-the-triggers";
let front: Awaited<ReturnType<typeof createTestFront>>;

beforeAll(async () => {
  front = await createTestFront();
  const platform = { id: "sms", name: "SMS", failureDomain: "carrier", capabilities: [] };
  await createPlatform(front.house, installer, platform);
  // The alerts of the kit are of noon.
  front.clock.set(Date.parse("2026-03-05T12:00:00Z"));
});
afterAll(async () => await front[Symbol.asyncDispose]());

const sent = (minute: number) => new Date(front.clock() + minute * MINUTE_MS).toISOString();
const addSource = async (sensor: string, settings: object = {}, platformId: string | null = null) =>
  await createSource(front.house, installer, {
    sensor,
    platformId,
    name: `Trigger ${sensor}`,
    settings: { token, ...settings },
  });
const push = async (id: string, body: object | string, bearer = token) => {
  const isXml = typeof body === "string";
  const answer = await front.app.inject({
    method: "POST",
    url: `/api/public/triggers/${id}`,
    headers: {
      authorization: `Bearer ${bearer}`,
      "content-type": isXml ? "application/cap+xml" : "application/json",
    },
    payload: isXml ? body : JSON.stringify(body),
  });
  return { status: answer.statusCode, body: answer.json() };
};
const resultOf = async (id: string, body: object | string) =>
  (await push(id, body)).body.alerts?.map(({ result }: { result: string }) => result);
/** The incidents that opened since, newest first. */
const opened = async (since: number) =>
  (await listIncidents(front.db, { scope: "all", limit: 200 })).filter(
    ({ opened_at }) => opened_at.getTime() >= since,
  );
const newChapter = () => {
  front.clock.pass(HOUR_MS / 60);
  return front.clock();
};
const namesOf = async (incidentId: string) =>
  (await eventsOfIncident(front.db, incidentId)).map(({ name }) => name).reverse();

test("a civil alert opens an incident without a platform, and its plan starts", async () => {
  const since = newChapter();
  const source = await addSource("cap", { url: "https://alerts.example.org/a.cap" });
  const english = { language: "en-GB", headline: "The Seine floods" };
  const xml = capXml({ infos: [capInfo(), capInfo(english)] });
  const wire = lineWhere({}, told(xml));
  const look = async () => {
    front.clock.pass(2 * MINUTE_MS);
    await watchOnce({ house: front.house, wire, log: silentLog });
  };
  await look();
  const [incident] = await opened(since);
  expect(incident).toMatchObject({
    origin: "cap",
    state: "suspected",
    platform_id: null,
    drill: false,
    title: { fr: "La Seine déborde & monte", en: "The Seine floods" },
    started_at: new Date("2026-03-05T11:50:00Z"),
  });
  expect((await tasksOf(front.db, incident?.id ?? "")).length).toBeGreaterThan(3);
  const [evidence] = (await eventsOfIncident(front.db, incident?.id ?? "")).filter(
    ({ name }) => name === "alert.raise",
  );
  expect(evidence).toMatchObject({
    actor: "cap",
    detail: { key: expect.stringContaining("crue-1"), severity: "severe", name: "Trigger cap" },
  });

  await look();
  expect(await opened(since)).toHaveLength(1);
  expect(await findSource(front.db, source.id)).toMatchObject({
    health: "healthy",
    health_note: { code: "triggers:cap.seen" },
  });

  // Nobody says that it is over; the time of the alert passes.
  await confirmIncident(front.house, installer, { id: incident?.id ?? "", note: "" });
  front.clock.set(Date.parse("2026-03-05T18:00:00Z"));
  await look();
  expect((await opened(since))[0]).toMatchObject({ state: "monitoring" });
  expect(await namesOf(incident?.id ?? "")).toEqual([
    "incident.open",
    "alert.raise",
    "incident.confirm",
    "incident.monitor",
    "alert.end",
  ]);
  await dismissIncident(front.house, installer, { id: incident?.id ?? "", reason: "done" });
  await look();
  expect(await opened(since)).toHaveLength(1);
});

test("update, cancel and late copies, as they are sent to us", async () => {
  const since = newChapter();
  const { id } = await addSource("cap");
  const stays = capInfo({ expires: "2026-03-09T18:00:00+00:00" });
  const message = (draft: CapDraft) => capXml({ infos: [stays], ...draft });
  const first = message({ identifier: "m1", sent: sent(-3) });
  const second = { identifier: "m2", sent: sent(-2), references: `${SENDER},m1,${sent(-3)}` };
  const update = message({ ...second, msgType: "Update" });
  const names = `${second.references} ${SENDER},m2,${sent(-2)}`;
  const third = { identifier: "m3", sent: sent(-1), msgType: "Cancel", references: names };
  expect(await resultOf(id, update)).toEqual(["open"]);
  expect(await resultOf(id, first)).toEqual(["nothing"]);
  expect(await resultOf(id, update)).toEqual(["nothing"]);
  expect(await resultOf(id, message(third))).toEqual(["end"]);
  expect(await resultOf(id, message(third))).toEqual(["nothing"]);
  expect(await resultOf(id, message({ identifier: "t", status: "Test" }))).toEqual([]);
  const incidents = await opened(since);
  // An authority proposes; people close.
  expect(incidents).toMatchObject([{ state: "suspected" }]);
  expect(await namesOf(incidents[0]?.id ?? "")).toEqual([
    "incident.open",
    "alert.raise",
    "alert.end",
  ]);
});

test("a webhook opens once by its key, comes back, and closes what it opened", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook");
  const fire = {
    key: "disk",
    title: { fr: "Disque plein", en: "Disk full" },
    severity: "critical",
  };
  expect(await resultOf(id, fire)).toEqual(["open"]);
  expect(await resultOf(id, fire)).toEqual(["nothing"]);
  expect(await resultOf(id, { ...fire, message: "98 %" })).toEqual(["update"]);
  expect(await opened(since)).toMatchObject([
    { origin: "webhook", title: { fr: "Disque plein", en: "Disk full" } },
  ]);
  expect(await resultOf(id, { key: "disk", state: "resolved" })).toEqual(["end"]);
  expect(await opened(since)).toMatchObject([{ state: "resolved" }]);
  expect(await resultOf(id, { key: "disk", state: "resolved" })).toEqual(["nothing"]);
  expect(await resultOf(id, { key: "other", state: "resolved" })).toEqual(["nothing"]);
  front.clock.pass(1_000);
  expect(await resultOf(id, fire)).toEqual(["open"]);
  expect(await opened(since)).toHaveLength(2);
});

test("the same alert twice at the same moment opens one incident", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook", { confirms: true });
  const fire = { key: "race", title: "Race" };
  const answers = await Promise.all(Array.from({ length: 6 }, async () => await push(id, fire)));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
  expect(await opened(since)).toMatchObject([{ state: "confirmed" }]);
});

test("what is about a platform belongs to the incident that is open there", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook", {}, "sms");
  const title = { fr: "SMS en panne", en: "SMS is down" };
  await openIncident(front.house, installer, { platformId: "sms", title, note: "" });
  expect(await resultOf(id, { key: "sms", title: "Carrier says no" })).toEqual(["open"]);
  expect(await opened(since)).toMatchObject([{ origin: "person", platform_id: "sms" }]);
  // It joined an incident of people: its end is told, and decides nothing.
  expect(await resultOf(id, { key: "sms", state: "resolved" })).toEqual(["end"]);
  const [incident] = await opened(since);
  expect(incident).toMatchObject({ state: "suspected" });
  await dismissIncident(front.house, installer, { id: incident?.id ?? "", reason: "done" });
});

test("an incident of two alerts ends with the second", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook", {}, "sms");
  expect(await resultOf(id, { key: "north", title: "North is down" })).toEqual(["open"]);
  expect(await resultOf(id, { key: "south", title: "South is down" })).toEqual(["open"]);
  expect(await resultOf(id, { key: "north", state: "resolved" })).toEqual(["update"]);
  expect(await opened(since)).toMatchObject([{ state: "suspected" }]);
  expect(await resultOf(id, { key: "south", state: "resolved" })).toEqual(["end"]);
  expect(await opened(since)).toMatchObject([{ state: "resolved", origin: "webhook" }]);
});

test("an exercise is a drill, where it is wanted at all", async () => {
  const since = newChapter();
  const { id } = await addSource("cap", { exercises: true });
  const infos = [capInfo({ expires: "2026-03-09T18:00:00+00:00" })];
  const draft = { identifier: "ex", sent: sent(0), status: "Exercise", infos };
  expect(await resultOf(id, capXml(draft))).toEqual(["open"]);
  expect(await opened(since)).toMatchObject([{ drill: true, origin: "cap" }]);
});

test("S8: a storm of alerts stops at a number that people can work through", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook");
  for (let n = 0; n < INCIDENTS_OPEN_MAX; n++) await push(id, { key: `k${n}`, title: "Storm" });
  const answer = await push(id, { key: "one too many", title: "Storm" });
  expect(answer).toMatchObject({ status: 429 });
  expect(await opened(since)).toHaveLength(INCIDENTS_OPEN_MAX);
});

test("strangers and nonsense are refused, and nothing opens", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook");
  const capId = (await addSource("cap")).id;
  const fire = { key: "x", title: "x" };
  expect(await push(id, fire, `${token}x`)).toMatchObject({ status: 401 });
  expect(await push("0195c9d0-0000-7000-8000-00000000ffff", fire)).toMatchObject({ status: 401 });
  expect(await push("x", fire)).toMatchObject({ status: 400 });
  expect(await push(id, { hello: "world" })).toMatchObject({ status: 400 });
  expect(await push(id, capXml())).toMatchObject({ status: 400 });
  expect(await push(capId, fire)).toMatchObject({ status: 400 });
  expect(await push(capId, `<!DOCTYPE a>${capXml()}`)).toMatchObject({ status: 400 });
  expect(await push(id, { ...fire, message: "x".repeat(300_000) })).toMatchObject({ status: 413 });
  expect(await opened(since)).toEqual([]);
});

test("texts that no database takes as they are do no harm", async () => {
  const since = newChapter();
  const { id } = await addSource("webhook");
  const title = `\u0000${"x".repeat(199)}\u{1F30A}`;
  expect(await resultOf(id, { key: "odd", title, message: "a\u0000b\ud800" })).toEqual(["open"]);
  expect((await opened(since))[0]?.title.en).toHaveLength(200);
  expect(await push(id, { key: "a\u0000b", title: "x" })).toMatchObject({ status: 400 });
  const year1 = { status: "firing", fingerprint: "f", startsAt: "0001-01-01T00:00:00Z" };
  expect(await resultOf(id, { alerts: [year1] })).toEqual(["open"]);
  const began = (await opened(since)).map(({ started_at }) => started_at.getTime());
  expect(Math.min(...began)).toBeGreaterThan(since - 8 * 24 * HOUR_MS);
});

test("only a trigger may do without a platform", async () => {
  const admin = await front.signIn("Ada", "administrator");
  const body = { name: "x", settings: { token } };
  const refused = await admin.ask("POST", "/api/sources", { ...body, sensor: "heartbeat" });
  expect(refused.status).toBe(400);
  const made = await admin.ask("POST", "/api/sources", { ...body, sensor: "webhook" });
  expect(made).toMatchObject({ status: 201, body: { platformId: null } });
  const { body: listed } = await admin.ask("GET", "/api/sources");
  expect(listed.sources.map(({ id }: { id: string }) => id)).toContain(made.body.id);
});
