import { expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { setChannelState } from "../../src/actions/channel/set-state.ts";
import type { QuestionNow } from "../../src/domain/segment.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { findChannel } from "../../src/store/channels.ts";
import { countReach } from "../../src/store/segments.ts";
import { person } from "../house.ts";
import {
  approver,
  cascadeOf,
  createDeliveryWorld,
  crowd,
  planner,
  SECOND,
} from "./delivery-world.ts";

const CROWD = 60;

test("R5: mid-way WhatsApp takes everything and delivers nothing: seen from receipts, the others by SMS", async () => {
  await using world = await createDeliveryWorld();
  const { db, clock, channels, simulators } = world;
  await world.contacts(crowd(CROWD));
  const tokens = { tokens: 20, at: new Date(clock()) };
  await db
    .updateTable("channel_rate")
    .set(tokens)
    .where("channel_id", "=", channels.whatsapp)
    .execute();
  const id = await world.launch();
  await deliverOnce(world.context, world.worker);
  const first = simulators.whatsapp.received.all();
  expect(first).toHaveLength(20);
  for (const { reference } of first) await world.tell("whatsapp", reference, "delivered");
  await simulators.whatsapp.setConduct({ state: "holding" });
  await world.pass(SECOND);
  const held = simulators.whatsapp.received.all().slice(20);
  expect(held).toHaveLength(CROWD - 20);
  expect(simulators.sms.received.all()).toEqual([]);
  await world.pass(60 * SECOND);
  for (const { reference } of simulators.sms.received.all()) {
    await world.tell("sms", reference, "delivered");
  }
  await world.settle();
  await world.pass(SECOND);
  expect(await findChannel(db, channels.whatsapp)).toMatchObject({
    state: "down",
    state_source: "receipts",
  });
  const people = await world.deliveries(id);
  expect(people.filter(({ settled }) => settled === "reached")).toHaveLength(CROWD);
  expect(people.filter(({ rung }) => rung === 1)).toHaveLength(CROWD - 20);
  // The next broadcast does not even try WhatsApp.
  const next = await world.launch();
  await world.settle();
  expect((await world.deliveries(next)).every(({ rung }) => rung === 1)).toBe(true);
  // It is back, and what it held arrives late: that is noted, and moves and repeats nothing.
  await simulators.whatsapp.setConduct({ state: "up" });
  const back = { id: channels.whatsapp, reason: "", source: "operator", state: "up" } as const;
  await setChannelState(world.house, planner, back);
  for (const { reference } of held) await world.tell("whatsapp", reference, "read");
  await world.pass(120 * SECOND);
  expect((await world.deliveries(id)).filter(({ best }) => best === 5)).toHaveLength(CROWD - 20);
  expect(simulators.whatsapp.received.summary()).toMatchObject({ accepted: CROWD, duplicates: 0 });
  expect(simulators.sms.received.summary()).toMatchObject({ accepted: 2 * CROWD - 20 });
});

test("an operator takes a channel down: whoever waits on it moves on at once, and never comes back", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(5));
  const id = await world.launch();
  await world.settle();
  const state = {
    id: world.channels.whatsapp,
    reason: "Meta is down",
    source: "operator" as const,
  };
  await setChannelState(world.house, planner, { ...state, state: "down" });
  await world.settle();
  expect(world.simulators.sms.received.summary().accepted).toBe(5);
  await setChannelState(world.house, planner, { ...state, state: "up" });
  await world.pass(SECOND);
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({
    accepted: 5,
    duplicates: 0,
  });
  expect((await world.deliveries(id)).every(({ rung }) => rung === 1)).toBe(true);
});

test("with every channel down they wait; recovery begins with a few canaries", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(50).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const down = { id: world.channels.whatsapp, reason: "", source: "operator" as const };
  await setChannelState(world.house, planner, { ...down, state: "down" });
  const id = await world.launch();
  await world.pass(600 * SECOND);
  expect((await world.deliveries(id)).every(({ settled }) => settled === null)).toBe(true);
  await setChannelState(world.house, planner, { ...down, state: "probing" });
  await world.settle();
  expect(world.simulators.whatsapp.received.summary().accepted).toBe(20);
  await setChannelState(world.house, planner, { ...down, state: "up" });
  await world.settle();
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({
    accepted: 50,
    duplicates: 0,
  });
});

test("canaries that arrive bring their channel back, and everybody else follows", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(50).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const down = { id: world.channels.whatsapp, reason: "", source: "operator" as const };
  await setChannelState(world.house, planner, { ...down, state: "down" });
  await world.launch();
  await setChannelState(world.house, planner, { ...down, state: "probing" });
  await world.settle();
  const canaries = world.simulators.whatsapp.received.all();
  expect(canaries).toHaveLength(20);
  for (const { reference } of canaries.slice(0, 12)) {
    await world.tell("whatsapp", reference, "delivered");
  }
  await world.settle();
  await world.pass(SECOND);
  expect(await findChannel(world.db, world.channels.whatsapp)).toMatchObject({
    state: "up",
    state_source: "receipts",
    state_reason: "delivery:channel.back",
  });
  const { accepted, duplicates } = world.simulators.whatsapp.received.summary();
  expect({ accepted, duplicates }).toEqual({ accepted: 50, duplicates: 0 });
});

