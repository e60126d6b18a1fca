import { expect, test } from "vitest";
import { cancelBroadcast } from "../../src/actions/broadcast/cancel.ts";
import { pauseBroadcast } from "../../src/actions/broadcast/pause.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { parseReference } from "../../src/domain/reference.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
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

test("R3: a lost answer is unknown: no second WhatsApp, receipts find it, SMS only after patience", async () => {
  await using world = await createDeliveryWorld();
  const { simulators } = world;
  await simulators.whatsapp.setConduct({ loseAnswers: 0.25 });
  await world.contacts(crowd(40));
  const id = await world.launch();
  await world.settle();
  const unknown = (await world.deliveries(id)).filter(({ outcome }) => outcome === "unknown");
  expect(unknown.length).toBeGreaterThan(4);
  expect(unknown.every(({ fact, rung }) => fact === 1 && rung === 0)).toBe(true);
  await simulators.whatsapp.setConduct({ loseAnswers: 0 });
  // Of every second one whose answer was lost nobody ever hears again.
  const silent = new Set(unknown.filter((_, n) => n % 2 === 0).map(({ ordinal }) => ordinal));
  const isSilent = (reference: string) => silent.has(parseReference(reference)?.ordinal ?? -1);
  const sent = simulators.whatsapp.received.all();
  for (const { reference } of sent.filter((one) => !isSilent(one.reference))) {
    await world.tell("whatsapp", reference, "read");
  }
  await world.pass(59 * SECOND);
  expect(simulators.sms.received.all()).toEqual([]);
  await world.pass(SECOND);
  const fellBack = simulators.sms.received.all().map(({ address }) => address);
  const lost = sent.filter((one) => isSilent(one.reference)).map(({ address }) => address);
  expect(fellBack.toSorted()).toEqual(lost.toSorted());
  expect(simulators.whatsapp.received.summary()).toMatchObject({ accepted: 40, duplicates: 0 });
  const read = (await world.deliveries(id)).filter(({ ordinal }) => !silent.has(ordinal));
  expect(new Set(read.map(({ settled, best, rung }) => `${settled} ${best} ${rung}`))).toEqual(
    new Set(["reached 5 0"]),
  );
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

test("R9: one number that the provider will not serve gives up neither the channel nor the number", async () => {
  await using world = await createDeliveryWorld();
  const { db, channels, simulators } = world;
  // Twilio's own number for a country that the account has not switched on.
  const abroad = "+15005550003";
  await world.contacts([
    { name: "Abroad", sms: abroad, webhook: "pager-abroad" },
    ...crowd(20).map(({ name, sms = "" }) => ({ name, sms })),
  ]);
  const id = await world.launch();
  await world.settle();
  expect(simulators.sms.received.summary()).toMatchObject({ accepted: 20, refused: 1 });
  expect(simulators.webhook.received.all().map(({ address }) => address)).toEqual(["pager-abroad"]);
  // A telephone that is switched off is not a number that is wrong.
  const [off] = simulators.sms.received.all();
  await world.tell("sms", off?.reference ?? "", "failed");
  await world.settle();
  const why = (await world.deliveries(id)).flatMap((one) => (one.settled ? [one.why] : []));
  expect(why).toContain("Twilio 30003");
  const states = await db
    .selectFrom("channel")
    .select("state")
    .where("id", "=", channels.sms)
    .execute();
  expect(states).toEqual([{ state: "up" }]);
  const bad = db.selectFrom("address").select("value").where("state", "=", "rejected");
  expect(await bad.execute()).toEqual([]);
});

test("R10: paused half-way, people and segment changed, resumed: the same people, the same words, once", async () => {
  await using world = await createDeliveryWorld();
  const { db, clock, channels, house } = world;
  const segmentId = house.newId();
  const at = new Date(clock());
  const north = { attributes: { bank: ["north"] } };
  const segment = {
    id: segmentId,
    name: "North bank",
    question: JSON.stringify(north),
    created_at: at,
  };
  await db.insertInto("segment").values(segment).execute();
  await world.contacts(crowd(50).map((one) => ({ ...one, attributes: { bank: "north" } })));
  const tokens = { tokens: 20, at };
  await db
    .updateTable("channel_rate")
    .set(tokens)
    .where("channel_id", "=", channels.whatsapp)
    .execute();
  const texts = { ...leave, fr: { heading: "", body: "{name}, quittez la rive." } };
  const id = await world.launch({ texts, segmentId });
  await deliverOnce(world.context, world.worker);
  const { received } = world.simulators.whatsapp;
  expect(received.summary().accepted).toBe(20);
  await pauseBroadcast(house, planner, { id });
  await world.pass(10 * SECOND);
  expect(received.summary().accepted).toBe(20);
  await world.contacts([{ name: "Late", whatsapp: "+33699999999", attributes: { bank: "north" } }]);
  const south = JSON.stringify({ attributes: { bank: ["south"] } });
  await db.updateTable("segment").set({ question: south }).where("id", "=", segmentId).execute();
  await db
    .updateTable("contact")
    .set({ name: "Another", language: "en", attributes: "{}" })
    .execute();
  await db
    .updateTable("address")
    .set({ value: "+33600000000" })
    .where("kind", "=", "whatsapp")
    .where("value", "=", "+33612000047")
    .execute();
  await resumeBroadcast(house, planner, { id });
  await world.settle();
  const wanted = crowd(50).map(({ name, whatsapp }) => `${whatsapp} ${name}, quittez la rive.`);
  const got = received
    .all()
    .map(
      ({ address }) => `${address} ${received.textsOf(address).join("+").split("rive.")[0]}rive.`,
    );
  expect(got.toSorted()).toEqual(wanted.toSorted());
  expect(received.summary()).toMatchObject({ accepted: 50, duplicates: 0 });
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

test("a provider that asks for half a minute is waited for; for an hour, everybody takes the next way", async () => {
  await using world = await createDeliveryWorld();
  const { simulators, channels } = world;
  const tokens = { tokens: 10, at: new Date(world.clock()) };
  const rate = world.db.updateTable("channel_rate").where("channel_id", "=", channels.whatsapp);
  const sent = () => {
    const { whatsapp, sms } = simulators;
    return [whatsapp, sms].map(({ received }) => received.summary().accepted);
  };
  // One of them has no other way: they wait for it.
  const people = [...crowd(30), { name: "Only", whatsapp: "+33612999999" }];
  await world.contacts(people);
  const ask = { state: "erring", errorCode: 130_429 } as const;
  await rate.set(tokens).execute();
  await simulators.whatsapp.setConduct({ ...ask, retryAfterS: 30 });
  await world.launch();
  await world.settle();
  await world.pass(29 * SECOND);
  expect(sent()).toEqual([0, 0]);
  await simulators.whatsapp.setConduct({ state: "up" });
  await world.pass(SECOND);
  await world.pass(SECOND);
  expect(sent()).toEqual([31, 0]);
  // Ten are refused, and the others need not ask.
  await rate.set({ ...tokens, at: new Date(world.clock()) }).execute();
  await simulators.whatsapp.setConduct({ ...ask, retryAfterS: 3_600 });
  const refused = simulators.whatsapp.received.summary().refused;
  const id = await world.launch({ title: "Later" });
  await world.settle();
  expect(sent()).toEqual([31, 30]);
  expect(simulators.whatsapp.received.summary().refused).toBeLessThanOrEqual(refused + 11);
  const [only] = (await world.deliveries(id)).filter(({ fact }) => fact === 0);
  expect(only).toMatchObject({ rung: 0, try: 0, settled: null });
  // What nobody hears of at the end of its time is over then, not when the provider is ready.
  await world.pass(3_540 * SECOND);
  await world.pass(60 * SECOND);
  expect((await world.deliveries(id)).map(({ settled }) => settled)).toContain("expired");
});

test("a provider that says no to everybody each second is left after a minute, and no try is burnt", async () => {
  await using world = await createDeliveryWorld();
  const { simulators } = world;
  await simulators.whatsapp.setConduct({ state: "erring", errorCode: 130_429 });
  await world.contacts(crowd(12));
  const id = await world.launch();
  await world.settle();
  for (let second = 0; second < 58; second += 2) await world.pass(2 * SECOND);
  expect(simulators.sms.received.all()).toEqual([]);
  expect((await world.deliveries(id)).every((one) => one.rung === 0 && one.try === 0)).toBe(true);
  for (let second = 0; second < 10; second += 2) await world.pass(2 * SECOND);
  expect(simulators.sms.received.summary()).toMatchObject({ accepted: 12, duplicates: 0 });
});
