import { expect, test } from "vitest";
import { z } from "zod";
import { confirmIncident } from "../../src/actions/incident/confirm.ts";
import { type Db, transact } from "../../src/store/database.ts";
import { openIncidentOf } from "../../src/store/incidents.ts";
import { addTallies, TallySheet } from "../../src/store/tallies.ts";
import { person } from "../house.ts";
import { createCrisisTable, REPORTS_PER_MINUTE } from "../kits/crisis.ts";
import { createAviary, MINUTE } from "./canary-world.ts";
import { SECOND } from "./delivery-world.ts";

const FLAP_MINUTES = 2;
const isOn = (minute: number): boolean => Math.floor(minute / FLAP_MINUTES) % 2 === 0;

/** When a channel was taken down or came back, in minutes; who is tried out first is back once. */
async function turnsOf(db: Db, id: number): Promise<number[]> {
  const events = await db
    .selectFrom("event")
    .select(["at", "detail"])
    .where("name", "=", "channel.set-state")
    .where("subject_id", "=", String(id))
    .orderBy("id")
    .execute();
  let down = false;
  return events.flatMap(({ at, detail }) => {
    const now = StateDetail.parse(detail).state === "down";
    if (now === down) return [];
    down = now;
    return [at.getTime() / MINUTE];
  });
}

const StateDetail = z.object({ state: z.string() });

const gaps = (turns: readonly number[]): number[] =>
  turns.slice(1).map((at, index) => at - (turns[index] ?? 0));

test("R6: a channel whose platform comes and goes every two minutes turns at most once in five, and less and less", async () => {
  await using aviary = await createAviary("whatsapp", { everyMinutes: 1, perHourMax: 60 });
  const { db, clock, channels, channelId } = aviary;
  const hear = async (id: number, what: "delivered" | "silent", n: number) => {
    const sheet = new TallySheet(1);
    sheet.add(id, what, n);
    await transact(db, async (tx) => await addTallies(tx, [sheet], clock()));
  };
  for (let minute = 0; minute < 60; minute++) {
    const state = (await aviary.channel())?.state;
    // SMS shows throughout that receipts reach us. Whoever is sent to by WhatsApp hears of it or not.
    await hear(channels.sms, "delivered", 30);
    const people = state === "up" ? 30 : state === "probing" ? 10 : 0;
    await hear(channelId, isOn(minute) ? "delivered" : "silent", people);
    await aviary.settle();
    await aviary.look();
    if (isOn(minute)) await aviary.arrive(2);
    clock.pass(MINUTE - 2 * SECOND);
  }
  const turns = await turnsOf(db, channelId);
  expect(turns.length).toBeGreaterThanOrEqual(3);
  expect(Math.min(...gaps(turns))).toBeGreaterThanOrEqual(5);
  expect(turns.length).toBeLessThanOrEqual(7);
});

test("R6: neither does it turn by the word of the detector, which takes it down and lets it rest", async () => {
  await using table = await createCrisisTable();
  const { house, db } = table;
  const { id } = await table.addChannel("WhatsApp", "whatsapp");
  const { id: incidentId } = await table.outage();
  await confirmIncident(house, person("Léa", "responder"), { id: incidentId, note: "" });
  expect(await table.channelStates()).toEqual({ WhatsApp: "down" });
  const states: (string | undefined)[] = [];
  for (let minute = 0; minute < 30; minute++) {
    if (!isOn(minute)) await table.peopleReport(2 * REPORTS_PER_MINUTE);
    await table.pass(1);
    states.push((await table.channelStates())["WhatsApp"]);
  }
  expect(new Set(states)).toEqual(new Set(["down"]));
  expect(await turnsOf(db, id)).toEqual([]);
  await table.pass(60, 5);
  expect(await table.channelStates()).toEqual({ WhatsApp: "probing" });
  expect(await openIncidentOf(db, "whatsapp")).toMatchObject({ state: "monitoring" });
});