test("on a slow channel no canary is lost: those without a token fly when there is one", async () => {
  await using world = await createDeliveryWorld();
  const id = world.channels.whatsapp;
  await changeChannel(world.house, person("Ines", "administrator"), { id, perSecond: 1 });
  await world.contacts(crowd(30).map(({ name, whatsapp = "" }) => ({ name, whatsapp })));
  const down = { id, reason: "", source: "operator" as const };
  await setChannelState(world.house, planner, { ...down, state: "down" });
  await world.launch();
  await world.pass(600 * SECOND);
  await setChannelState(world.house, planner, { ...down, state: "probing" });
  for (let second = 0; second < 40; second++) await world.pass(SECOND);
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({
    accepted: 20,
    duplicates: 0,
  });
});

test("a provider that refuses our account takes its channel down once, and burns nobody", async () => {
  await using world = await createDeliveryWorld();
  await world.simulators.whatsapp.setConduct({ state: "erring", errorCode: 190 });
  await world.contacts(crowd(30));
  const id = await world.launch();
  await world.settle();
  expect(await findChannel(world.db, world.channels.whatsapp)).toMatchObject({
    state: "down",
    state_source: "account",
  });
  const events = await world.db
    .selectFrom("event")
    .select("id")
    .where("name", "=", "channel.set-state")
    .execute();
  expect(events).toHaveLength(1);
  expect((await world.deliveries(id)).every(({ rung, fact }) => rung === 1 && fact === 2)).toBe(
    true,
  );
});

test("R17: a drill never uses a live channel, and a live broadcast never a drill's", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(2));
  const cascade = cascadeOf(world.channels);
  await expect(world.plan({ drill: true })).rejects.toThrow(/cannot be used/);
  const settings = { url: world.simulators.webhook.url, key: "a-shared-key-of-sixteen" };
  const admin = person("Ines", "administrator");
  const { id: drillChannel } = await createChannel(world.house, admin, {
    transport: "signed-webhook",
    name: "Drill",
    settings,
    drill: true,
  });
  const rungs = [{ channelId: drillChannel, patienceMs: 60_000, success: "accepted" as const }];
  const toDrill = { cascade: { ...cascade, rungs } };
  await expect(world.plan(toDrill)).rejects.toThrow(/cannot be used/);
  const id = await world.launch({ ...toDrill, drill: true });
  // Approved as a drill, then somebody turns the channel live behind our back: it is refused.
  await world.db
    .updateTable("channel")
    .set({ drill: false })
    .where("id", "=", drillChannel)
    .execute();
  await world.settle();
  expect(world.simulators.webhook.received.summary().accepted).toBe(0);
  expect((await world.deliveries(id)).every(({ settled }) => settled === "exhausted")).toBe(true);
});

test("S4: whoever planned it may not approve it, and a plan without people is not approved", async () => {
  await using world = await createDeliveryWorld();
  const both = person("Sam", "communicator", "approver");
  const { id } = await createBroadcast(world.house, both, world.written());
  await expect(approveBroadcast(world.house, both, { id })).rejects.toThrow(/second person/);
  await expect(approveBroadcast(world.house, approver, { id })).rejects.toThrow(/Nobody/);
  await world.contacts(crowd(1));
  await approveBroadcast(world.house, approver, { id });
  await expect(approveBroadcast(world.house, approver, { id })).rejects.toThrow(/running already/);
});

test("the plan counts reach, first messages and the people nobody can reach, with the reason", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([
    ...crowd(3),
    { name: "Only SMS", sms: "+33699000001" },
    { name: "Nobody" },
  ]);
  await world.db
    .insertInto("address")
    .values({ contact_id: 5, kind: "sms", value: "+33699000009" })
    .execute();
  const plan = await world.plan();
  expect(plan).toMatchObject({
    recipients: 4,
    people: 5,
    unreachable: [{ reason: "no-consent", count: 1, sample: ["Nobody"] }],
    perChannel: [
      { reach: 3, first: 3 },
      { reach: 4, first: 1 },
      { reach: 3, first: 0 },
    ],
  });
});

test("whoever is counted is whoever is planned, and a list without values means nobody", async () => {
  await using world = await createDeliveryWorld();
  const [first, ...others] = crowd(4);
  const lyon = { ...first, name: "Ana", attributes: { city: "Lyon" } };
  await world.contacts([lyon, ...others]);
  const planned = async (question: QuestionNow) => (await world.plan({ question })).recipients;
  const questions: [QuestionNow, number][] = [
    [{}, 4],
    [{ attributes: { city: ["Lyon", "Nice"] } }, 1],
    [{ languages: ["en"] }, 0],
    [{ attributes: { city: [] } }, 0],
  ];
  for (const [question, people] of questions) {
    expect(await planned(question)).toBe(people);
    expect((await countReach(world.db, question)).contacts).toBe(people);
  }
});

test("a receipt that lies unread in our own inbox is no silence of theirs", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(1));
  const id = await world.launch();
  await world.settle();
  const [sent] = world.simulators.whatsapp.received.all();
  await world.tell("whatsapp", sent?.reference ?? "", "delivered");
  world.clock.pass(60 * SECOND);
  await deliverOnce(world.context, world.worker);
  expect(await world.deliveries(id)).toMatchObject([{ rung: 0, settled: null }]);
  await world.settle();
  expect(await world.deliveries(id)).toMatchObject([{ rung: 0, settled: "reached" }]);
  expect(world.simulators.sms.received.all()).toEqual([]);
});
