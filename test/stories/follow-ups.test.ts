import { expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { planFollowUpBroadcast } from "../../src/actions/broadcast/follow-up.ts";
import { pauseBroadcast } from "../../src/actions/broadcast/pause.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import type { FollowUpKind, Rest } from "../../src/domain/follow-up.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { createWorker } from "../../src/loops/deliver-worker.ts";
import { findBroadcast } from "../../src/store/broadcasts.ts";
import { approver, createDeliveryWorld, crowd, planner, SECOND } from "./delivery-world.ts";

type World = Awaited<ReturnType<typeof createDeliveryWorld>>;
const ana = { name: "Ana", whatsapp: "+33612000001", sms: "+33612000001", webhook: "pager-1" };
const bo = { name: "Bo", sms: "+33612000002", webhook: "pager-2" };

async function follow(world: World, id: number, rest: Rest, kind: FollowUpKind = "correction") {
  const planned = await planFollowUpBroadcast(world.house, planner, { id, kind, rest });
  await approveBroadcast(world.house, approver, { id: planned.id });
  return planned;
}

const textsAt = (world: World, way: "whatsapp" | "sms" | "webhook", address: string) =>
  world.simulators[way].received.textsOf(address).map((text) => text.slice(0, 60));

test("R11: with 40 % sent, the correction goes to those 40 % and to nobody else", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(100));
  await world.db
    .updateTable("channel_rate")
    .set({ tokens: 40, at: new Date(world.clock()) })
    .where("channel_id", "=", world.channels.whatsapp)
    .execute();
  const id = await world.launch();
  await deliverOnce(world.context, world.worker);
  const had = world.simulators.whatsapp.received.all();
  expect(had).toHaveLength(40);
  for (const { reference } of had) await world.tell("whatsapp", reference, "delivered");
  const correction = await follow(world, id, "nothing");
  await world.pass(SECOND);
  await world.pass(300 * SECOND);
  const messages = await world.deliveries(correction.id);
  expect(messages).toHaveLength(40);
  expect(new Set(messages.map((one) => one.contact_id))).toEqual(
    new Set(
      (await world.deliveries(id)).filter((one) => one.best >= 4).map((one) => one.contact_id),
    ),
  );
  for (const { address } of had) {
    const [first, second] = textsAt(world, "whatsapp", address);
    expect([first, second]).toEqual([
      expect.stringContaining("Quittez"),
      expect.stringContaining("n’est plus valable"),
    ]);
  }
  const untold = crowd(100).filter(({ whatsapp }) => !had.some((one) => one.address === whatsapp));
  expect(untold.flatMap((one) => textsAt(world, "sms", one.sms ?? ""))).toEqual([]);
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "cancelled" });
});

test("a correction begins on the channel that reached the person, and goes on round from there", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana, bo]);
  const id = await world.launch();
  await world.settle();
  // Ana never gets the WhatsApp; the SMS is what reaches her.
  await world.pass(60 * SECOND);
  for (const { reference } of world.simulators.sms.received.all()) {
    await world.tell("sms", reference, "delivered");
  }
  await world.settle();
  const { id: next } = await follow(world, id, "nothing", "all-clear");
  await world.settle();
  expect(textsAt(world, "sms", bo.sms)).toHaveLength(2);
  expect(textsAt(world, "sms", ana.sms)).toHaveLength(2);
  expect(textsAt(world, "sms", ana.sms)[1]).toMatch(/^L'alerte "Crue" est levée/);
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toHaveLength(1);
  // Nobody hears of the SMS: the webhook is next, and after it the WhatsApp she began with.
  const [first] = await world.deliveries(next);
  expect(first?.ways.map((way) => way?.[0] ?? null)).toEqual([
    null,
    world.channels.sms,
    world.channels.webhook,
    world.channels.whatsapp,
    null,
  ]);
});

test("R11: on the channel where the original is in the air, the correction waits until it landed", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  await follow(world, id, "nothing");
  await world.pass(20 * SECOND);
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toHaveLength(1);
  const [sent] = world.simulators.whatsapp.received.all();
  await world.tell("whatsapp", sent?.reference ?? "", "delivered");
  await world.pass(SECOND);
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toHaveLength(2);
  expect(textsAt(world, "sms", ana.sms)).toEqual([]);
});

