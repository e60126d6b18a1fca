import { sql } from "kysely";
import { expect, test } from "vitest";
import { factRank } from "../../src/domain/cascade.ts";
import { nextStep } from "../../src/domain/next-step.ts";
import { type Result, writeOutcomes } from "../../src/loops/deliver-outcomes.ts";
import { type Db, type Tx, transact } from "../../src/store/database.ts";
import { claimAttempts, lockDeliveries, readChunk } from "../../src/store/deliveries.ts";
import { createDeliveryWorld } from "./delivery-world.ts";

const BOTH = { first: 0, last: 1, dueBy: null };

/** Two people, whose attempts on WhatsApp are committed and not answered. */
async function createScene() {
  const world = await createDeliveryWorld();
  await world.contacts([
    { name: "Zoé", whatsapp: "33611111111" },
    { name: "Ali", whatsapp: "33622222222" },
  ]);
  const broadcastId = await world.launch();
  const now = world.clock();
  await world.worker.book.refresh();
  const broadcast = await world.worker.book.broadcast(broadcastId);
  const channel = world.worker.book.channel(world.channels.whatsapp);
  if (!broadcast || !channel) throw new Error("The broadcast does not run.");
  const { cascade, expiresAt } = broadcast;
  const terms = { cascade, expiresAt, way: () => "open" as const, idempotent: () => false };
  const due = await readChunk(world.db, { broadcastId, ...BOTH });
  const steps = due.map((before) => ({
    before,
    after: nextStep(terms, before.at, { kind: "time" }, now),
  }));
  await transact(world.db, async (tx) => await claimAttempts(tx, broadcastId, steps));
  const results = steps.map(({ before, after: at }): Result => {
    const outcome = { kind: "accepted", providerId: `wamid.${before.ordinal}` } as const;
    return {
      person: { ...before, at },
      channel,
      address: before.ways[0]?.[1] ?? "",
      terms,
      outcome,
    };
  });
  return {
    ...world,
    broadcastId,
    /** The provider's answers, the last first. */
    write: async () =>
      await writeOutcomes(world.worker, { broadcastId, no: 0 }, results.toReversed()),
    lock: async (tx: Tx, ordinal: number) => await lockDeliveries(tx, [{ broadcastId, ordinal }]),
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
    },
  };
}

/** Until somebody in this database waits for a lock of somebody else. */
async function untilBlocked(db: Db): Promise<void> {
  const waiting = sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while (((await waiting.execute(db)).rows[0]?.n ?? 0) === 0);
}

/** Takes one row, lets the answers come to it, and takes the other. Whoever is in a circle is refused at once. */
async function meet(scene: Awaited<ReturnType<typeof createScene>>): Promise<void> {
  const writing = await scene.db.transaction().execute(async (tx) => {
    await sql`set local deadlock_timeout = '1ms'`.execute(tx);
    await scene.lock(tx, 0);
    const answers = { written: scene.write() };
    await untilBlocked(scene.db);
    await scene.lock(tx, 1);
    return answers;
  });
  await writing.written;
}

test("who hears receipts and who writes answers take people in one order", async () => {
  await using scene = await createScene();
  await meet(scene);
  expect(await scene.deliveries(scene.broadcastId)).toMatchObject([
    { outcome: "accepted", provider_id: "wamid.0" },
    { outcome: "accepted", provider_id: "wamid.1" },
  ]);
});

test("also where a receipt was faster than the answer, whose number is noted all the same", async () => {
  await using scene = await createScene();
  const delivered = factRank("delivered");
  await sql`update delivery set fact = ${delivered}, best = ${delivered}, outcome = 'accepted'
    where broadcast_id = ${scene.broadcastId} and ordinal = 0`.execute(scene.db);
  await meet(scene);
  expect(await scene.deliveries(scene.broadcastId)).toMatchObject([
    { fact: factRank("delivered"), provider_id: "wamid.0" },
    { outcome: "accepted", provider_id: "wamid.1" },
  ]);
});
