import { expect, test } from "vitest";
import { pauseBroadcast } from "../../src/actions/broadcast/pause.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { findBroadcast } from "../../src/store/broadcasts.ts";
import { createDeliveryWorld, crowd, planner, SECOND } from "./delivery-world.ts";

const MINUTE = 60 * SECOND;

test("a few go first, and the rest follow when it has arrived with half of them", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(250));
  const id = await world.launch({ cohort: true });
  await world.settle();
  const first = world.simulators.whatsapp.received.all();
  expect(first).toHaveLength(3);
  await world.pass(10 * SECOND);
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({ accepted: 3 });
  for (const { reference } of first.slice(0, 2)) {
    await world.tell("whatsapp", reference, "delivered");
  }
  await world.settle();
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({
    accepted: 250,
    duplicates: 0,
  });
  expect(await findBroadcast(world.db, id)).toMatchObject({ recipients: 250, cohort: null });
  expect(await world.deliveries(id)).toHaveLength(250);
});

test("when the first ones are refused everywhere, the others are spared until a person decides", async () => {
  await using world = await createDeliveryWorld();
  await world.simulators.sms.setConduct({ state: "erring", errorCode: 21211 });
  await world.contacts(
    Array.from({ length: 250 }, (_, n) => ({
      name: `P${n}`,
      sms: `+336120${String(n).padStart(5, "0")}`,
    })),
  );
  const id = await world.launch({ cohort: true });
  await world.settle();
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "paused", cohort: null });
  expect((await world.deliveries(id)).filter(({ rung, fact }) => rung + fact > 0)).toHaveLength(3);
  await world.simulators.sms.setConduct({ state: "up" });
  await resumeBroadcast(world.house, planner, { id });
  await world.settle();
  expect(world.simulators.sms.received.summary()).toMatchObject({ accepted: 247 });
});

test("silence is no proof: without receipts it pauses after five minutes", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(150).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const id = await world.launch({ cohort: true });
  await world.settle();
  await world.pass(30 * SECOND);
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "running", cohort: 2 });
  await world.pass(5 * MINUTE);
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "paused" });
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({ accepted: 2 });
});

test("R10: paused while the first ones are under way, it goes on for everybody, nobody twice", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(120));
  const id = await world.launch({ cohort: true });
  await world.settle();
  await pauseBroadcast(world.house, planner, { id });
  await resumeBroadcast(world.house, planner, { id });
  await world.settle();
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({
    accepted: 120,
    duplicates: 0,
  });
});

test("who is most in need goes first, segment by segment, then by priority", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([
    { name: "Last", whatsapp: "+33612000001" },
    { name: "Nurse", whatsapp: "+33612000002", attributes: { role: "nurse" } },
    { name: "Urgent", whatsapp: "+33612000003", attributes: { priority: "0" } },
    { name: "Alone", whatsapp: "+33612000004", attributes: { lives: "alone" } },
    { name: "Nurse too", whatsapp: "+33612000005", attributes: { role: "nurse", priority: "1" } },
  ]);
  const at = new Date(world.clock());
  const [alone, nurses] = [world.house.newId(), world.house.newId()];
  for (const [id, name, attributes] of [
    [alone, "Living alone", { lives: ["alone"] }],
    [nurses, "Nurses", { role: ["nurse"] }],
  ] as const) {
    const question = JSON.stringify({ attributes });
    await world.db.insertInto("segment").values({ id, name, question, created_at: at }).execute();
  }
  const id = await world.launch({ first: [alone, nurses] });
  const people = await world.db
    .selectFrom("delivery")
    .innerJoin("contact", "contact.id", "delivery.contact_id")
    .select("contact.name")
    .where("broadcast_id", "=", id)
    .orderBy("ordinal")
    .execute();
  expect(people.map(({ name }) => name)).toEqual(["Alone", "Nurse too", "Nurse", "Urgent", "Last"]);
  await expect(world.launch({ first: [world.house.newId()] })).rejects.toMatchObject({
    code: "not_found",
  });
});
