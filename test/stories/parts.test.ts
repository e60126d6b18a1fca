import { sql } from "kysely";
import { expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { planFollowUpBroadcast } from "../../src/actions/broadcast/follow-up.ts";
import { keepDetails } from "../../src/actions/organisation/keep.ts";
import { keepsOf } from "../../src/domain/keeps.ts";
import { asOf, type Question } from "../../src/domain/segment.ts";
import { DAY_MS } from "../../src/lib/clock.ts";
import { hearOnce } from "../../src/loops/hear.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { climbAttempts } from "../../src/store/attempts.ts";
import {
  finishedBroadcasts,
  leaseChunks,
  releaseChunk,
  reviewChunks,
  tellChunks,
} from "../../src/store/chunks.ts";
import { type Db, transact } from "../../src/store/database.ts";
import {
  claimAttempts,
  lockDeliveries,
  readChunk,
  writeSteps,
} from "../../src/store/deliveries.ts";
import { gatherReport } from "../../src/store/incident-report.ts";
import { findIncident } from "../../src/store/incidents.ts";
import { takeBackFromDead } from "../../src/store/node-names.ts";
import { listParts } from "../../src/store/parts.ts";
import { countPeople } from "../../src/store/segments.ts";
import { receiptsSince } from "../../src/store/tallies.ts";
import { person } from "../house.ts";
import { less, NONE, touched } from "../touched.ts";
import { approver, createDeliveryWorld, crowd, leave, planner } from "./delivery-world.ts";

const PEOPLE = 200;
const YEAR = { broadcasts: 12, people: 3_000 };
type World = Awaited<ReturnType<typeof createDeliveryWorld>>;

test("a closed year does not make the statements of today read one row more", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(PEOPLE));
  const before = await workOn(world, await world.launch());
  await layDownYear(world.db, new Date(world.clock()));
  await world.settle();
  await world.pass(31 * DAY_MS);
  await reconcileOnce({ house: world.house });
  expect((await listParts(world.db)).map(({ first }) => first)).toEqual([0, YEAR.broadcasts + 2]);
  world.clock.pass(10 * DAY_MS);
  const after = await workOn(world, await world.launch());
  expect(before.get("delivery_from_0")?.written).toBe(2 * PEOPLE);
  // The part of the past is not opened at all, and the other tables give what they gave.
  expect(after.get("delivery_from_0")).toEqual(NONE);
  expect(after.get("delivery_from_14")).toEqual(before.get("delivery_from_0"));
  expect(after.get("attempt_from_14")).toEqual(before.get("attempt_from_0"));
  // With a small table all of it is read, with a larger one less: never more.
  expect(after.get("chunk")?.read).toBeLessThanOrEqual(before.get("chunk")?.read ?? 0);
  expect(after.get("chunk")?.written).toBe(before.get("chunk")?.written);
  // The planner looks up the end of an index, no more.
  expect(after.get("tally")?.read).toBeLessThanOrEqual(1);

  // Who was reached or has answered this week is asked of this week's part alone.
  await world.settle();
  const last = world.simulators.sms.received.all().at(-1);
  if (!last) throw new Error("Nobody was written to.");
  await world.tell("sms", last.reference, "delivered");
  await world.write("sms", "+33612000001", "1");
  await hearOnce(world.context);
  for (const [what, people] of [
    ["reached", 2],
    ["answered", 1],
  ] as const) {
    const told = await askedOf(world, { active: { what, days: 7 } });
    expect([what, told.people]).toEqual([what, people]);
    expect(told.read.get("delivery_from_0") ?? NONE).toEqual(NONE);
    // Of the tallies those of the week are read: each broadcast of the year has five hundred more.
    expect(told.read.get("tally")?.read ?? 0).toBeLessThan(500);
  }
});

