import ICAL from "ical.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createContactPoint } from "../../src/actions/contact-point/create.ts";
import { keepMaintenances } from "../../src/actions/maintenance/clock.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { playOnce } from "../../src/loops/play.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";

const installer = machine("test");
let desk: Awaited<ReturnType<typeof openDesk>>;

async function openDesk() {
  let read: Parameters<typeof createFace>[0]["read"] = async () => null;
  let now = () => 0;
  const face = createFace({
    read: async () => await read(),
    now: () => now(),
    publicUrl: "https://status.example.org",
    bannerScript: null,
  });
  const front = await createTestFront({ outside: [publicRoutes(face)] });
  const { house, clock, app } = front;
  read = async () => await readPublicState(house.db, clock());
  now = clock;
  await createPlatform(house, installer, {
    id: "whatsapp",
    name: "WhatsApp",
    failureDomain: "meta",
    capabilities: [],
  });
  const point = async (name: string, platformId: string | null) =>
    await createContactPoint(house, installer, {
      name: { fr: name, en: name },
      kind: "phone",
      platformId,
      link: null,
      hours: null,
      languages: ["fr"],
      waitingMinutes: null,
      baseline: "operational",
      position: platformId === null ? 0 : 1,
    });
  const [phone, chat] = [await point("Standard", null), await point("WhatsApp", "whatsapp")];
  return Object.assign(front, {
    phone: phone.id,
    chat: chat.id,
    team: await front.signIn("Cleo", "communicator"),
    eye: await front.signIn("Eye", "viewer"),
    async see(url: string) {
      await face.refresh();
      return (await app.inject({ url, headers: { "accept-language": "en" } })).body;
    },
    at: (ms: number) => new Date(clock() + ms).toISOString(),
  });
}

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => await desk[Symbol.asyncDispose]());

const words = {
  title: { fr: "Nouveau standard", en: "New switchboard" },
  message: {
    fr: "Nous changeons le standard ; rien à faire.",
    en: "We replace it; nothing to do.",
  },
};

const plan = async (fields: object) =>
  await desk.team.ask("POST", "/api/maintenances", {
    ...words,
    from: desk.at(2 * HOUR_MS),
    until: desk.at(4 * HOUR_MS),
    pointIds: [desk.phone],
    effect: "maintenance",
    firm: true,
    ...fields,
  });

test("planned work is announced by who may, and refused when it makes no sense", async () => {
  const before = await desk.eye.ask("GET", "/api/maintenances");
  expect(before.body).toEqual({ maintenances: [], may: { create: false } });
  const body = { ...words, from: desk.at(0), until: desk.at(HOUR_MS), pointIds: [] };
  const rest = { effect: "maintenance", firm: true };
  const asked = await desk.eye.ask("POST", "/api/maintenances", { ...body, ...rest });
  expect(asked.status).toBe(403);
  const backwards = await plan({ until: desk.at(HOUR_MS) });
  expect(backwards).toMatchObject({ status: 400 });
  const nowhere = await plan({ pointIds: ["0193a000-0000-7000-8000-00000000ffff"] });
  expect(nowhere.status).toBe(400);
  const past = await plan({ from: desk.at(-2 * HOUR_MS), until: desk.at(-HOUR_MS) });
  expect(past.status).toBe(400);
});

