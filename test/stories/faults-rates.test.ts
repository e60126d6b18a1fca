import { sql } from "kysely";
import { expect, test } from "vitest";
import { forgetOld } from "../../src/actions/assessment/forget.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { takeChannelTokens } from "../../src/actions/channel/take-tokens.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/clock.ts";
import { rateGate } from "../../src/simulators/conduct.ts";
import { findBroadcast } from "../../src/store/broadcasts.ts";
import { hushChannel, slowChannel, takeTokens } from "../../src/store/channel-rates.ts";
import { findChannel } from "../../src/store/channels.ts";
import { transact } from "../../src/store/database.ts";
import { person } from "../house.ts";
import { createDeliveryWorld, crowd, planner, SECOND } from "./delivery-world.ts";

const admin = person("Ines", "administrator");
const ROUND_MS = 200;

type World = Awaited<ReturnType<typeof createDeliveryWorld>>;

/** WhatsApp alone, for an hour. */
const onlyWhatsApp = ({ channels }: World) => ({
  rungs: [{ channelId: channels.whatsapp, patienceMs: HOUR_MS, success: "delivered" as const }],
  expiresAfterMs: 4 * HOUR_MS,
  triesMax: 3,
});

/** So many people with WhatsApp who live in a place of their own, without a word to the network. */
async function populate({ db, clock }: World, place: string, from: number, to: number) {
  const at = new Date(clock());
  await sql`
    with contact_ as (
      insert into contact (name, language, attributes, created_at, updated_at)
      select 'P' || n, 'fr', ${JSON.stringify({ place })}::jsonb, ${at}, ${at}
      from generate_series(${from}::int, ${to}::int) n returning id, name
    ), address_ as (
      insert into address (contact_id, kind, value)
      select id, 'whatsapp', '+33612' || lpad(substr(name, 2), 6, '0') from contact_ returning contact_id
    )
    insert into consent (contact_id, kind, state, wording, source, at)
    select contact_id, 'whatsapp', 'given', 'yes', 'form', ${at} from address_
  `.execute(db);
}

async function launch(world: World, place: string, lane: "critical" | "bulk"): Promise<number> {
  const question = { attributes: { place: [place] } };
  return await world.launch({ title: place, cascade: onlyWhatsApp(world), question, lane });
}

