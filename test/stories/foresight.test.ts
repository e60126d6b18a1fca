import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { dismissIncident } from "../../src/actions/incident/dismiss.ts";
import { openIncident } from "../../src/actions/incident/open.ts";
import { resolveIncident } from "../../src/actions/incident/resolve.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { sentence } from "../../src/domain/sentence.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { compareFeedsOnce } from "../../src/loops/feed-lags.ts";
import { insertAssessment } from "../../src/store/assessments.ts";
import { transact } from "../../src/store/database.ts";
import type { Verdict } from "../../src/store/schema/detection.ts";
import { appendSignals } from "../../src/store/signals.ts";
import { createTestFront, signedIn } from "../front.ts";
import { person } from "../house.ts";

const installer = machine("test");
const lea = person("Lea", "responder");
const title = { fr: "Panne", en: "Outage" };
const whatsapp = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };

async function createDesk() {
  const front = await createTestFront();
  const { house, clock, db } = front;
  await createPlatform(house, installer, whatsapp);
  return Object.assign(front, {
    /** An official status page says something. */
    async feedSays(sourceId: string, verdict: Verdict, detail: Record<string, unknown> = {}) {
      const signal = { sourceId, platformId: "whatsapp", kind: "official" as const, count: null };
      const evidence = sentence("crisis:official.down", { name: "Meta" });
      await transact(
        db,
        async (tx) =>
          await appendSignals(tx, [{ ...signal, at: clock(), verdict, evidence, detail }]),
      );
    },
    /** Sessions end; whoever comes back after days signs in again. */
    async back() {
      return await signedIn(front.app, "lea@example.org");
    },
    async addFeed(name: string) {
      const settings = { url: "https://status.example.org" };
      const feed = { sensor: "statuspage", platformId: "whatsapp", name, settings };
      return (await createSource(house, installer, feed)).id;
    },
    async open() {
      const opened = { platformId: "whatsapp", title, note: "" };
      return (await openIncident(house, lea, opened)).id;
    },
    /** The first opinion we ever had of a platform: since then we know it. */
    async knowSince(daysAgo: number) {
      await transact(
        db,
        async (tx) =>
          await insertAssessment(tx, {
            platform_id: "whatsapp",
            at: new Date(clock() - daysAgo * DAY_MS),
            level: "healthy",
            class: "general",
            subject: null,
            confidence: 0,
            crowd_only: false,
            addends: "[]",
          }),
      );
    },
  });
}

const final = {
  title: { fr: "Finale", en: "Final" },
  from: "2026-03-07T19:00:00Z",
  until: "2026-03-07T22:00:00Z",
  platformIds: ["whatsapp"],
  kind: "match",
  load: "high",
  source: "FFF",
};

test("an event is added, seen in the days ahead, changed and removed; whoever only looks may not", async () => {
  await using desk = await createDesk();
  const team = await desk.signIn("Lea", "responder");
  const eye = await desk.signIn("Eye", "viewer");
  expect((await eye.ask("POST", "/api/calendar", final)).status).toBe(403);
  const made = await team.ask("POST", "/api/calendar", final);
  expect(made).toMatchObject({ status: 201, body: { yearly: false, builtIn: false } });
  const seen = await eye.ask("GET", "/api/calendar");
  expect(seen.body).toMatchObject({
    may: { create: false },
    entries: [{ title: final.title, may: { change: false, remove: false } }, { builtIn: true }, {}],
  });
  const events = await desk.db.selectFrom("event").select("name").execute();

  const { body: risk } = await eye.ask("GET", "/api/platforms/whatsapp/risk");
  expect(risk).toMatchObject({ history: { days: 0, incidents: 0, enough: false } });
  expect(risk.days.map(({ level }: { level: string }) => level)).toEqual([
    "low",
    "low",
    "low",
    "low",
    "low",
    "low",
    "low",
  ]);
  const reasons = (day: number) =>
    risk.days[day].reasons.map(({ text }: { text: { fr: string } }) => text.fr);
  expect(reasons(2)[1]).toBe("Finale\u00a0: beaucoup de gens écrivent au même moment");
  expect(risk.days[2]).toMatchObject({ date: "2026-03-07", probability: null });
  // Saturday, and looking changed nothing: no event, no incident.
  expect(await desk.db.selectFrom("event").select("name").execute()).toEqual(events);
  expect(await desk.db.selectFrom("incident").select("id").execute()).toEqual([]);

  const path = `/api/calendar/${made.body.id}`;
  const moved = { ...final, from: "2026-03-06T19:00:00Z", until: "2026-03-06T22:00:00Z" };
  expect((await team.ask("PUT", path, { ...moved, yearly: true })).body).toMatchObject({
    yearly: true,
  });
  const friday = await eye.ask("GET", "/api/risk");
  expect(friday.body.platforms[0].days[1]).toMatchObject({ level: "elevated" });
  const span = "from=2027-01-15T00:00:00Z&until=2028-12-30T00:00:00Z";
  const years = await eye.ask("GET", `/api/calendar?${span}`);
  const finals = years.body.entries.filter((each: { id: string }) => each.id === made.body.id);
  expect(finals.map(({ from }: { from: string }) => from.slice(0, 10))).toEqual([
    "2027-03-06",
    "2028-03-06",
  ]);
  expect((await team.ask("DELETE", path)).status).toBe(204);
  expect((await team.ask("DELETE", path)).status).toBe(404);
});

