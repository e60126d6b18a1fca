import { expect, test } from "vitest";
import type { House } from "../../src/actions/action.ts";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { editAnnouncement } from "../../src/actions/announcement/edit.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { withdrawAnnouncement } from "../../src/actions/announcement/withdraw.ts";
import { recordAssessment } from "../../src/actions/assessment/record.ts";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { dismissIncident } from "../../src/actions/incident/dismiss.ts";
import { followIncident } from "../../src/actions/incident/follow.ts";
import { monitorIncident } from "../../src/actions/incident/monitor.ts";
import { openIncident } from "../../src/actions/incident/open.ts";
import { resolveIncident } from "../../src/actions/incident/resolve.ts";
import { changePlatform } from "../../src/actions/platform/change.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { changeSource } from "../../src/actions/source/change.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { removeSource } from "../../src/actions/source/remove.ts";
import { completeTask } from "../../src/actions/task/complete.ts";
import { markOverdue } from "../../src/actions/task/overdue.ts";
import { reopenTask } from "../../src/actions/task/reopen.ts";
import { unknownSurroundings } from "../../src/domain/detection/classify.ts";
import { nextAssessment } from "../../src/domain/detection/fuse.ts";
import type { Actor } from "../../src/domain/roles.ts";
import { tasksOf } from "../../src/store/playbooks.ts";
import { createTestHouse, person } from "../house.ts";

const NOBODY = "00000000-0000-7000-8000-000000000000";
const lea = person("Léa", "responder");
const tom = person("Tom", "communicator");
const eye = person("Eye", "viewer");
const title = { fr: "Inondation", en: "Flood" };
const words = { title: "t", message: "m", advice: "a", nextStep: "n" };
const content = {
  texts: { fr: words, en: words },
  severity: "major" as const,
  source: "Us",
  nextUpdateAt: null,
};
const platform = { id: "pigeons", name: "Pigeons", failureDomain: "birds", capabilities: [] };
const source = { sensor: "user-reports", platformId: "pigeons", name: "s", settings: {} };
const scene = { evidence: [], surroundings: unknownSurroundings };
const change = {
  platformId: "pigeons",
  at: 1,
  startedAt: 1,
  assessment: nextAssessment(null, scene, 1),
};

type Try = (house: House, actor: Actor) => Promise<unknown>;
const decisions: [string, Try][] = [
  ["open an incident", (h, a) => openIncident(h, a, { platformId: null, title, note: "" })],
  ["confirm", (h, a) => confirmIncident(h, a, { id: NOBODY, note: "" })],
  ["monitor", (h, a) => monitorIncident(h, a, { id: NOBODY, note: "" })],
  ["resolve", (h, a) => resolveIncident(h, a, { id: NOBODY, note: "" })],
  ["dismiss", (h, a) => dismissIncident(h, a, { id: NOBODY, reason: "r" })],
  ["follow", (h, a) => followIncident(h, a, { id: NOBODY })],
  ["draft", (h, a) => draftAnnouncement(h, a, { incidentId: NOBODY, ...content })],
  ["edit", (h, a) => editAnnouncement(h, a, { id: NOBODY, ...content })],
  ["publish", (h, a) => publishAnnouncement(h, a, { id: NOBODY })],
  ["withdraw", (h, a) => withdrawAnnouncement(h, a, { id: NOBODY, reason: "r" })],
  ["record an assessment", (h, a) => recordAssessment(h, a, change)],
  ["add a platform", (h, a) => createPlatform(h, a, platform)],
  ["change a platform", (h, a) => changePlatform(h, a, platform)],
  ["add a source", (h, a) => createSource(h, a, source)],
  ["change a source", (h, a) => changeSource(h, a, { id: NOBODY, ...source, enabled: true })],
  ["remove a source", (h, a) => removeSource(h, a, { id: NOBODY })],
  ["mark a task overdue", (h, a) => markOverdue(h, a, { id: NOBODY })],
];

test("somebody who may only look decides nothing", async () => {
  await using table = await createTestHouse();
  for (const [name, attempt] of decisions) {
    await expect(attempt(table.house, eye), name).rejects.toMatchObject({ code: "forbidden" });
  }
  const events = await table.db.selectFrom("event").select("id").execute();
  expect(events).toEqual([]);
});

test("a task is ticked by its owner or a responder, by nobody else, and can be taken back", async () => {
  await using table = await createTestHouse();
  const { house, db } = table;
  const { id } = await openIncident(house, lea, { platformId: null, title, note: "" });
  const task = async (key: string) => {
    const found = (await tasksOf(db, id)).find((row) => row.key === key && row.state !== "skipped");
    if (!found) throw new Error(`There is no task ${key}.`);
    return found;
  };
  const confirm = await task("confirm");
  for (const who of [eye, tom]) {
    const attempt = completeTask(house, who, { id: confirm.id, note: "" });
    await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  }

  await completeTask(house, tom, { id: (await task("publish")).id, note: "Done." });
  expect(await task("publish")).toMatchObject({ state: "done", done_by: "Tom", note: "Done." });
  const again = completeTask(house, tom, { id: (await task("publish")).id, note: "" });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  await expect(reopenTask(house, eye, { id: (await task("publish")).id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await reopenTask(house, lea, { id: (await task("publish")).id });
  expect(await task("publish")).toMatchObject({ state: "open", done_by: null, note: null });
});

test("a repeating task comes back, and taking the tick back takes the next round along", async () => {
  await using table = await createTestHouse();
  const { house, db, clock } = table;
  const { id } = await openIncident(house, lea, { platformId: null, title, note: "" });
  const rounds = async () => (await tasksOf(db, id)).filter(({ key }) => key === "update");
  const [first] = await rounds();
  await completeTask(house, tom, { id: first?.id ?? NOBODY, note: "" });
  expect((await rounds()).map(({ state }) => state)).toEqual(["done", "open"]);
  expect((await rounds())[1]?.due_at.getTime()).toBe(clock() + 30 * 60_000);
  await reopenTask(house, tom, { id: first?.id ?? NOBODY });
  expect((await rounds()).map(({ state }) => state)).toEqual(["open"]);
});