/** When the messages of these broadcasts left, after their start: so late were 99 of 100 at the most. */
async function p99(world: World, ids: readonly number[]): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select percentile_disc(0.99) within group (
      order by extract(epoch from d.attempted_at - b.started_at)::float8 * 1000) as ms
    from delivery d join broadcast b on b.id = d.broadcast_id where b.id = any(${[...ids]}::int[])
  `.execute(world.db);
  return rows[0]?.ms ?? Number.POSITIVE_INFINITY;
}

const sentOf = async ({ db }: World, id: number): Promise<number> =>
  (await db.selectFrom("delivery").select("fact").where("broadcast_id", "=", id).execute()).filter(
    ({ fact }) => fact > 0,
  ).length;

test.each([
  ["a little too fast", 100],
  ["far too fast", 1_000],
])(
  "R8: set up %s (%i a second), a storm of 130429 costs less than a twentieth",
  async (_how, perSecond) => {
    await using world = await createDeliveryWorld();
    const { clock, db, channels } = world;
    const channelId = channels.whatsapp;
    const [allowed, seconds] = [80, 200];
    const isWithin = rateGate(clock);
    let taken = 0;
    let refused = 0;
    // One transaction for all of it: what is measured is the pace, not the disk.
    await db.transaction().execute(async (tx) => {
      for (let ms = 0; ms < seconds * SECOND; ms += ROUND_MS) {
        const now = clock();
        const granted = await takeTokens(tx, { channelId, wanted: 500, perSecond, now });
        const within = Array.from({ length: granted.taken }, () => isWithin(allowed));
        taken += within.filter(Boolean).length;
        refused += within.filter((one) => !one).length;
        if (within.includes(false)) {
          await slowChannel(tx, channelId, { perSecond, now });
          await hushChannel(tx, channelId, { now, until: now + SECOND });
        }
        clock.pass(ROUND_MS);
      }
    });
    expect(taken).toBeGreaterThan(0.95 * allowed * seconds);
    expect(refused).toBeLessThan(0.1 * taken);
  },
);

test("R8: in storms of 130429 and 131056 everybody gets everything once, and no try is burnt", async () => {
  await using world = await createDeliveryWorld();
  const { simulators, clock } = world;
  const rules = {
    perPersonMs: 6_000,
    peopleADayMax: null,
    windowMs: null,
    templates: {},
    tokenUntil: null,
  };
  await simulators.whatsapp.setConduct({ perSecondMax: 20, rules });
  await world.contacts(crowd(40).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const ids: number[] = [];
  for (let n = 0; n < 3; n++) {
    ids.push(await world.launch({ cascade: onlyWhatsApp(world), title: `Message ${n}` }));
    for (let second = 0; second < 4; second++) await world.pass(SECOND);
  }
  const from = clock();
  while (clock() - from < 60 * SECOND) await world.pass(SECOND);
  const all = (await Promise.all(ids.map(world.deliveries))).flat();
  expect(all.filter(({ fact, try: tries }) => fact < 2 || tries > 0)).toEqual([]);
  expect(simulators.whatsapp.received.summary()).toMatchObject({ accepted: 120, duplicates: 0 });
});

test("R12: two critical broadcasts beside a huge bulk one are as quick as without it", async () => {
  await using world = await createDeliveryWorld();
  const { house, clock, channels } = world;
  await changeChannel(house, admin, { id: channels.whatsapp, perSecond: 40 });
  await populate(world, "north", 1, 140);
  await populate(world, "south", 141, 280);
  await populate(world, "everywhere", 1_001, 5_000);
  const criticalBoth = async () => {
    const ids = [
      await launch(world, "north", "critical"),
      await launch(world, "south", "critical"),
    ];
    for (let round = 0; round < 36; round++) await world.pass(250);
    return await p99(world, ids);
  };
  const alone = await criticalBoth();
  const bulk = await launch(world, "everywhere", "bulk");
  for (let round = 0; round < 8; round++) await world.pass(250);
  const before = await sentOf(world, bulk);
  expect(before).toBeGreaterThan(60);
  const startedAt = clock();
  const beside = await criticalBoth();
  expect(beside).toBeLessThan(1.1 * alone);
  // And it goes on as soon as they are through.
  expect(await sentOf(world, bulk)).toBeGreaterThan(before + 60);
  expect(clock() - startedAt).toBe(9 * SECOND);
});

test("a bucket that thirty ask of at once gives no more than it holds, to bulk even less", async () => {
  await using world = await createDeliveryWorld();
  const { db, clock, channels } = world;
  const askAll = async (channelId: number, lane: "critical" | "bulk") => {
    const ask = { channelId, wanted: 50, perSecond: 1_000, lane, now: clock() };
    const asked = Array.from({ length: 30 }, () => transact(db, (tx) => takeTokens(tx, ask)));
    return (await Promise.all(asked)).reduce((sum, { taken }) => sum + taken, 0);
  };
  expect(await askAll(channels.webhook, "bulk")).toBe(250);
  expect(await askAll(channels.whatsapp, "critical")).toBe(1_000);
  // Somebody critical found too few: what comes next is for them.
  clock.pass(500);
  expect(await askAll(channels.whatsapp, "bulk")).toBe(0);
  expect(await askAll(channels.whatsapp, "critical")).toBe(500);
});

test("what several channels share is kept by all of them: calls a second, and people in 24 hours", async () => {
  await using world = await createDeliveryWorld();
  const { house, clock, channels, simulators } = world;
  const shares = { name: "portfolio", perSecond: 30, peopleADay: 50 };
  await changeChannel(house, admin, { id: channels.whatsapp, shares });
  await world.contacts(crowd(80).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const id = await world.launch({
    cascade: { ...onlyWhatsApp(world), expiresAfterMs: 2 * DAY_MS },
  });
  await world.settle();
  const sent = () => simulators.whatsapp.received.all().length;
  expect(sent()).toBe(30);
  await world.pass(SECOND);
  expect(sent()).toBe(50);
  await world.pass(HOUR_MS);
  expect(sent()).toBe(50);
  // Who was written to already is nobody new.
  const known = await world.launch({ cascade: onlyWhatsApp(world), title: "To those who have it" });
  await world.pass(SECOND);
  await world.pass(SECOND);
  expect(await sentOf(world, known)).toBe(50);
  clock.pass(DAY_MS);
  await world.settle();
  await world.pass(SECOND);
  expect(await sentOf(world, id)).toBe(80);
  // Nobody is sent to any more: whoever no longer counts is forgotten all the same, and nobody else.
  const counted = async () =>
    (await world.db.selectFrom("shared_person").selectAll().execute()).length;
  clock.pass(DAY_MS - SECOND - 1);
  await forgetOld(house, 7);
  expect(await counted()).toBe(30);
  clock.pass(SECOND + 1);
  await forgetOld(house, 7);
  expect(await counted()).toBe(0);
  const drill = { name: "D", transport: "signed-webhook", drill: true, shares };
  const settings = { url: simulators.webhook.url, key: "a-shared-key-of-sixteen" };
  await expect(createChannel(house, admin, { ...drill, settings })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("messages to subscribers count in the account, and nobody critical waits behind 50,000 of them", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels, simulators } = world;
  const shares = { name: "account", perSecond: 40, peopleADay: null };
  await changeChannel(house, admin, { id: channels.whatsapp, shares });
  const { sms: id } = channels;
  await changeChannel(house, admin, { id, shares });
  const channel = await findChannel(db, id);
  if (!channel) throw new Error("There is no such channel.");
  await world.contacts(crowd(60).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const tell = async () =>
    (await takeChannelTokens(house, { channel, wanted: 50_000, lane: "bulk" })).taken;
  // Most of the bucket is left for others, however many there are to tell.
  expect([await tell(), await tell()]).toEqual([10, 0]);
  await world.launch({ cascade: onlyWhatsApp(world) });
  await world.settle();
  const sent = () => simulators.whatsapp.received.all().length;
  expect(sent()).toBe(30);
  const told: number[] = [];
  for (let round = 0; round < 3; round++) {
    world.clock.pass(250);
    told.push(await tell());
    await world.settle();
  }
  expect([sent(), told]).toEqual([60, [0, 0, 0]]);
  // Then it is their turn again, and the account is never asked for more than it gives.
  world.clock.pass(5 * SECOND);
  expect([await tell(), await tell()]).toEqual([10, 0]);
  world.clock.pass(250);
  expect(await tell()).toBe(10);
  // What the channel itself may do was given back where the account was the tighter one.
  expect((await takeChannelTokens(house, { channel, wanted: 2 })).taken).toBe(2);
  const rate = db.selectFrom("channel_rate").select("used").where("channel_id", "=", id);
  expect((await rate.executeTakeFirst())?.used).toBe(32);
});

test("a budget is never exceeded: the broadcast pauses, says why, and goes on when it is raised", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels, simulators } = world;
  await changeChannel(house, admin, { id: channels.whatsapp, priceCents: 4 });
  await world.contacts(crowd(10).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const id = await world.launch({ cascade: onlyWhatsApp(world) });
  const limit = async (cents: number) =>
    await db.updateTable("broadcast").set({ budget_cents: cents }).where("id", "=", id).execute();
  await limit(15);
  // What is refused for sure costs nothing.
  await simulators.whatsapp.setConduct({ state: "erring", errorCode: 131016 });
  await world.settle();
  await simulators.whatsapp.setConduct({ state: "up" });
  await world.pass(3 * SECOND);
  const sent = () => simulators.whatsapp.received.all().length;
  expect(sent()).toBe(3);
  await world.pass(SECOND);
  expect(await findBroadcast(db, id)).toMatchObject({ state: "paused" });
  const events = await db.selectFrom("event").selectAll().execute();
  expect(events.filter(({ name }) => name === "broadcast.budget-stopped")).toMatchObject([
    { detail: { of: "broadcast", limitCents: 15, spentCents: 12 } },
  ]);
  await limit(100);
  await resumeBroadcast(house, planner, { id });
  await world.pass(3 * SECOND);
  expect(sent()).toBe(10);
  const next = await world.launch({ cascade: onlyWhatsApp(world), title: "Over the day" });
  await db.updateTable("organisation").set({ budget_day_cents: 44 }).execute();
  for (let second = 0; second < 3; second++) await world.pass(SECOND);
  expect([sent(), (await findBroadcast(db, next))?.state]).toEqual([11, "paused"]);
});