test("an entry that cannot be is refused in words", async () => {
  await using desk = await createDesk();
  const team = await desk.signIn("Lea", "responder");
  const ask = async (change: object) =>
    await team.ask("POST", "/api/calendar", { ...final, ...change });
  const backwards = await ask({ until: final.from });
  expect(backwards).toMatchObject({
    status: 400,
    body: { error: { detail: { sentence: "errors:calendar.length" } } },
  });
  expect((await ask({ platformIds: ["pigeons"] })).status).toBe(400);
  expect((await ask({ load: "enormous" })).status).toBe(400);
  expect((await ask({ country: "France" })).status).toBe(400);
  expect((await team.ask("DELETE", "/api/calendar/tocsin:new-year")).status).toBe(400);
});

test("a file is taken in once, however often it comes, and says what it left out", async () => {
  await using desk = await createDesk();
  const team = await desk.signIn("Lea", "responder");
  const event = (...lines: string[]) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"];
  const text = (hour: string) =>
    [
      "BEGIN:VCALENDAR",
      ...event("UID:1", "SUMMARY:Élections", "DTSTART;VALUE=DATE:20260315"),
      ...event("UID:2", "SUMMARY:Fair", `DTSTART:20260320T${hour}0000Z`, "RRULE:FREQ=YEARLY"),
      ...event("UID:3", "SUMMARY:Long ago", "DTSTART:20200101T100000Z"),
      ...event("UID:4", "SUMMARY:<script>alert(1)</script>", "DTSTART:20260401T100000Z"),
      ...event("UID:5", "SUMMARY:Stand-up", "DTSTART:20260401T100000Z", "RRULE:FREQ=DAILY"),
      "END:VCALENDAR",
    ].join("\r\n");
  const manner = { kind: "election", load: "medium", source: "Mairie" };
  const first = await team.ask("POST", "/api/calendar/imports", { ...manner, text: text("10") });
  expect(first).toMatchObject({
    status: 201,
    body: { added: 3, changed: 0, past: 1, skipped: [{ line: 23, title: "Stand-up" }] },
  });
  expect(first.body.skipped[0].text.fr).toContain("ajoutez-le à la main");
  const again = await team.ask("POST", "/api/calendar/imports", { ...manner, text: text("12") });
  expect(again.body).toMatchObject({ added: 0, changed: 3 });
  const { body } = await team.ask("GET", "/api/calendar");
  const own = body.entries.filter((each: { builtIn: boolean }) => !each.builtIn);
  expect(own.map((each: { from: string }) => each.from)).toEqual([
    "2026-03-14T23:00:00.000Z",
    "2026-03-20T12:00:00.000Z",
    "2026-04-01T10:00:00.000Z",
  ]);
  const nothing = await team.ask("POST", "/api/calendar/imports", { ...manner, text: "Hello" });
  expect(nothing.body.error.detail).toMatchObject({ sentence: "errors:calendar.no_events" });
  const eye = await desk.signIn("Eye", "viewer");
  const tried = await eye.ask("POST", "/api/calendar/imports", { ...manner, text: text("10") });
  expect(tried.status).toBe(403);
});

