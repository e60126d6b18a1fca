import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { dismissIncident } from "../../src/actions/incident/dismiss.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { feedCounts, feedReadings, feedReports } from "../../src/actions/source/feed.ts";
import { reopenWithinMs } from "../../src/domain/incident.ts";
import { capabilityViews } from "../../src/http/api/views/capability.ts";
import { MINUTE_MS } from "../../src/lib/clock.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { capabilitySentence } from "../../src/pages/capability-line.ts";
import { eventsOfIncident } from "../../src/store/events.ts";
import { findIncident, openIncidentOf } from "../../src/store/incidents.ts";
import { partIdOf, partsOf } from "../../src/store/part-streams.ts";
import { tasksOf } from "../../src/store/playbooks.ts";
import { streamNames } from "../../src/store/stream-points.ts";
import { opinionOf, pointsOf } from "../../src/store/streams.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";
import { createCrisisTable, silentLog } from "../kits/crisis.ts";

const lea = person("Léa", "responder");
type Table = Awaited<ReturnType<typeof createCrisisTable>>;

async function peopleCannot(table: Table, symptom: string, minutes: number) {
  for (let minute = 0; minute < minutes; minute++) {
    await table.peopleReport(8, symptom);
    await table.pass(1);
  }
}

const incidentsOf = async ({ db }: Table) =>
  await db.selectFrom("incident").select(["id", "state"]).orderBy("opened_at").execute();

test("people cannot send: sending fails, receiving works, and a restart remembers it", async () => {
  await using table = await createCrisisTable();
  const { db, house, clock } = table;
  await peopleCannot(table, "send", 40);
  const opinion = await opinionOf(db, "whatsapp");
  const views = capabilityViews(["send", "receive", "calls", "fax"], opinion);
  expect(views.map(({ capability }) => capability)).toEqual(["send", "receive", "calls"]);
  const [send, receive] = views;
  expect(send).toMatchObject({ crowdOnly: true, addends: [{ kind: "reports" }] });
  expect(["suspected", "confirmed"]).toContain(send?.level);
  expect(receive?.level).not.toBe("confirmed");
  if (!opinion) throw new Error("There is no opinion.");
  const said = capabilitySentence(opinion.capabilities);
  expect(said?.en).toMatch(/^Sending (may fail|fails), .*works/);
  expect(said?.fr).toMatch(/^L’envoi (semble perturbé|est en panne), .*fonctionne/);

  // A second look at the same minute, as after a restart, learns nothing twice.
  const before = await partsOf(db, "whatsapp");
  await assessOnce({ house: { ...house }, log: silentLog });
  expect(await partsOf(db, "whatsapp")).toEqual(before);
  expect(await opinionOf(db, "whatsapp")).toEqual(opinion);
  await table.pass(1);
  expect((await opinionOf(db, "whatsapp"))?.capabilities["send"]).toMatchObject({
    level: opinion.capabilities["send"]?.level,
    since: opinion.capabilities["send"]?.since,
  });

  const names = (await streamNames(db, "whatsapp")).map(({ kind }) => kind);
  expect(names).toEqual(["reports", "symptom:send"]);
  const span = { from: clock() - 60 * MINUTE_MS, to: clock() };
  const points = await pointsOf(db, partIdOf("whatsapp", "symptom:send"), span);
  expect(points.length).toBeGreaterThanOrEqual(8);
  expect(Math.max(...points.map(({ count }) => count ?? 0))).toBe(40);
});

test("trouble that flaps is one incident, whose plan goes on", async () => {
  await using table = await createCrisisTable();
  const first = await table.outage();
  const states: string[] = [];
  for (let round = 0; round < 2; round++) {
    await table.pass(90, 10);
    states.push((await findIncident(table.db, first.id))?.state ?? "gone");
    await table.outage();
  }
  expect(states).toEqual(["resolved", "resolved"]);
  expect(await incidentsOf(table)).toEqual([{ id: first.id, state: "suspected" }]);
  const open = (await tasksOf(table.db, first.id)).filter(({ state }) => state === "open");
  expect(open.length).toBeGreaterThan(3);
  const names = (await eventsOfIncident(table.db, first.id)).map(({ name }) => name);
  expect(names.filter((name) => name === "incident.open")).toHaveLength(1);
  expect(names.filter((name) => name === "incident.reopen")).toHaveLength(2);
  const row = await findIncident(table.db, first.id);
  expect(row?.started_at).toEqual(first.started_at);
});

test("what comes back much later, or after a person said it was nothing, is another incident", async () => {
  await using table = await createCrisisTable();
  const { house, db } = table;
  const first = await table.outage();
  await dismissIncident(house, lea, { id: first.id, reason: "A false rumour." });
  await table.pass(60, 10);
  const second = await table.outage();
  expect(second.id).not.toBe(first.id);
  await table.pass(90 + reopenWithinMs / MINUTE_MS, 15);
  expect(await openIncidentOf(db, "whatsapp")).toBeUndefined();
  const third = await table.outage();
  expect([first.id, second.id]).not.toContain(third.id);
  expect(await incidentsOf(table)).toHaveLength(3);
});

test("over the API: what the official page says of its parts, and the chart of a country", async () => {
  await using front = await createTestFront();
  const { house, clock } = front;
  const installer = machine("test");
  const capabilities = ["send", "receive", "templates"];
  const platform = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities };
  await createPlatform(house, installer, platform);
  const add = async (sensor: string, settings: Record<string, string>) =>
    await createSource(house, installer, {
      sensor,
      platformId: "whatsapp",
      name: sensor,
      settings,
    });
  const counter = await add("user-reports", {});
  const page = await add("statuspage", { url: "https://status.example.org" });
  const at = clock();
  const detail = { capabilities: { send: "down", receive: "up" } };
  const said = {
    sourceId: page.id,
    kind: "official" as const,
    at,
    verdict: "down" as const,
    detail,
  };
  await feedReadings(house, { platformId: "whatsapp", readings: [said] });
  const report = { at, symptom: "send", country: "FR", version: null };
  await feedReports(house, { platformId: "whatsapp", reports: [report, report] });
  clock.pass(6 * MINUTE_MS);
  const counts = [0, 1, 2, 3, 4, 5].map((minute) => ({ at: at + minute * MINUTE_MS, count: 0 }));
  await feedCounts(house, { sourceId: counter.id, counts, until: clock() });
  await assessOnce({ house, log: silentLog });

  const eye = await front.signIn("Eye", "viewer");
  const { body } = await eye.ask("GET", "/api/platforms/whatsapp");
  expect(body.capabilities).toMatchObject([
    { capability: "send", level: "confirmed", addends: [{ kind: "official", weight: 7 }, {}] },
    { capability: "receive", level: "healthy" },
    { capability: "templates", level: "healthy" },
  ]);
  expect(body.capabilitiesText.en).toBe("Sending fails, receiving works, message templates work.");
  expect(body.capabilitiesText.fr).toBe(
    "L’envoi est en panne, la réception fonctionne, les modèles de message passent.",
  );
  const chart = await eye.ask("GET", "/api/platforms/whatsapp/series?stream=country:FR");
  expect(chart).toMatchObject({ status: 200, body: { points: [{ count: 2 }] } });
  const none = await eye.ask("GET", "/api/platforms/whatsapp/series?stream=country:ZZ");
  expect(none.status).toBe(404);
});
