import { sql } from "kysely";
import { expect, test } from "vitest";
import { databaseOver, openPool, transact } from "../../src/store/database.ts";
import { lockDeliveries, readChunk } from "../../src/store/deliveries.ts";
import { createTestDatabase } from "../database.ts";
import { less, NONE, touched } from "../touched.ts";
import { createDeliveryWorld, crowd } from "./delivery-world.ts";

/** PostgreSQL plans for the given values five times before it may settle on one plan for all. */
const CUSTOM_PLANS = 5;
const PEOPLE = 3_000;
const ASKED = 100;

type Kept = { name: string; custom: number; generic: number };

test("what is marked is planned once by each connection, and nothing else is kept there", async () => {
  await using world = await createTestDatabase();
  const db = databaseOver(openPool(world.url, 1));
  const chunk = { broadcastId: 1, first: 0, last: 999, dueBy: null };
  for (let n = 0; n < 2 * CUSTOM_PLANS; n++) {
    expect(await readChunk(db, chunk)).toEqual([]);
    await sql`select ${n}::int as n`.execute(db);
  }
  const kept = await sql<Kept>`
    select name, custom_plans as custom, generic_plans as generic from pg_prepared_statements
  `.execute(db);
  expect(kept.rows).toEqual([
    { name: expect.stringMatching(/^planned-\d+$/), custom: CUSTOM_PLANS, generic: CUSTOM_PLANS },
  ]);
  await db.destroy();
});

test("a plan that was made for three people is made anew for three thousand", async () => {
  await using world = await createDeliveryWorld();
  const db = databaseOver(openPool(world.databaseUrl, 1));
  await world.contacts(crowd(3));
  const few = await world.launch();
  const keysOf = (broadcastId: number, count: number) =>
    Array.from({ length: count }, (_, ordinal) => ({ broadcastId, ordinal }));
  const readBy = async (broadcastId: number, count: number) =>
    await transact(db, async (tx) => {
      const before = await touched(tx);
      expect(await lockDeliveries(tx, keysOf(broadcastId, count))).toHaveLength(count);
      const after = await touched(tx);
      return less(after["delivery_from_0"] ?? NONE, before["delivery_from_0"] ?? NONE).read;
    });
  for (let n = 0; n < 2 * CUSTOM_PLANS; n++) await readBy(few, 3);
  const crowded = crowd(PEOPLE);
  await world.contacts(crowded.slice(3));
  const many = await world.launch();
  // Each of them by the key: never the whole table for each.
  for (let n = 0; n < 2 * CUSTOM_PLANS; n++) {
    expect(await readBy(many, ASKED)).toBeLessThanOrEqual(2 * ASKED);
  }
  await db.destroy();
});