test("R11: an original that is never heard of holds the correction no longer than it is valid itself", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  const { id: next } = await follow(world, id, "nothing");
  await world.pass(59 * SECOND);
  expect(await world.deliveries(next)).toMatchObject([{ fact: 0, why: "after-original" }]);
  await world.pass(SECOND);
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toHaveLength(2);
  // The original took no further way in the meantime.
  expect(textsAt(world, "sms", ana.sms)).toEqual([]);
});

test("instead: whoever was not told yet hears the correction alone", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana, bo]);
  const id = await world.launch();
  await pauseBroadcast(world.house, planner, { id });
  const { id: next } = await follow(world, id, "instead");
  await world.settle();
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toEqual([
    expect.stringContaining("n’est plus valable"),
  ]);
  expect(await world.deliveries(next)).toHaveLength(2);
  expect((await world.deliveries(id)).map(({ settled }) => settled)).toEqual([
    "cancelled",
    "cancelled",
  ]);
});

test("both: the original goes on, and each one who gets it is told the correction afterwards", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana, bo]);
  const id = await world.launch();
  await pauseBroadcast(world.house, planner, { id });
  const { id: next } = await follow(world, id, "both");
  expect(await world.deliveries(next)).toEqual([]);
  await world.settle();
  expect(await findBroadcast(world.db, next)).toMatchObject({ state: "running", gathers: true });
  await resumeBroadcast(world.house, planner, { id });
  await world.settle();
  for (const { reference } of world.simulators.whatsapp.received.all()) {
    await world.tell("whatsapp", reference, "delivered");
  }
  for (const { reference } of world.simulators.sms.received.all()) {
    await world.tell("sms", reference, "delivered");
  }
  await world.pass(10 * SECOND);
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toEqual([
    expect.stringContaining("Quittez"),
    expect.stringContaining("n’est plus valable"),
  ]);
  expect(textsAt(world, "sms", bo.sms)).toHaveLength(2);
  expect(await findBroadcast(world.db, next)).toMatchObject({ recipients: 2, gathers: false });
});

test("planning a correction pauses the original at once, and whoever planned it cannot approve it", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  const both = { ...planner, roles: [...planner.roles, "approver" as const] };
  const planned = await planFollowUpBroadcast(world.house, both, {
    id,
    kind: "correction",
    rest: "instead",
  });
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "paused" });
  await world.settle();
  expect(world.simulators.whatsapp.received.all()).toEqual([]);
  await expect(approveBroadcast(world.house, both, { id: planned.id })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("R11: whoever is being sent to at the moment of the click is gathered afterwards", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(20));
  const id = await world.launch();
  const planned = await planFollowUpBroadcast(world.house, planner, {
    id,
    kind: "correction",
    rest: "nothing",
  });
  await resumeBroadcast(world.house, planner, { id });
  // Another node has read the broadcast as running and commits while the correction is approved.
  const other = createWorker(world.context);
  await Promise.all([
    deliverOnce(world.context, other),
    approveBroadcast(world.house, approver, { id: planned.id }).catch((cause: Error) => cause),
  ]);
  const stopped = await findBroadcast(world.db, id);
  if (stopped?.state === "running") {
    await approveBroadcast(world.house, approver, { id: planned.id });
  }
  await world.settle();
  await world.pass(61 * SECOND);
  await world.pass(61 * SECOND);
  const attempted = new Set(world.simulators.whatsapp.received.all().map(({ address }) => address));
  for (const address of attempted) expect(textsAt(world, "whatsapp", address)).toHaveLength(2);
  expect(await world.deliveries(planned.id)).toHaveLength(attempted.size);
});

test("R13: an opt-out since then is kept: the correction takes no way that was closed", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  const [sent] = world.simulators.whatsapp.received.all();
  await world.tell("whatsapp", sent?.reference ?? "", "delivered");
  await world.write("whatsapp", ana.whatsapp, "STOP");
  await world.settle();
  await follow(world, id, "nothing");
  await world.settle();
  expect(textsAt(world, "whatsapp", ana.whatsapp)).toHaveLength(1);
});