test("a platform we know for months gets a number, with its range and its reasons", async () => {
  await using desk = await createDesk();
  const { house, clock } = desk;
  await desk.signIn("Lea", "responder");
  await desk.knowSince(1);
  clock.pass(119 * DAY_MS);
  for (let incident = 0; incident < 6; incident++) {
    const id = await desk.open();
    clock.pass(2 * HOUR_MS);
    const end = { id, note: "No.", reason: "No." };
    if (incident === 0) await dismissIncident(house, lea, end);
    else await resolveIncident(house, lea, end);
    clock.pass(incident === 5 ? 3 * HOUR_MS : 5 * DAY_MS);
  }
  const team = await desk.back();
  const { body } = await team.ask("GET", "/api/platforms/whatsapp/risk");
  expect(body.history).toMatchObject({ days: 145, incidents: 5, enough: true });
  const [today] = body.days;
  expect(today.probability.expected).toBeGreaterThan(today.probability.low);
  expect(today.probability.expected).toBeLessThan(today.probability.high);
  expect(today.reasons.map(({ code }: { code: string }) => code)).toContain(
    "foresight:reason.relapse",
  );
  expect((await team.ask("GET", "/api/platforms/pigeons/risk")).status).toBe(404);
});

test("how late official sources were: heard, silent, first, told in the report and graded", async () => {
  await using desk = await createDesk();
  const { house, clock } = desk;
  const team = await desk.signIn("Lea", "responder");
  const [late, silent, early] = [
    await desk.addFeed("Late"),
    await desk.addFeed("Silent"),
    await desk.addFeed("Early"),
  ];
  for (const feed of [late, silent, early]) await desk.feedSays(feed, "up");
  clock.pass(10 * MINUTE_MS);
  await desk.feedSays(early, "degraded");
  const declaredAt = new Date(clock()).toISOString();
  clock.pass(2 * MINUTE_MS);
  const id = await desk.open();
  clock.pass(4 * MINUTE_MS);
  await confirmIncident(house, lea, { id, note: "" });
  await desk.feedSays(silent, "up");
  clock.pass(9 * MINUTE_MS);
  await compareFeedsOnce({ house });
  const lags = async () => (await team.ask("GET", `/api/incidents/${id}/feed-lags`)).body.lags;
  expect(await lags()).toMatchObject([
    { source: "Early", word: "heard", afterConfirmation: -6, afterSuspicion: -2, grade: "A" },
    { source: "Late", word: "waiting", grade: null },
    { source: "Silent", word: "waiting", text: { fr: "Pas encore un mot" } },
  ]);

  clock.pass(14 * MINUTE_MS);
  await desk.feedSays(late, "down", { declaredAt });
  clock.pass(HOUR_MS);
  await resolveIncident(house, lea, { id, note: "Over." });
  clock.pass(5 * HOUR_MS);
  expect(await compareFeedsOnce({ house })).toEqual({ compared: 1 });
  const settled = await lags();
  expect(settled).toMatchObject([
    { source: "Early", text: { en: "6 minutes before us" } },
    { source: "Late", afterConfirmation: 23, declaredAfterSuspicion: -2, grade: "B" },
    { source: "Silent", word: "never", grade: "F" },
  ]);
  // What is settled is not looked at again, and looking again would change nothing.
  expect(await compareFeedsOnce({ house })).toEqual({ compared: 0 });

  const { body: report } = await team.ask("GET", `/api/incidents/${id}/report`);
  expect(report.feeds).toMatchObject([
    { minutes: -6 },
    { minutes: 23, grade: "B" },
    { word: "never" },
  ]);
  const paper = await team.ask("GET", `/api/incidents/${id}/report.md?lang=fr`);
  expect(paper.body).toContain("| Late | 23 minutes après nous (note B) |");
  const { body: record } = await team.ask("GET", "/api/platforms/whatsapp/feed-lags");
  expect(record.feeds.find(({ source }: { source: string }) => source === "Silent")).toMatchObject({
    grade: "F",
    never: 1,
    incidents: 1,
  });
  clock.pass(91 * DAY_MS);
  const later = await (await desk.back()).ask("GET", "/api/platforms/whatsapp/feed-lags");
  expect(later.body.feeds).toEqual([]);
});

test("an incident that never was, and a source that we read only later, are held against nobody", async () => {
  await using desk = await createDesk();
  const { house, clock } = desk;
  const team = await desk.signIn("Lea", "responder");
  await desk.addFeed("Before");
  clock.pass(MINUTE_MS);
  const id = await desk.open();
  clock.pass(HOUR_MS);
  const after = await desk.addFeed("After");
  await desk.feedSays(after, "down");
  await compareFeedsOnce({ house });
  const { body } = await team.ask("GET", `/api/incidents/${id}/feed-lags`);
  expect(body.lags).toMatchObject([{ source: "Before", word: "blind", grade: null }]);
  await dismissIncident(house, lea, { id, reason: "Nothing." });
  const { body: record } = await team.ask("GET", "/api/platforms/whatsapp/feed-lags");
  expect(record.feeds).toEqual([]);
});
