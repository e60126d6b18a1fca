import { expect, test } from "vitest";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { resolveIncident } from "../../src/actions/incident/resolve.ts";
import { reportOf } from "../../src/domain/report.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { reportMarkdown } from "../../src/pages/incident-report.ts";
import { suggestedTexts } from "../../src/pages/suggestion.ts";
import { announcementsOf } from "../../src/store/announcements.ts";
import { eventsOfIncident } from "../../src/store/events.ts";
import { gatherReport } from "../../src/store/incident-report.ts";
import { findIncident, openIncidentOf } from "../../src/store/incidents.ts";
import { tasksOf } from "../../src/store/playbooks.ts";
import { person } from "../house.ts";
import { createCrisisTable, REPORTS_PER_MINUTE, silentLog } from "../kits/crisis.ts";

const lea = person("Léa", "responder");
const tom = person("Tom", "communicator");

test("reports rise, a person confirms, channels go down, the public is told, it ends", async () => {
  await using table = await createCrisisTable();
  const { house, db, clock } = table;
  await table.addChannel("WhatsApp", "whatsapp");
  await table.addChannel("Messenger", "messenger");
  await table.addChannel("SMS", "sms");
  await table.pass(3);
  expect(await openIncidentOf(db, "whatsapp")).toBeUndefined();

  const rising = clock();
  const suspected = await table.outage();
  expect(suspected).toMatchObject({ state: "suspected", origin: "assessment" });
  expect(Math.abs(suspected.started_at.getTime() - rising)).toBeLessThanOrEqual(2 * 60_000);
  expect(await table.channelStates()).toEqual({ WhatsApp: "up", Messenger: "up", SMS: "up" });

  await confirmIncident(house, lea, { id: suspected.id, note: "We see it, too." });
  expect(await table.channelStates()).toEqual({ WhatsApp: "down", Messenger: "up", SMS: "up" });
  const tasks = await tasksOf(db, suspected.id);
  expect(tasks.filter(({ state }) => state === "done").map(({ key }) => key)).toEqual(["confirm"]);

  await announce(suspected.id);
  expect((await announcementsOf(db, suspected.id))[0]).toMatchObject({ state: "published" });
  const told = await tasksOf(db, suspected.id);
  expect(told.find(({ key }) => key === "publish")).toMatchObject({
    state: "done",
    done_by: "Tom",
  });

  await table.pass(150, 10);
  expect(await findIncident(db, suspected.id)).toMatchObject({ state: "monitoring" });
  expect(await table.channelStates()).toMatchObject({ WhatsApp: "probing" });
  await table.pass(180, 10);
  expect(await findIncident(db, suspected.id)).toMatchObject({ state: "monitoring" });

  await resolveIncident(house, lea, { id: suspected.id, note: "Back since noon." });
  expect(await findIncident(db, suspected.id)).toMatchObject({ state: "resolved" });
  await expectStory(suspected.id);

  async function announce(incidentId: string) {
    const { texts, severity } = suggestedTexts({
      state: "confirmed",
      class: "general",
      platform: "WhatsApp",
      title: { fr: "", en: "" },
      startedAt: clock(),
      now: clock(),
      timeZone: "Europe/Paris",
      alternatives: [{ fr: "SMS", en: "text message" }],
    });
    const nextUpdateAt = clock() + 30 * 60_000;
    const content = { texts, severity, source: "Clairval", nextUpdateAt };
    const { id } = await draftAnnouncement(house, tom, { incidentId, ...content });
    await publishAnnouncement(house, tom, { id });
  }

  async function expectStory(id: string) {
    const names = (await eventsOfIncident(db, id)).map(({ name }) => name);
    for (const name of ["incident.open", "incident.confirm", "announcement.publish"]) {
      expect(names).toContain(name);
    }
    const incident = await findIncident(db, id);
    if (!incident) throw new Error("The incident is gone.");
    const report = reportOf(await gatherReport(db, incident, clock()), clock());
    expect(report.took.detectMs).toBeLessThan(60 * 60_000);
    expect(report.incident.peak?.count).toBe(REPORTS_PER_MINUTE);
    expect(report.left.length).toBeGreaterThan(0);
    for (const language of ["fr", "en"] as const) {
      const reader = { language, timeZone: "Europe/Paris", organisation: "Clairval" };
      const text = reportMarkdown(report, reader);
      expect(text).not.toMatch(/crisis:|\{\{|undefined|\[object/);
      for (const { title } of report.left) expect(text).toContain(`\n- ${title[language]}\n`);
    }
  }
});

test("what nobody confirms closes by itself after the calm", async () => {
  await using table = await createCrisisTable();
  await table.addChannel("WhatsApp", "whatsapp");
  const incident = await table.outage();
  expect(incident).toMatchObject({ state: "suspected" });
  await table.pass(300, 10);
  expect(await findIncident(table.db, incident.id)).toMatchObject({
    state: "resolved",
    confirmed_at: null,
  });
  expect(await table.channelStates()).toEqual({ WhatsApp: "up" });
});

test("deadlines that pass are said once", async () => {
  await using table = await createCrisisTable();
  const incident = await table.outage();
  await table.pass(40, 10);
  const names = (await eventsOfIncident(table.db, incident.id)).map(({ name }) => name);
  const overdue = names.filter((name) => name === "task.overdue");
  const tasks = await tasksOf(table.db, incident.id);
  expect(overdue.length).toBeGreaterThanOrEqual(4);
  expect(overdue).toHaveLength(tasks.filter(({ overdue_at }) => overdue_at !== null).length);
});

test("a restart in the middle changes nothing, and a second node neither", async () => {
  await using one = await createCrisisTable();
  await one.pass(5);
  const before = await one.db.selectFrom("stream_point").select("at").execute();
  await Promise.all([one.pass(6), one.pass(6)]);
  // Where both looked at once, one of them left the last minute to the next look.
  await assessOnce({ house: one.house, log: silentLog });
  const after = await one.db.selectFrom("stream_point").select("at").execute();
  expect(after).toHaveLength(before.length + 12);
  const work = { house: one.house, log: silentLog };
  await one.outage();
  await Promise.all([assessOnce(work), assessOnce(work)]);
  const incidents = await one.db.selectFrom("incident").select("id").execute();
  expect(incidents).toHaveLength(1);
});
