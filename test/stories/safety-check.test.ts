import { expect, test } from "vitest";
import { cancelBroadcast } from "../../src/actions/broadcast/cancel.ts";
import { pauseBroadcast } from "../../src/actions/broadcast/pause.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { takeCare } from "../../src/actions/care/take.ts";
import { signLink } from "../../src/actions/reply/by-link.ts";
import { resumeSending } from "../../src/actions/sending/resume.ts";
import { stopSending } from "../../src/actions/sending/stop.ts";
import { hookRoutes } from "../../src/http/hooks/routes.ts";
import { findBroadcast, followersOf } from "../../src/store/broadcasts.ts";
import { safetyLines, safetyPlaces } from "../../src/store/safety.ts";
import { tallyTotals } from "../../src/store/tallies.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";
import { approver, createDeliveryWorld, crowd, planner, SECOND } from "./delivery-world.ts";

type World = Awaited<ReturnType<typeof createDeliveryWorld>>;
const MINUTE = 60 * SECOND;
const ana = { name: "Ana", whatsapp: "+33612000001", attributes: { city: "Lyon" } };
const bo = { name: "Bo", whatsapp: "+33612000002", attributes: { city: "Lyon" } };
const cem = { name: "Cem", whatsapp: "+33612000003", attributes: { city: "Lille" } };
const insist = { everyMs: 10 * MINUTE, timesMax: 2, deputyAfterMs: null };

const sentTo = (world: World, address: string) =>
  world.simulators.whatsapp.received.textsOf(address);

/** Everybody's phone shows what is new, and says so. */
async function allArrive(world: World) {
  for (const { reference } of world.simulators.whatsapp.received.all()) {
    await world.tell("whatsapp", reference, "delivered");
  }
  await world.settle();
}

test("asked again until they answer, so often and no more, and nobody who has answered", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana, bo]);
  const id = await world.launch({ insist });
  await world.settle();
  await allArrive(world);
  await world.write("whatsapp", ana.whatsapp, "1");
  await world.settle();
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "done" });
  await world.pass(10 * MINUTE);
  await allArrive(world);
  expect(sentTo(world, ana.whatsapp)).toHaveLength(1);
  expect(sentTo(world, bo.whatsapp)).toEqual([
    expect.stringMatching(/^Quittez/),
    expect.stringMatching(/^Rappel\u00a0: Quittez/),
  ]);
  await world.pass(10 * MINUTE);
  await allArrive(world);
  await world.pass(60 * MINUTE);
  expect(sentTo(world, bo.whatsapp)).toHaveLength(3);
  expect(await followersOf(world.db, id)).toMatchObject([
    { kind: "reminder", state: "done", recipients: 1 },
    { kind: "reminder", state: "done", recipients: 1 },
  ]);
});

test("an answer to a reminder is an answer to the question, and stops the reminder on its way", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([{ ...ana, sms: "+33612000001" }]);
  const id = await world.launch({ insist });
  await world.settle();
  await allArrive(world);
  await world.pass(10 * MINUTE);
  await world.write("whatsapp", ana.whatsapp, "2");
  await world.pass(5 * MINUTE);
  expect(await world.deliveries(id)).toMatchObject([{ answer: "help", settled: "acknowledged" }]);
  expect(await tallyTotals(world.db, id)).toContainEqual({
    channelId: 0,
    what: "answer:help",
    n: 1,
  });
  const [reminder] = await followersOf(world.db, id);
  expect(await world.deliveries(reminder?.id ?? 0)).toMatchObject([{ settled: "acknowledged" }]);
  await world.pass(30 * MINUTE);
  expect(await followersOf(world.db, id)).toHaveLength(1);
  expect(world.simulators.sms.received.all()).toEqual([]);
});

test("perishable: when the question is no longer worth an answer, nobody is asked again", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana]);
  const cascade = {
    rungs: [
      { channelId: world.channels.whatsapp, patienceMs: MINUTE, success: "delivered" as const },
    ],
    expiresAfterMs: 15 * MINUTE,
    triesMax: 3,
  };
  const id = await world.launch({ cascade, insist: { ...insist, timesMax: 9 } });
  await world.settle();
  await allArrive(world);
  await world.pass(10 * MINUTE);
  await allArrive(world);
  await world.pass(60 * MINUTE);
  expect(await followersOf(world.db, id)).toHaveLength(1);
  expect(await findBroadcast(world.db, id)).toMatchObject({ remind_at: null });
});

test("whoever stays silent has a deputy who is told, once, by name", async () => {
  await using world = await createDeliveryWorld();
  const ids = await world.contacts([
    { ...ana, attributes: { deputy: "D-1" } },
    { ...bo, attributes: { deputy: "D-1" } },
    { ...cem, attributes: { deputy: "D-1" } },
    { name: "Dora", sms: "+33612000009", language: "en" },
  ]);
  await world.db
    .updateTable("contact")
    .set({ external_key: "D-1" })
    .where("id", "=", ids[3] ?? 0)
    .execute();
  await world.launch({ insist: { everyMs: 10 * MINUTE, timesMax: 0, deputyAfterMs: 5 * MINUTE } });
  await world.settle();
  await allArrive(world);
  await world.write("whatsapp", cem.whatsapp, "ok");
  await world.pass(5 * MINUTE);
  await world.pass(30 * MINUTE);
  const told = world.simulators.sms.received.textsOf("+33612000009");
  expect(told.filter((text) => text.includes("no answer from"))).toEqual([
    expect.stringContaining("We have no answer from: Ana, Bo."),
  ]);
});

