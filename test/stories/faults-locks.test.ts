import { sql } from "kysely";
import { expect, test } from "vitest";
import { takeReply } from "../../src/actions/reply/take.ts";
import { judgeCanaries } from "../../src/actions/subscriber/fuse.ts";
import { factRank } from "../../src/domain/cascade.ts";
import { nextStep } from "../../src/domain/next-step.ts";
import { referenceOf } from "../../src/domain/reference.ts";
import { type Result, writeOutcomes } from "../../src/loops/deliver-outcomes.ts";
import { applyHeard } from "../../src/loops/hear-batch.ts";
import { lockBroadcast } from "../../src/store/broadcasts.ts";
import { lockChannel } from "../../src/store/channels.ts";
import { reviewChunks, takeBackChunks, tellChunks } from "../../src/store/chunks.ts";
import { lockContact } from "../../src/store/contacts.ts";
import { type Tx, transact } from "../../src/store/database.ts";
import { claimAttempts, lockDeliveries, readChunk } from "../../src/store/deliveries.ts";
import { insertWishes } from "../../src/store/replies.ts";
import { addSpending } from "../../src/store/spending.ts";
import { lockFuse } from "../../src/store/subscriber-fuse.ts";
import { findTelling, insertTelling } from "../../src/store/tellings.ts";
import { inOrder } from "../kits/in-order.ts";
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
  const never = { quiet: () => null, idempotent: () => false };
  const terms = { cascade, expiresAt, way: () => "open" as const, ...never };
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

async function meet({ db, lock, write }: Awaited<ReturnType<typeof createScene>>): Promise<void> {
  await inOrder(db, {
    first: async (tx) => await lock(tx, 0),
    work: write,
    later: async (tx) => await lock(tx, 1),
  });
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

/** Two broadcasts under way to the same two people, sent by WhatsApp. */
async function createTwo() {
  const world = await createDeliveryWorld();
  await world.contacts([
    { name: "Zoé", whatsapp: "33611111111", sms: "+33611111111" },
    { name: "Ali", whatsapp: "33622222222" },
  ]);
  const older = await world.launch();
  await world.settle();
  const newer = await world.launch({ title: "Second" });
  await world.settle();
  await world.worker.book.refresh();
  const people = async (tx: Tx, broadcastId: number) =>
    await lockDeliveries(tx, [{ broadcastId, ordinal: 0 }]);
  const chunk = async (tx: Tx, broadcastId: number) =>
    await sql`select from chunk where broadcast_id = ${broadcastId} for update`.execute(tx);
  return {
    ...world,
    older,
    newer,
    /** Work that would take the older broadcast's row after the newer one's waits for it with empty hands. */
    async meets(rows: typeof people | typeof chunk, work: (tx: Tx) => Promise<unknown>) {
      await inOrder(world.db, {
        first: async (tx) => await rows(tx, older),
        work: async () => await transact(world.db, work),
        later: async (tx) => await rows(tx, newer),
      });
    },
    people,
    chunk,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
    },
  };
}

test("a STOP takes what it ends in every broadcast, and its chunks, in one order", async () => {
  await using scene = await createTwo();
  const { channels, clock, older, newer } = scene;
  const said = (body: string) => ({
    channelId: channels.whatsapp,
    addressKind: "whatsapp",
    drill: false,
    address: "33611111111",
    body,
    providerId: null,
    delivery: { broadcastId: newer, ordinal: 0 },
    at: clock(),
  });
  await scene.meets(scene.people, async (tx) => await takeReply(tx, said("STOP"), clock()));
  for (const id of [older, newer]) {
    expect((await scene.deliveries(id)).map(({ settled }) => settled)).toEqual(["blocked", null]);
  }
});