/** How many people a question means, and what was read where to say so. */
async function askedOf({ db, clock }: World, question: Question) {
  return await transact(db, async (tx) => {
    const earlier = await touched(tx);
    const people = await countPeople(tx, asOf(question, clock()));
    const later = Object.entries(await touched(tx));
    const read = new Map(later.map(([table, n]) => [table, less(n, earlier[table] ?? NONE)]));
    return { people, read };
  });
}

/** Every statement of the deliver and hear loops, once, and what they read and wrote where. */
async function workOn({ db, clock }: World, broadcastId: number) {
  return await transact(db, async (tx) => {
    const now = clock();
    const earlier = await touched(tx);
    const lane = "critical" as const;
    const ask = { now, until: now + 60_000, limit: 10, starved: [], node: "n", lane };
    const token = "00000000-0000-7000-8000-000000000001";
    const lease = (await leaseChunks(tx, { ...ask, token })).find(
      (one) => one.broadcastId === broadcastId,
    );
    if (!lease) throw new Error("There is no chunk to work on.");
    const range = { broadcastId, first: lease.first, last: lease.last };
    const standing = await readChunk(tx, { ...range, dueBy: now });
    const sending = standing.map((before) => ({
      before,
      after: { ...before.at, fact: 1, attemptedAt: now, dueAt: now + 60_000 },
    }));
    expect(await claimAttempts(tx, broadcastId, sending)).toHaveLength(PEOPLE);
    const heard = await lockDeliveries(
      tx,
      standing.map(({ ordinal }) => ({ broadcastId, ordinal })),
    );
    const steps = heard.map((before) => ({
      before,
      after: { ...before.at, rung: 1, fact: 0, outcome: null, dueAt: now },
      providerId: null,
      channelId: 1,
    }));
    expect(await writeSteps(tx, broadcastId, { steps, now })).toHaveProperty("size", PEOPLE);
    const late = heard.map(({ ordinal }) => ({ broadcastId, ordinal, rung: 0, try: 0, fact: 3 }));
    expect(await climbAttempts(tx, late)).toHaveLength(PEOPLE);
    await tellChunks(tx, [{ broadcastId, no: lease.no, settled: 0, pullTo: now }]);
    await releaseChunk(tx, lease, { settled: 0, waitsFor: null });
    await receiptsSince(tx, now - 15 * 60_000);
    await reviewChunks(tx, now - 1, now);
    expect(await finishedBroadcasts(tx)).toEqual([]);
    expect(await takeBackFromDead(tx, "n", now)).toEqual([]);
    const later = Object.entries(await touched(tx));
    return new Map(later.map(([table, n]) => [table, less(n, earlier[table] ?? NONE)]));
  });
}

/** Broadcasts that were sent and ended, with their attempts, chunks and tallies. */
async function layDownYear(db: Db, at: Date): Promise<void> {
  const { broadcasts, people } = YEAR;
  await transact(db, async (tx) => {
    await sql`insert into broadcast (title, texts, cascade, state, plan, planned_by, planned_at,
        approved_at, ended_at, recipients)
      select 'Past', texts, cascade, 'done', plan, 'x', ${at}, ${at}, ${at}, ${people}
      from broadcast cross join generate_series(1, ${broadcasts}::int)`.execute(tx);
    await sql`insert into delivery (broadcast_id, ordinal, contact_id, language, ways, variables,
        fact, best, settled, settled_at)
      select b.id, n, 1000 + n, 'fr', '[[1, "+33"]]', '{}', 4, 4, 'reached', ${at}
      from broadcast b cross join generate_series(0, ${people - 1}::int) n
      where b.title = 'Past'`.execute(tx);
    await sql`insert into attempt (broadcast_id, ordinal, rung, try, channel_id, fact, attempted_at)
      select broadcast_id, ordinal, 0, 0, 1, 2, ${at} from delivery where contact_id > 1000`.execute(
      tx,
    );
    await sql`insert into chunk (broadcast_id, no, first_ordinal, last_ordinal, lane, open, reviewed_at)
      select b.id, n, n * 1000, n * 1000 + 999, 'critical', 0, ${at}
      from broadcast b cross join generate_series(0, 299) n where b.title = 'Past'`.execute(tx);
    await sql`insert into tally (broadcast_id, channel_id, minute, what, shard, n)
      select b.id, 1, ${at}::timestamptz - n * interval '1 hour', 'delivered', 0, 10
      from broadcast b cross join generate_series(1, 500) n where b.title = 'Past'`.execute(tx);
  });
  for (const table of ["delivery", "attempt", "chunk", "tally"]) {
    await sql`analyze ${sql.id(table)}`.execute(db);
  }
}

