import { expect, test } from "vitest";
import { createTestHouse } from "../../test/house.ts";
import { insertPlatforms } from "../../test/platforms.ts";
import type { Db } from "./database.ts";
import { readPublicState } from "./public-state.ts";

const MINUTE_MS = 60_000;
const text = (title: string) => ({ title, message: "m", advice: "a", nextStep: "n" });

async function organisation(db: Db, mode: "training" | "live", now: number) {
  await insertPlatforms(db);
  await db
    .insertInto("organisation")
    .values({
      name: "Clairval",
      mode,
      default_language: "fr",
      time_zone: "Europe/Paris",
      default_country: "FR",
      created_at: new Date(now),
    })
    .execute();
}

async function incident(db: Db, id: string, fields: { drill?: boolean; platform?: string } = {}) {
  const at = new Date(1_800_000_000_000);
  await db
    .insertInto("incident")
    .values({
      id,
      platform_id: fields.platform ?? "whatsapp",
      origin: "person",
      state: "confirmed",
      class: "general",
      title: JSON.stringify({ fr: "Panne", en: "Outage" }),
      drill: fields.drill ?? false,
      started_at: at,
      opened_at: at,
      confirmed_at: at,
    })
    .execute();
}

const ONE = "0193a000-0000-7000-8000-000000000001";
const TWO = "0193a000-0000-7000-8000-000000000002";
const NOW = 1_800_000_000_000 + 20 * MINUTE_MS;

test("there is no state before there is an organisation", async () => {
  await using given = await createTestHouse();
  expect(await readPublicState(given.db, NOW)).toBeNull();
});

test("one look brings together the contact point, its incident, what was said and what was seen", async () => {
  await using given = await createTestHouse();
  const { db } = given;
  await organisation(db, "live", NOW);
  await incident(db, ONE);
  await db
    .insertInto("contact_point")
    .values({
      id: TWO,
      name: JSON.stringify({ fr: "WhatsApp", en: "WhatsApp" }),
      kind: "chat",
      platform_id: "whatsapp",
      link: "https://wa.me/1",
      hours: null,
      languages: ["fr"],
      waiting_minutes: null,
      updated_at: new Date(NOW),
    })
    .execute();
  const said = (id: string, state: "draft" | "published", published: Date | null) => ({
    id,
    incident_id: ONE,
    state,
    severity: "partial" as const,
    texts: JSON.stringify({ fr: text("Panne"), en: text("Outage") }),
    source: "us",
    drafted_by: "Ana",
    approved_by: null,
    updated_at: new Date(NOW),
    published_at: published,
    next_update_at: null,
    replaced_by: null,
  });
  await db
    .insertInto("announcement")
    .values([
      said("0193a000-0000-7000-8000-0000000000a1", "published", new Date(NOW)),
      said("0193a000-0000-7000-8000-0000000000a2", "draft", null),
    ])
    .execute();
  await db
    .insertInto("report")
    .values(
      [1, 2, 2].map((who) => ({
        platform_id: "whatsapp",
        symptom: "send",
        country: null,
        app_version: null,
        reporter_hash: Buffer.of(who),
        network_hash: Buffer.of(1),
        at: new Date(NOW - MINUTE_MS),
      })),
    )
    .execute();

  const state = await readPublicState(db, NOW);
  expect(state?.points).toMatchObject([
    { state: "partial", source: "incident", incidentId: ONE, failureDomain: "meta" },
  ]);
  expect(state?.open[0]?.updates).toHaveLength(1);
  expect(state?.recordedSince).toBe(NOW);
  expect(state?.platforms.find(({ id }) => id === "whatsapp")).toMatchObject({
    reporters: 2,
    observed: null,
    declared: null,
  });
});

test("a drill of a live organisation stays in the house; in training it is the show", async () => {
  await using live = await createTestHouse();
  await organisation(live.db, "live", NOW);
  await incident(live.db, ONE, { drill: true });
  expect((await readPublicState(live.db, NOW))?.open).toEqual([]);

  await using training = await createTestHouse();
  await organisation(training.db, "training", NOW);
  await incident(training.db, ONE, { drill: true });
  expect((await readPublicState(training.db, NOW))?.open).toHaveLength(1);
});
