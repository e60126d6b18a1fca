import { expect, test } from "vitest";
import { inquireOnce } from "../../src/loops/inquire.ts";
import type { Db } from "../../src/store/database.ts";
import { createDeliveryWorld, crowd, SECOND } from "./delivery-world.ts";

const MINUTE_MS = 60_000;
const CROWD = 60;

/** A town on SMS alone; what its receipts would tell is lost, as the world's conduct has it. */
async function createTown(people: number) {
  const world = await createDeliveryWorld();
  await world.contacts(crowd(people).map(({ name, sms = "" }) => ({ name, sms })));
  const rung = { channelId: world.channels.sms, patienceMs: 5 * MINUTE_MS, success: "delivered" };
  const cascade = {
    rungs: [{ ...rung, success: "delivered" as const }],
    expiresAfterMs: 60 * MINUTE_MS,
    triesMax: 3,
  };
  const id = await world.launch({ cascade });
  await world.settle();
  return { world, id };
}

test("a message without a last word is asked about once, before patience ends", async () => {
  const { world, id } = await createTown(3);
  await using _world = world;
  expect(await inquireOnce(world.context)).toBe(0);
  await world.pass(2 * MINUTE_MS);
  expect(await inquireOnce(world.context)).toBe(3);
  expect(await inquireOnce(world.context)).toBe(0);
  await world.settle();
  expect((await world.deliveries(id)).map(({ settled }) => settled)).toEqual(
    Array(3).fill("reached"),
  );
  expect(world.simulators.sms.received.summary()).toMatchObject({ accepted: 3, duplicates: 0 });
});

test("who has heard already is not asked about, and two nodes never ask about the same", async () => {
  const { world } = await createTown(4);
  await using _world = world;
  const [first] = world.simulators.sms.received.all();
  await world.tell("sms", first?.reference ?? "", "delivered");
  await world.pass(2 * MINUTE_MS);
  const told = await Promise.all([inquireOnce(world.context), inquireOnce(world.context)]);
  expect(told.reduce((sum, n) => sum + n, 0)).toBe(3);
  expect(await world.db.selectFrom("inquiry").selectAll().execute()).toHaveLength(3);
});

test("a provider that is down says nothing, and patience decides as ever", async () => {
  const { world, id } = await createTown(2);
  await using _world = world;
  await world.simulators.sms.setConduct({ state: "refusing" });
  await world.pass(2 * MINUTE_MS);
  expect(await inquireOnce(world.context)).toBe(0);
  await world.pass(3 * MINUTE_MS);
  expect((await world.deliveries(id)).map(({ settled }) => settled)).toEqual(
    Array(2).fill("exhausted"),
  );
});

test("R7: when every channel is silent the fault may be ours: nothing is switched, and the operator is told", async () => {
  await using world = await createDeliveryWorld();
  const people = crowd(CROWD);
  await world.contacts([
    ...people.slice(0, 30).map(({ name, whatsapp = "" }) => ({ name, whatsapp })),
    ...people.slice(30).map(({ name, sms = "" }) => ({ name, sms })),
  ]);
  await world.launch();
  await world.settle();
  await world.pass(60 * SECOND);
  const silent = await world.db
    .selectFrom("tally")
    .select("channel_id")
    .where("what", "=", "silent")
    .execute();
  expect(new Set(silent.map((row) => row.channel_id)).size).toBe(2);
  const downs = await world.db
    .selectFrom("channel")
    .select("id")
    .where("state", "=", "down")
    .execute();
  expect(downs).toEqual([]);
  const { whatsapp, sms } = world.channels;
  expect(await alarms(world)).toEqual([whatsapp, sms]);
  // Said once, however often the loops look; and over as soon as one of them is heard.
  await world.pass(SECOND);
  for (const { reference } of world.simulators.sms.received.all()) {
    await world.tell("sms", reference, "delivered");
  }
  await world.settle();
  await world.pass(SECOND);
  await world.settle();
  expect(await alarms(world)).toEqual([]);
  const said = await world.db
    .selectFrom("event")
    .select(["name", "subject_id"])
    .where("name", "in", ["channel.fall-silent", "channel.end-silence"])
    .orderBy("id")
    .execute();
  expect(said.map(({ name, subject_id }) => `${name} ${subject_id}`)).toEqual([
    `channel.fall-silent ${whatsapp}`,
    `channel.fall-silent ${sms}`,
    `channel.end-silence ${whatsapp}`,
    `channel.end-silence ${sms}`,
  ]);
});

async function alarms({ db }: { db: Db }): Promise<number[]> {
  const rows = await db
    .selectFrom("channel")
    .select("id")
    .where("silent_at", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