test("people are forgotten after their time, their numbers and every event are not", async () => {
  await using world = await createDeliveryWorld();
  const { db, house, clock } = world;
  await world.contacts(crowd(3));
  await keepDetails(house, person("Ines", "administrator"), { ...keepsOf({}), deliveries: 420 });
  const draft = await world.draft();
  const id = await world.launch();
  await world.settle();
  await world.write("whatsapp", "+33612000000", "1");
  await land(world);
  expect(await answersOf(world, id)).toEqual({
    recipients: 3,
    reached: 3,
    safe: 1,
    help: 0,
    none: 2,
  });

  // Another broadcast is on its way when the month is over: the part is cut when it has landed.
  clock.pass(40 * DAY_MS);
  const late = await world.launch();
  await reconcileOnce({ house });
  expect(await listParts(db)).toHaveLength(1);
  await world.settle();
  await land(world);
  await db.transaction().execute(async (reader) => {
    // Whoever reads is not pushed aside; it is done another time.
    await sql`select from delivery limit 1`.execute(reader);
    await reconcileOnce({ house });
  });
  expect(await listParts(db)).toHaveLength(1);
  await reconcileOnce({ house });
  expect((await listParts(db)).map(({ first }) => first)).toEqual([0, late + 1]);

  clock.pass(359 * DAY_MS);
  await reconcileOnce({ house });
  expect(await world.deliveries(id)).toHaveLength(3);
  clock.pass(42 * DAY_MS);
  await reconcileOnce({ house });
  expect(await world.deliveries(id)).toHaveLength(3);
  clock.pass(20 * DAY_MS);
  await reconcileOnce({ house });
  expect((await listParts(db)).map(({ first }) => first)).toEqual([0, late + 1]);
  expect(await world.deliveries(id)).toEqual([]);
  expect(await answersOf(world, id)).toEqual({
    recipients: 3,
    reached: 3,
    safe: 1,
    help: 0,
    none: 2,
  });
  const events = await db
    .selectFrom("event")
    .select("name")
    .where("subject_id", "=", `${id}`)
    .execute();
  expect(events.map(({ name }) => name)).toContain("broadcast.approve");

  // What would need the people says so, and what is new goes out as ever.
  const correction = { id, kind: "correction", rest: "both", title: "No", texts: leave } as const;
  await expect(planFollowUpBroadcast(house, planner, correction)).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(approveBroadcast(house, approver, { id: draft })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await world.deliveries(await world.launch())).toHaveLength(3);
});

/** Down the cascade, to the last way. */
async function land(world: World): Promise<void> {
  for (let minute = 0; minute < 3; minute++) await world.pass(61_000);
}

async function answersOf({ db, house, clock }: World, broadcastId: number) {
  const incidentId = house.newId();
  const at = new Date(clock());
  await sql`insert into incident (id, origin, state, class, title, started_at, opened_at)
    values (${incidentId}, 'person', 'confirmed', 'general', '{"fr": "a", "en": "a"}', ${at}, ${at})
  `.execute(db);
  await sql`update broadcast set incident_id = ${incidentId} where id = ${broadcastId}`.execute(db);
  const incident = await findIncident(db, incidentId);
  if (!incident) throw new Error("There is no such incident.");
  return (await gatherReport(db, incident, clock())).answers;
}
