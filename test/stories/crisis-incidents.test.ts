import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { editAnnouncement } from "../../src/actions/announcement/edit.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { withdrawAnnouncement } from "../../src/actions/announcement/withdraw.ts";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { dismissIncident } from "../../src/actions/incident/dismiss.ts";
import { openIncident } from "../../src/actions/incident/open.ts";
import { resolveIncident } from "../../src/actions/incident/resolve.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { announcementsOf } from "../../src/store/announcements.ts";
import { tasksOf } from "../../src/store/playbooks.ts";
import { createTestHouse, person } from "../house.ts";

const lea = person("Léa", "responder");
const tom = person("Tom", "communicator");
const title = { fr: "Panne", en: "Outage" };
const words = { title: "t", message: "m", advice: "a", nextStep: "n" };
const pigeons = { id: "pigeons", name: "Pigeons", failureDomain: "birds", capabilities: [] };

async function createTable() {
  const table = await createTestHouse();
  await createPlatform(table.house, machine("test"), pigeons);
  const open = async (platformId: string | null = "pigeons") =>
    await openIncident(table.house, lea, { platformId, title, note: "" });
  const content = (change: object = {}) => ({
    texts: { fr: words, en: words },
    severity: "major" as const,
    source: "Us",
    nextUpdateAt: table.clock() + 60_000,
    ...change,
  });
  return { ...table, open, content };
}

test("a platform has one open incident at the most, whoever tries to write a second", async () => {
  await using table = await createTable();
  const first = await table.open();
  await expect(table.open()).rejects.toMatchObject({ code: "conflict" });
  const { platform_id, class: kind, started_at, opened_at } = first;
  const second = table.db
    .insertInto("incident")
    .values({
      id: table.house.newId(),
      platform_id,
      origin: "person",
      state: "suspected",
      class: kind,
      title: JSON.stringify(title),
      started_at,
      opened_at,
    })
    .execute();
  await expect(second).rejects.toMatchObject({ code: "23505", constraint: "incident_one_open" });
});

test("of two people who open at once, one is told that the other did", async () => {
  await using table = await createTable();
  const results = await Promise.allSettled([table.open(), table.open(), table.open()]);
  const opened = results.filter(({ status }) => status === "fulfilled");
  expect(opened).toHaveLength(1);
  const codes = results.flatMap((result) =>
    result.status === "rejected" ? result.reason.code : [],
  );
  expect(codes).toEqual(["conflict", "conflict"]);
});

test("states only move where they may", async () => {
  await using table = await createTable();
  const { house } = table;
  const { id } = await table.open();
  await dismissIncident(house, lea, { id, reason: "A rehearsal nobody announced." });
  for (const act of [confirmIncident, resolveIncident]) {
    await expect(act(house, lea, { id, note: "" })).rejects.toMatchObject({ code: "conflict" });
  }
  await expect(
    draftAnnouncement(house, tom, { incidentId: id, ...table.content() }),
  ).rejects.toMatchObject({ code: "conflict" });
  const after = await table.open();
  expect(after.id).not.toBe(id);
});

test("closing ends the plan: what nobody did, or said, is skipped, not done", async () => {
  await using table = await createTable();
  const { house, db } = table;
  const { id } = await table.open();
  await confirmIncident(house, lea, { id, note: "" });
  await resolveIncident(house, lea, { id, note: "" });
  const states = Object.fromEntries((await tasksOf(db, id)).map(({ key, state }) => [key, state]));
  expect(states).toEqual({
    confirm: "done",
    tell_team: "skipped",
    publish: "skipped",
    redirect: "skipped",
    update: "skipped",
    close: "skipped",
  });
  // Said after all: now closing it and saying so is done.
  const over = table.content({ severity: "resolved" as const, nextUpdateAt: null });
  const told = await draftAnnouncement(house, tom, { incidentId: id, ...over });
  await publishAnnouncement(house, tom, { id: told.id });
  const close = (await tasksOf(db, id)).find(({ key }) => key === "close");
  expect(close).toMatchObject({ state: "done", done_by: "Tom" });
});

test.each([
  ["an empty part", { texts: { fr: { ...words, advice: " " }, en: words } }, "missing_part"],
  ["no source", { source: "" }, "missing_source"],
  ["no time of the next update", { nextUpdateAt: null }, "missing_next_update"],
  ["a next update in the past", { nextUpdateAt: 1 }, "next_update_past"],
])("nothing goes out with %s", async (_name, flaw, code) => {
  await using table = await createTable();
  const { house } = table;
  const { id: incidentId } = await table.open();
  const flawed = { incidentId, ...table.content(flaw) };
  const { id } = await draftAnnouncement(house, tom, flawed);
  await expect(publishAnnouncement(house, tom, { id })).rejects.toMatchObject({
    code: "invalid",
    detail: { findings: [{ code }] },
  });
  await editAnnouncement(house, tom, { id, ...table.content() });
  expect(await publishAnnouncement(house, tom, { id })).toMatchObject({ state: "published" });
});

test("a new text corrects the former one; a withdrawn one leaves none in force", async () => {
  await using table = await createTable();
  const { house, db } = table;
  const { id: incidentId } = await table.open();
  const publish = async () => {
    const draft = await draftAnnouncement(house, tom, { incidentId, ...table.content() });
    return await publishAnnouncement(house, tom, { id: draft.id });
  };
  const first = await publish();
  const second = await publish();
  const states = async () => (await announcementsOf(db, incidentId)).map(({ state }) => state);
  expect(await states()).toEqual(["published", "corrected"]);
  expect((await announcementsOf(db, incidentId))[1]).toMatchObject({
    id: first.id,
    replaced_by: second.id,
  });
  await expect(
    editAnnouncement(house, tom, { id: second.id, ...table.content() }),
  ).rejects.toMatchObject({ code: "conflict" });
  await withdrawAnnouncement(house, tom, { id: second.id, reason: "Wrong number." });
  expect(await states()).toEqual(["withdrawn", "corrected"]);
  await resolveIncident(house, lea, { id: incidentId, note: "" });
  const late = await draftAnnouncement(house, tom, { incidentId, ...table.content() });
  await expect(publishAnnouncement(house, tom, { id: late.id })).rejects.toMatchObject({
    code: "conflict",
  });
  const over = { incidentId, ...table.content({ severity: "resolved", nextUpdateAt: null }) };
  const end = await draftAnnouncement(house, tom, over);
  expect(await publishAnnouncement(house, tom, { id: end.id })).toMatchObject({
    state: "published",
  });
});