test("a poll is answered with a number or its words, and changing one's mind counts once", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([ana, bo, cem]);
  const asks = {
    kind: "poll" as const,
    options: [
      { fr: "Sur place", en: "On site" },
      { fr: "À la maison", en: "At home" },
      { fr: "En congé", en: "On leave" },
    ],
  };
  const id = await world.launch({ asks });
  await world.settle();
  expect(sentTo(world, ana.whatsapp).join()).toContain(
    "Répondez 1 pour «\u00a0Sur place\u00a0», 2 pour «\u00a0À la maison\u00a0» ou 3 pour «\u00a0En congé\u00a0». STOP",
  );
  await world.write("whatsapp", ana.whatsapp, "2");
  await world.write("whatsapp", bo.whatsapp, "a la MAISON !");
  await world.write("whatsapp", cem.whatsapp, "3️⃣");
  await world.settle();
  await world.write("whatsapp", cem.whatsapp, "1. Je suis revenu");
  await world.settle();
  expect((await world.deliveries(id)).map(({ answer }) => answer)).toEqual([
    "choice:2",
    "choice:2",
    "choice:1",
  ]);
  const totals = await tallyTotals(world.db, id);
  expect(totals).toContainEqual({ channelId: 0, what: "answer:choice:2", n: 2 });
  expect(totals).toContainEqual({ channelId: 0, what: "answer:choice:3", n: 0 });
  await world.write("whatsapp", ana.whatsapp, "SOS");
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ answer: "help" }, {}, {}]);
});

test("a poll behind a link shows a button for each answer, and takes no other", async () => {
  await using front = await createTestFront({ outside: [hookRoutes] });
  await using world = await createDeliveryWorld();
  await world.contacts([{ name: "Ana", webhook: "pager-1" }]);
  const options = [
    { fr: "Oui <b>", en: "Yes" },
    { fr: "Non", en: "No" },
  ];
  const id = await world.launch({ asks: { kind: "poll", options } });
  await world.settle();
  front.front.house.db = world.db;
  const key = { broadcastId: id, ordinal: 0, rung: 2, try: 0 };
  const url = `/r/${signLink(world.house.secretKey, "answer", key)}`;
  const page = await front.app.inject({ method: "GET", url });
  expect(page.body).toContain('<button name="say" value="1">Oui &lt;b&gt;</button>');
  expect(page.body).toContain('value="2">Non</button>');
  const say = async (choice: string) =>
    await front.app.inject({
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: `say=${choice}`,
    });
  expect((await say("3")).statusCode).toBe(404);
  expect((await say("2")).statusCode).toBe(200);
  expect(await world.deliveries(id)).toMatchObject([{ answer: "choice:2" }]);
});

test("the board: help first, by place; one takes care of it, and nobody takes it from them by accident", async () => {
  await using world = await createDeliveryWorld();
  const [anaId = 0, boId = 0] = await world.contacts([ana, bo, cem]);
  const id = await world.launch();
  await world.settle();
  await allArrive(world);
  await world.write("whatsapp", bo.whatsapp, "2");
  await world.write("whatsapp", ana.whatsapp, "2");
  await world.settle();
  const ask = { broadcastId: id, by: "city", limit: 10 };
  expect(await safetyPlaces(world.db, ask)).toEqual([
    { place: "Lyon", people: 2, safe: 0, help: 2, silent: 0 },
    { place: "Lille", people: 1, safe: 0, help: 0, silent: 1 },
  ]);
  await takeCare(world.house, planner, { id, contactId: boId, state: "claimed" });
  const max = person("Max", "communicator");
  await expect(
    takeCare(world.house, max, { id, contactId: boId, state: "claimed" }),
  ).rejects.toMatchObject({ code: "conflict" });
  await takeCare(world.house, max, {
    id,
    contactId: boId,
    state: "claimed",
    note: "Lives on the second floor.",
  });
  expect(await safetyLines(world.db, { ...ask, show: "help" })).toMatchObject([
    { name: "Ana", care: null, words: "2", place: "Lyon", ways: [ana.whatsapp] },
    { name: "Bo", care: "claimed", careBy: "Leila", note: "Lives on the second floor." },
  ]);
  expect(await safetyLines(world.db, { ...ask, show: "silent" })).toMatchObject([{ name: "Cem" }]);
  await expect(
    takeCare(world.house, planner, { id, contactId: anaId + 1_000, state: "done" }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("the switch stops every broadcast at once, and gives back only what it had stopped itself", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(3));
  const ids = [await world.launch(), await world.launch(), await world.launch()];
  const [one = 0, two = 0, three = 0] = ids;
  await pauseBroadcast(world.house, planner, { id: three });
  expect(await stopSending(world.house, planner, { reason: "wrong text" })).toEqual({
    broadcasts: 2,
  });
  await world.settle();
  expect(world.simulators.whatsapp.received.all()).toEqual([]);
  await expect(stopSending(world.house, planner, { reason: "again" })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(world.launch()).rejects.toMatchObject({ code: "conflict" });
  await expect(resumeBroadcast(world.house, planner, { id: one })).rejects.toMatchObject({
    message: expect.stringContaining("Leila has stopped all sending"),
  });
  await cancelBroadcast(world.house, planner, { id: two, reason: "wrong text" });
  await expect(resumeSending(world.house, planner, {})).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await resumeSending(world.house, approver, {})).toEqual({ broadcasts: 1 });
  await world.settle();
  expect(
    await Promise.all(ids.map(async (id) => (await findBroadcast(world.db, id))?.state)),
  ).toEqual(["running", "cancelled", "paused"]);
  expect(world.simulators.whatsapp.received.all()).toHaveLength(3);
});
