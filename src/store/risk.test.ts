import { expect, test } from "vitest";
import { createTestHouse, MORNING } from "../../test/house.ts";
import { createStream } from "../domain/detection/stream.ts";
import { sentence } from "../domain/sentence.ts";
import { newUuid } from "../lib/ids.ts";
import { transact } from "./database.ts";
import { insertIncident, updateIncident } from "./incidents.ts";
import { insertPlatform } from "./platforms.ts";
import { knownOfPlatforms } from "./risk.ts";
import type { Verdict } from "./schema/detection.ts";
import { appendSignals } from "./signals.ts";
import { insertSource } from "./sources.ts";
import { insertPoints, saveStream } from "./streams.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const platform = "whatsapp";
const calm = { count: 1, expected: 1, band: 3, score: 1, excess: 0, since: null, peak: null };
const title = JSON.stringify({ fr: "Panne", en: "Outage" });

async function createRecords() {
  const house = await createTestHouse();
  const { db } = house;
  const sources = { probe: newUuid(MORNING), official: newUuid(MORNING) };
  const stream = `${platform}:reports`;
  await transact(db, async (tx) => {
    const row = { id: platform, name: "WhatsApp", failure_domain: "meta", capabilities: [] };
    await insertPlatform(tx, row);
    const state = createStream({ bucketMs: minuteMs });
    const memory = { id: stream, kind: "reports" as const, bucketMs: minuteMs, state };
    await saveStream(tx, platform, { ...memory, nextAt: MORNING });
    for (const [sensor, id] of Object.entries(sources)) {
      const source = { id, sensor, platform_id: platform, name: sensor, settings: "{}" };
      const look = { health_note: null, looked_at: null, due_at: null, leased_until: null };
      await insertSource(tx, { ...source, ...look, secrets: null, every_ms: minuteMs });
    }
  });
  return Object.assign(house, {
    async point(hoursAgo: number, state: "quiet" | "watch" | "alert") {
      const reading = { ...calm, at: MORNING - hoursAgo * hourMs, state, strongMs: 0 };
      await transact(db, async (tx) => await insertPoints(tx, stream, [reading]));
    },
    async look(hoursAgo: number, kind: "probe" | "official", verdict: Verdict) {
      const at = MORNING - hoursAgo * hourMs;
      const said = { sourceId: sources[kind], platformId: platform, kind, at, verdict };
      const evidence = sentence("crisis:official.down", { name: "x" });
      const signal = { ...said, count: null, evidence, detail: {} };
      await transact(db, async (tx) => await appendSignals(tx, [signal]));
    },
    async incident(hoursAgo: number, lastedHours: number, drill = false) {
      const started = new Date(MORNING - hoursAgo * hourMs);
      const id = newUuid(started.getTime());
      const known = { platform_id: platform, origin: "person" as const, class: "general", title };
      const when = { started_at: started, opened_at: started };
      const closed_at = new Date(started.getTime() + lastedHours * hourMs);
      await transact(db, async (tx) => {
        await insertIncident(tx, { id, ...known, ...when, state: "suspected", drill });
        await updateIncident(tx, id, { state: "resolved", closed_at });
      });
    },
    async known(drills = false) {
      const zone = { timeZone: "Europe/Paris", drills };
      const reach = { now: MORNING, historyMs: 365 * dayMs, weakMs: dayMs, ...zone };
      return (await knownOfPlatforms(db, reach)).get(platform);
    },
  });
}

test("what is on record: how long, how often, on which days, since when it is calm", async () => {
  await using records = await createRecords();
  expect(await records.known()).toMatchObject({ past: { days: 0, incidents: 0, open: false } });
  await records.point(400 * 24, "quiet");
  await records.incident(370 * 24, 2);
  // MORNING is a Thursday: four days before it was a Sunday, in Paris, too.
  await records.incident(4 * 24, 2);
  await records.incident(30, 3);
  await records.incident(10, 3, true);
  expect(await records.known()).toMatchObject({
    past: { days: 365, incidents: 2, onWeekends: 1, lastEndedAt: MORNING - 27 * hourMs },
  });
  expect(await records.known(true)).toMatchObject({ past: { incidents: 3 } });
});

test("weak signs are those of the last day, outside incidents", async () => {
  await using records = await createRecords();
  await records.incident(6, 2);
  for (const hoursAgo of [2, 3, 5, 30]) {
    await records.point(hoursAgo, "watch");
    await records.look(hoursAgo, "probe", "down");
  }
  await records.point(1, "alert");
  await records.look(7, "probe", "up");
  await records.look(8, "probe", "unknown");
  const none = { watches: 2, nearAlarms: 1, badLooks: 2, officialTrouble: false };
  expect(await records.known()).toMatchObject({ signs: none });
  await records.look(5, "official", "down");
  await records.look(4, "official", "unknown");
  expect(await records.known()).toMatchObject({ signs: { officialTrouble: true } });
  await records.look(3, "official", "up");
  expect(await records.known()).toMatchObject({ signs: none });
});
