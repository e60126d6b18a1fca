import { expect, test } from "vitest";
import { inquireOnce } from "../../src/loops/inquire.ts";
import { createDeliveryWorld, crowd } from "./delivery-world.ts";

const MINUTE_MS = 60_000;

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