test("it begins and ends by the clock, once, and the public sees it at every step", async () => {
  const { body: work } = await plan({});
  expect(work).toMatchObject({ state: "scheduled", clashes: [], may: { change: true } });

  const announced = await desk.see("/en");
  expect(announced).toContain("New switchboard");
  expect(announced).toContain(`datetime="${work.from}"`);
  expect(JSON.parse(await desk.see("/api/v2/summary.json"))).toMatchObject({
    status: { indicator: "none" },
    scheduled_maintenances: [
      { id: work.id, status: "scheduled", impact: "maintenance", scheduled_for: work.from },
    ],
  });
  expect(JSON.parse(await desk.see("/api/widget.json")).scheduled_maintenances).toHaveLength(1);

  desk.clock.pass(2 * HOUR_MS);
  // Nobody has written it down yet: the page goes by the clock all the same.
  expect(JSON.parse(await desk.see("/api/v2/components.json")).components[0]).toMatchObject({
    status: "under_maintenance",
    x_source: "maintenance",
  });
  // Two nodes look at once.
  const looks = await Promise.all([playOnce(desk), playOnce(desk)]);
  expect(looks.map(({ turned }) => turned).toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect(await keepMaintenances(desk.house)).toBe(0);
  const active = JSON.parse(await desk.see("/api/v2/scheduled-maintenances/active.json"));
  expect(active.scheduled_maintenances).toMatchObject([
    { status: "in_progress", incident_updates: [{ body: "Les travaux ont commencé." }, {}] },
  ]);

  expect(JSON.parse(await desk.see("/en/banner.json"))).toMatchObject({
    severity: "maintenance",
    title: "New switchboard",
    alternatives: [],
  });

  desk.clock.pass(2 * HOUR_MS);
  await playOnce(desk);
  expect(await desk.see("/en/banner.json")).toBe("null");
  const over = JSON.parse(await desk.see("/api/v2/scheduled-maintenances.json"));
  expect(over.scheduled_maintenances[0]).toMatchObject({
    status: "completed",
    resolved_at: work.until,
  });
  expect(JSON.parse(await desk.see("/api/v2/summary.json")).scheduled_maintenances).toEqual([]);
  expect(await desk.see("/en/maintenance")).toContain("Completed");
  expect(await desk.see("/en/maintenance.md")).toContain("**New switchboard** – Completed.");
  expect(await desk.see("/llms.txt")).toContain("/maintenance.ics");
  const feed = JSON.parse(await desk.see("/en/feed.json"));
  expect(feed.items.map(({ title }: { title: string }) => title)).toEqual([
    "Completed: New switchboard",
    "Under way: New switchboard",
    "Planned: New switchboard",
  ]);
  expect(new Set(feed.items.map(({ id }: { id: string }) => id)).size).toBe(3);
  const late = await desk.team.ask("POST", `/api/maintenances/${work.id}/updates`, {
    state: "in_progress",
  });
  expect(late.status).toBe(409);
});

test("it is extended while it runs, checked, and finished by hand; each step only where it fits", async () => {
  const { body: work } = await plan({ from: desk.at(0), until: desk.at(HOUR_MS), effect: "major" });
  expect(work.state).toBe("in_progress");
  const say = async (body: object) =>
    await desk.team.ask("POST", `/api/maintenances/${work.id}/updates`, body);
  expect((await say({})).status).toBe(400);
  expect((await say({ state: "cancelled" })).status).toBe(409);
  expect(JSON.parse(await desk.see("/api/v2/components.json")).components[0].status).toBe(
    "major_outage",
  );

  desk.clock.pass(50 * MINUTE_MS);
  const longer = { ...words, pointIds: [desk.phone], effect: "major", firm: true };
  const extended = await desk.team.ask("PUT", `/api/maintenances/${work.id}`, {
    ...longer,
    // A beginning that has been cannot be moved any more.
    from: desk.at(30 * MINUTE_MS),
    until: desk.at(2 * HOUR_MS),
  });
  expect(extended.body).toMatchObject({ state: "in_progress", from: work.from });
  desk.clock.pass(20 * MINUTE_MS);
  expect(await keepMaintenances(desk.house)).toBe(0);

  const text = { fr: "Presque fini.", en: "Nearly done." };
  expect((await say({ state: "verifying", text })).body.state).toBe("verifying");
  expect(await desk.see("/fr")).toContain("Presque fini.");
  const done = await say({ state: "completed" });
  expect(done.body).toMatchObject({ state: "completed", may: { change: false, turn: [] } });
  expect(JSON.parse(await desk.see("/api/v2/status.json")).status.indicator).toBe("none");
});

test("what else happens then is said before anybody decides", async () => {
  const from = 30 * DAY_MS;
  const first = await plan({
    from: desk.at(from),
    until: desk.at(from + HOUR_MS),
    pointIds: [desk.chat],
  });
  const admin = await desk.signIn("Rae", "responder");
  await admin.ask("POST", "/api/calendar", {
    title: { fr: "Finale", en: "Final" },
    from: desk.at(from),
    until: desk.at(from + 2 * HOUR_MS),
    platformIds: ["whatsapp"],
    country: null,
    kind: "match",
    load: "high",
    source: "",
    yearly: false,
  });
  const asked = await desk.eye.ask("POST", "/api/maintenances/clashes", {
    from: desk.at(from + 30 * MINUTE_MS),
    until: desk.at(from + 3 * HOUR_MS),
    pointIds: [desk.chat],
  });
  const found = asked.body.clashes.map((clash: { kind: string }) => clash.kind);
  expect(found.sort()).toEqual(["event", "work"]);
  const itself = await desk.eye.ask("POST", "/api/maintenances/clashes", {
    id: first.body.id,
    from: first.body.from,
    until: first.body.until,
    pointIds: [desk.phone],
  });
  expect(itself.body.clashes).toEqual([]);
});

/** ical.js reads it: somebody else's idea of RFC 5545. */
function eventsIn(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((event) => {
    const value = (name: string) => event.getFirstPropertyValue(name);
    const { uid, sequence, startDate, endDate, summary, description } = new ICAL.Event(event);
    const times = { from: startDate.toJSDate(), until: endDate.toJSDate() };
    return { uid, sequence, summary, description, ...times, status: value("status") };
  });
}

test("every agenda can follow it: one name for ever, a rising sequence, and words that survive", async () => {
  const title = {
    fr: "Câbles ; étape 1, côté « rue » : très long titre qui déborde de la ligne, assurément 🚧🚧",
    en: "Cables; step 1, a title that is longer than one line of a calendar can ever hold\\here",
  };
  const message = { fr: "Ligne un\nBEGIN:VEVENT\nligne trois", en: "One\nTwo" };
  const hour = { from: desk.at(40 * DAY_MS), until: desk.at(40 * DAY_MS + HOUR_MS) };
  const { body: work } = await plan({ title, message, ...hour, firm: false });
  const text = await desk.see("/fr/maintenance.ics");
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(text).toContain("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
  const find = (all: ReturnType<typeof eventsIn>) => all.find(({ uid }) => uid.includes(work.id));
  const first = find(eventsIn(text));
  expect(first).toMatchObject({ summary: title.fr, status: "TENTATIVE", sequence: 0 });
  expect(first?.description).toContain(message.fr);
  expect(first?.from.toISOString()).toBe(hour.from);
  expect(first?.until.toISOString()).toBe(hour.until);

  const moved = { title, message, pointIds: [desk.phone], effect: "partial", firm: true };
  const next = { ...moved, from: hour.from, until: desk.at(41 * DAY_MS) };
  await desk.team.ask("PUT", `/api/maintenances/${work.id}`, next);
  const second = find(eventsIn(await desk.see("/en/maintenance.ics")));
  expect(second).toMatchObject({ uid: first?.uid, status: "CONFIRMED", summary: title.en });
  const why = { fr: "Reporté.", en: "Put off." };
  await desk.team.ask("POST", `/api/maintenances/${work.id}/updates`, {
    state: "cancelled",
    text: why,
  });
  const third = find(eventsIn(await desk.see("/maintenance.ics")));
  expect(third?.status).toBe("CANCELLED");
  expect([first, second, third].map((event) => event?.sequence)).toEqual([0, 1, 2]);
  const told = await desk.see("/api/v2/scheduled-maintenances.json");
  expect(told).not.toContain(work.id);
});

test("an alarm during planned work of ours is told all the same, with that work beside it", async () => {
  await plan({ from: desk.at(0), until: desk.at(HOUR_MS), pointIds: [desk.chat] });
  const responder = await desk.signIn("Leo", "responder");
  const opened = await responder.ask("POST", "/api/incidents", {
    platformId: "whatsapp",
    title: { fr: "WhatsApp muet", en: "WhatsApp silent" },
    note: "",
  });
  await responder.ask("POST", `/api/incidents/${opened.body.id}/confirmation`, { note: "" });
  const labelled = await responder.ask("GET", `/api/incidents/${opened.body.id}/maintenances`);
  expect(labelled.body.maintenances).toMatchObject([{ title: words.title }]);
  const page = (await desk.see("/en")).replace(/<script>[^]*/, "");
  expect(page).toContain("WhatsApp silent");
  expect(page).toContain("Planned work of ours is going on at the same time:");
  const components = JSON.parse(await desk.see("/api/v2/components.json")).components;
  expect(components.find(({ id }: { id: string }) => id === desk.chat)).toMatchObject({
    status: "degraded_performance",
    x_extent: "unknown",
    x_source: "incident",
  });
});