test("so does a withdrawal that a provider tells of, and one that the console notes", async () => {
  await using scene = await createTwo();
  const { db, house, context, worker, channels, clock, older, newer } = scene;
  const key = { broadcastId: newer, ordinal: 0, rung: 0, try: 1 };
  const [one] = (await scene.deliveries(newer)).map((row) => ({ ...key, try: row.try }));
  const about = { providerId: null, at: null, why: "the person stopped these messages" };
  const heard = {
    kind: "refusal",
    blame: "consent",
    reference: referenceOf(one ?? key),
    ...about,
  } as const;
  const item = { inboxId: null, channelId: channels.whatsapp, receivedAt: clock(), heard };
  const hearing = { ...context, book: worker.book, now: clock(), secretKey: house.secretKey };
  await scene.meets(scene.people, async (tx) => await applyHeard(tx, hearing, [item]));
  expect(await scene.deliveries(older)).toMatchObject([{ settled: "blocked" }, { settled: null }]);
  // The older row was moved behind the newer one, where whoever reads the table as it lies comes last.
  const ali = (await scene.deliveries(older))[1]?.contact_id ?? 0;
  await sql`update delivery set answer = null where broadcast_id = ${older}`.execute(db);
  await inOrder(db, {
    first: async (tx) => await lockDeliveries(tx, [{ broadcastId: older, ordinal: 1 }]),
    work: async () =>
      await transact(db, async (tx) => {
        const wish = { wording: "no", source: "console", at: clock() } as const;
        await insertWishes(tx, [{ contactId: ali, kind: "whatsapp", state: "withdrawn", ...wish }]);
      }),
    later: async (tx) => await lockDeliveries(tx, [{ broadcastId: newer, ordinal: 1 }]),
  });
  expect(await scene.deliveries(newer)).toMatchObject([{}, { settled: "blocked" }]);
});

test("chunks are taken in one order by whoever tells of people, reviews them, or takes them back", async () => {
  await using scene = await createTwo();
  const { db, clock, older, newer, worker } = scene;
  const news = [newer, older].map((broadcastId) => ({
    broadcastId,
    no: 0,
    settled: 0,
    pullTo: clock(),
  }));
  await scene.meets(scene.chunk, async (tx) => await tellChunks(tx, news));
  // As the rows lie in the table, the newer one comes first now.
  await sql`update chunk set leased_by = ${worker.node} where broadcast_id = ${newer}`.execute(db);
  await sql`update chunk set leased_by = ${worker.node} where broadcast_id = ${older}`.execute(db);
  await scene.meets(scene.chunk, async (tx) => await reviewChunks(tx, clock() + 1, clock()));
  await scene.meets(scene.chunk, async (tx) => await takeBackChunks(tx, worker.node, clock()));
  const left = await db.selectFrom("chunk").select(["review", "leased_by"]).execute();
  expect(left).toEqual([1, 2].map(() => ({ review: true, leased_by: null })));
});

test("whoever holds a channel, a broadcast or a person for a change lets others refer to it", async () => {
  await using scene = await createTwo();
  const { db, channels, older, clock } = scene;
  const [person] = await scene.deliveries(older);
  const contactId = person?.contact_id ?? 0;
  const spent = { broadcastId: older, channelId: channels.whatsapp, cents: 4, now: clock() };
  await db.transaction().execute(async (tx) => {
    await lockChannel(tx, channels.whatsapp);
    await lockBroadcast(tx, older);
    await lockContact(tx, contactId);
    await transact(db, async (other) => {
      await sql`set local lock_timeout = '2s'`.execute(other);
      await addSpending(other, spent);
      const wish = { wording: "yes", source: "form", at: clock() } as const;
      await insertWishes(other, [{ contactId, kind: "sms", state: "given", ...wish }]);
    });
  });
  expect(await db.selectFrom("spending").select("cents").execute()).toEqual([{ cents: 4 }]);
});

test("the fuse comes before the telling whose first lines are judged", async () => {
  await using world = await createDeliveryWorld();
  const { db, clock } = world;
  const now = new Date(clock());
  const telling = await transact(db, async (tx) => {
    const of = { incident_id: null, announcement_id: null, maintenance_id: null, language: null };
    const at = { created_at: now, frozen_at: now, expires_at: now };
    const rest = {
      letter: "welcome" as const,
      subscriber_id: 1,
      canary_passed_at: null,
      ended_at: null,
    };
    const row = { key: "k", what: "letter" as const, state: "running" as const };
    return await insertTelling(tx, { ...row, ...of, ...at, ...rest });
  });
  const id = telling?.id ?? 0;
  await inOrder(db, {
    first: lockFuse,
    work: async () => await transact(db, async (tx) => await judgeCanaries(tx, id, clock())),
    later: async (tx) =>
      await tx.updateTable("telling").set({ canary_passed_at: now }).where("id", "=", id).execute(),
  });
  expect(await findTelling(db, id)).toMatchObject({ canary_passed_at: now });
});
