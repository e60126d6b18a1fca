import { expect, test } from "vitest";
import { cancelBroadcast } from "../../src/actions/broadcast/cancel.ts";
import { pauseBroadcast } from "../../src/actions/broadcast/pause.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { findBroadcast } from "../../src/store/broadcasts.ts";
import { tallyTotals } from "../../src/store/tallies.ts";
import { createDeliveryWorld, crowd, leave, planner, SECOND } from "./delivery-world.ts";

const ana = { name: "Ana", whatsapp: "+33612000001", sms: "+33612000001", webhook: "pager-1" };

test("silence on WhatsApp moves to SMS, and a receipt ends it", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  const [first] = world.simulators.whatsapp.received.all();
  expect(first).toMatchObject({ address: ana.whatsapp, times: 1 });
  await world.pass(59 * SECOND);
  expect(world.simulators.sms.received.all()).toEqual([]);
  await world.pass(SECOND);
  const [second] = world.simulators.sms.received.all();
  await world.tell("sms", second?.reference ?? "", "delivered");
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([
    { settled: "reached", rung: 1, best: 4, best_channel: world.channels.sms },
  ]);
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "done" });
  expect(world.simulators.webhook.received.all()).toEqual([]);
});

test("R3: an answer that is lost is unknown: no second WhatsApp, and its receipt counts", async () => {
  await using world = await createDeliveryWorld();
  await world.simulators.whatsapp.setConduct({ loseAnswers: 1 });
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ fact: 1, outcome: "unknown", rung: 0 }]);
  await world.pass(30 * SECOND);
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({
    accepted: 1,
    duplicates: 0,
  });
  const [sent] = world.simulators.whatsapp.received.all();
  await world.tell("whatsapp", sent?.reference ?? "", "read");
  await world.pass(120 * SECOND);
  expect(await world.deliveries(id)).toMatchObject([{ settled: "reached", best: 5 }]);
  expect(world.simulators.sms.received.all()).toEqual([]);
});

test("R9: a person whose blank cannot be filled is blocked with the reason; the others get theirs", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([
    { ...ana, attributes: { city: "Lyon {name}" } },
    { name: "Bo", sms: "+33612000002" },
  ]);
  const texts = { ...leave, fr: { heading: "", body: "{name}, quittez {city}." } };
  const id = await world.launch({ texts });
  await world.settle();
  const [first, second] = await world.deliveries(id);
  expect(second).toMatchObject({ settled: "blocked", why: "missing-value:city", fact: 0 });
  expect(first).toMatchObject({ fact: 2, settled: null });
  expect(world.simulators.whatsapp.received.textsOf(ana.whatsapp).join()).toContain(
    "Ana, quittez Lyon {name}.",
  );
});

test("R10: pause, change the contacts, resume: nobody new, nobody left out, nobody twice", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(50));
  const id = await world.launch();
  await pauseBroadcast(world.house, planner, { id });
  await world.settle();
  expect(world.simulators.whatsapp.received.summary().accepted).toBe(0);
  await world.contacts([{ name: "Late", whatsapp: "+33699999999" }]);
  await world.db
    .updateTable("address")
    .set({ value: "+33600000000" })
    .where("kind", "=", "whatsapp")
    .where("value", "=", "+33612000007")
    .execute();
  await resumeBroadcast(world.house, planner, { id });
  await world.settle();
  const addresses = world.simulators.whatsapp.received.all().map(({ address }) => address);
  expect(new Set(addresses).size).toBe(50);
  expect(addresses).toContain("+33612000007");
  expect(world.simulators.whatsapp.received.summary().duplicates).toBe(0);
});

test("cancelled: nothing more is sent, and whoever had it counts as reached", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(3));
  const id = await world.launch();
  await world.settle();
  const [sent] = world.simulators.whatsapp.received.all();
  await world.tell("whatsapp", sent?.reference ?? "", "delivered");
  await world.settle();
  await cancelBroadcast(world.house, planner, { id, reason: "false alarm" });
  await world.pass(120 * SECOND);
  const settled = (await world.deliveries(id)).map((delivery) => delivery.settled);
  expect(settled.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    "cancelled",
    "cancelled",
    "reached",
  ]);
  expect(world.simulators.sms.received.all()).toEqual([]);
  const totals = await tallyTotals(world.db, id);
  expect(totals).toContainEqual({ channelId: 0, what: "settled:cancelled", n: 2 });
});

test("a rejected address moves on at once, and the next broadcast knows it", async () => {
  await using world = await createDeliveryWorld();
  await world.simulators.whatsapp.setConduct({ state: "erring", errorCode: 131026 });
  await world.contacts([ana]);
  const id = await world.launch();
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ rung: 1, fact: 2 }]);
  const attempts = await world.db.selectFrom("attempt").selectAll().execute();
  expect(attempts).toMatchObject([
    { rung: 0, outcome: "rejected", channel_id: world.channels.whatsapp },
  ]);
  const address = await world.db
    .selectFrom("address")
    .select("state")
    .where("kind", "=", "whatsapp")
    .execute();
  expect(address).toEqual([{ state: "rejected" }]);
});

test("throttled burns no try, and the provider's pause is kept for the whole channel", async () => {
  await using world = await createDeliveryWorld();
  await world.simulators.webhook.setConduct({ state: "erring", errorCode: 429 });
  await world.contacts([{ name: "Gate", webhook: "pager-9" }]);
  const id = await world.launch();
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ fact: 0, try: 0, outcome: "throttled" }]);
  await world.simulators.webhook.setConduct({ state: "up" });
  await world.pass(2 * SECOND);
  expect(await world.deliveries(id)).toMatchObject([{ settled: "reached", try: 0 }]);
});

test("a slow channel holds up nobody who waits for a fast one", async () => {
  await using world = await createDeliveryWorld();
  const { db, channels } = world;
  const rates = { [channels.sms]: 1, [channels.webhook]: 0.01 };
  for (const [id, perSecond] of Object.entries(rates)) {
    await db
      .updateTable("channel")
      .set({ per_second: perSecond })
      .where("id", "=", Number(id))
      .execute();
    await db
      .updateTable("channel_rate")
      .set({ tokens: 0 })
      .where("channel_id", "=", Number(id))
      .execute();
  }
  const people = crowd(12).map(({ name, sms = "", webhook = "" }, n) =>
    n < 6 ? { name, sms } : { name, webhook },
  );
  await world.contacts(people);
  await world.launch();
  for (let second = 0; second < 8; second++) await world.pass(SECOND);
  expect(world.simulators.sms.received.summary()).toMatchObject({ accepted: 6 });
});
