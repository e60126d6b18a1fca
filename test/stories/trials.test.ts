import { expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { changeBudget } from "../../src/actions/broadcast/budget.ts";
import { askDryRun } from "../../src/actions/broadcast/dry-run.ts";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { setOrganisationBudget } from "../../src/actions/organisation/set-budget.ts";
import { forgetTrials, TRIALS_KEPT_MS } from "../../src/actions/tester/forget.ts";
import { sendTest } from "../../src/actions/tester/send-test.ts";
import { addTester, confirmTester, testerCode } from "../../src/actions/tester/testers.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { dryRunOnce } from "../../src/loops/dry-run.ts";
import { readTemplatesOnce } from "../../src/loops/templates.ts";
import { testSendOnce } from "../../src/loops/test-send.ts";
import { noteWaysOnce } from "../../src/loops/ways.ts";
import { transact } from "../../src/store/database.ts";
import { lastDryRun } from "../../src/store/dry-runs.ts";
import { knownWays, reachOverview } from "../../src/store/reachability.ts";
import { addSpending } from "../../src/store/spending.ts";
import { listTesters, testMessagesOf } from "../../src/store/testers.ts";
import { person } from "../house.ts";
import {
  approver,
  cascadeOf,
  createDeliveryWorld,
  crowd,
  planner,
  SECOND,
} from "./delivery-world.ts";

const admin = person("Ines", "administrator");
const greeting = {
  fr: { heading: "Crue", body: "{name}, quittez la rive nord. Rendez-vous : {refuge}." },
  en: { heading: "Flood", body: "{name}, leave the north bank. Meet at {refuge}." },
};

test("a dry run plays everything but the network, and nothing is sent", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels, simulators, context } = world;
  await changeChannel(house, admin, { id: channels.whatsapp, dailyMax: 3, priceCents: 4 });
  await world.contacts([
    ...crowd(5).map((one) => ({ ...one, attributes: { refuge: "Halle 2" } })),
    { name: "Ana", language: "en", sms: "+33699000001", attributes: { refuge: "Hall 2" } },
    { name: "Bo", sms: "+33699000002" },
    { name: "Cy" },
  ]);
  const id = await world.draft({ texts: greeting });
  await askDryRun(house, planner, { id });
  await expect(askDryRun(house, planner, { id })).rejects.toThrow("under way already");
  expect(await dryRunOnce(context)).toBe(true);
  expect(await dryRunOnce(context)).toBe(false);

  const run = await lastDryRun(db, id);
  expect(run).toMatchObject({ state: "done", asked_by: "Leila" });
  const result = run?.result;
  // Three fit into today's quota; the others take their next way; Bo lacks a value, Cy an address.
  expect(result).toMatchObject({
    people: 7,
    wouldSend: 6,
    costCents: 12,
    trouble: [{ reason: "missing-value:refuge", people: 1 }],
    unreachable: [{ reason: "no-address", people: 1 }],
    channels: [
      { channelId: channels.whatsapp, people: 3, costCents: 12, objection: null },
      { channelId: channels.sms, people: 3, costCents: null },
      { channelId: channels.webhook, people: 0 },
    ],
  });
  const english = result?.samples.find(({ language }) => language === "en");
  expect(english).toMatchObject({ name: "Ana", address: "+336 … 01" });
  expect(english?.body).toContain("Ana, leave the north bank. Meet at Hall 2.");
  expect(english?.body).toContain("Reply 1");
  for (const simulator of Object.values(simulators)) expect(simulator.received.all()).toEqual([]);
  expect(await world.deliveries(id)).toEqual([]);
  const events = await db.selectFrom("event").select(["name", "actor"]).orderBy("id").execute();
  expect(events.slice(-2)).toEqual([
    { name: "broadcast.dry-run", actor: "Leila" },
    { name: "broadcast.dry-run-done", actor: "planner" },
  ]);
});

test("a transport objects in the dry run, before anybody waits for it", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels } = world;
  await world.contacts([{ name: "Ana", whatsapp: "+33699000001" }]);
  const { template: _template, ...settings } = (
    await db
      .selectFrom("channel")
      .select("settings")
      .where("id", "=", channels.whatsapp)
      .executeTakeFirstOrThrow()
  ).settings;
  await db
    .updateTable("channel")
    .set({ settings: JSON.stringify(settings) })
    .where("id", "=", channels.whatsapp)
    .execute();
  const id = await world.draft();
  await askDryRun(house, planner, { id });
  await dryRunOnce(world.context);
  const run = await lastDryRun(db, id);
  expect(run?.result?.channels[0]?.objection).toContain("template");
});

test("a test goes to those who sent the code back, is marked, and counts for nothing", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, simulators, context } = world;
  await world.contacts(crowd(2));
  const id = await world.draft({ texts: greeting });
  const asked = { id, own: true, languages: ["fr", "en"] as const };
  const zoe = await addTester(house, planner, { name: "Zoé", kind: "sms", address: "0699000009" });
  const ask = async () => await sendTest(house, planner, { ...asked, testers: [zoe.id] });
  await expect(ask()).rejects.toThrow("Nobody can get this test");
  await testSendOnce(context);
  const [code] = simulators.sms.received.textsOf("+33699000009");
  expect(code).toContain(testerCode(house.secretKey, zoe));
  expect(await confirmTester(house, { id: zoe.id, code: "000000" })).toBe("wrong");
  expect(await confirmTester(house, { id: zoe.id, code: testerCode(house.secretKey, zoe) })).toBe(
    "confirmed",
  );
  expect(await listTesters(db, true)).toEqual([]);

  expect(await ask()).toEqual({ messages: 2 });
  await testSendOnce(context);
  const [, french, english] = simulators.sms.received.textsOf("+33699000009");
  expect(french).toContain("[TEST] Zoé, quittez la rive nord. Rendez-vous : [refuge].");
  expect(english).toContain("[TEST] Zoé, leave the north bank.");
  expect(simulators.whatsapp.received.all()).toEqual([]);
  expect((await testMessagesOf(db, id)).map(({ outcome }) => outcome)).toEqual([
    "accepted",
    "accepted",
  ]);
  // What comes back of it is nobody's.
  for (const { reference } of simulators.sms.received.all()) {
    await world.tell("sms", reference, "delivered");
  }
  await world.settle();
  expect(await db.selectFrom("delivery").selectAll().execute()).toEqual([]);
  expect(await db.selectFrom("tally").selectAll().where("broadcast_id", "=", id).execute()).toEqual(
    [],
  );
  for (let n = 0; n < 14; n++) await ask();
  await expect(ask()).rejects.toThrow("more than 30 test messages");
  world.clock.pass(HOUR_MS + SECOND);
  expect(await ask()).toEqual({ messages: 2 });
  // After a month nothing is left of it but the events; the confirmed tester stays.
  await testSendOnce(context);
  world.clock.pass(TRIALS_KEPT_MS + HOUR_MS);
  await forgetTrials(house, null);
  expect((await testMessagesOf(db, id)).filter(({ state }) => state === "done")).toEqual([]);
  expect(await listTesters(db, false)).toMatchObject([{ state: "confirmed" }]);
});

test("money: the plan says what a limit leaves, and an approval that would break it is refused", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels } = world;
  await world.contacts(crowd(10));
  await changeChannel(house, admin, { id: channels.whatsapp, priceCents: 10 });
  await changeChannel(house, admin, { id: channels.sms, priceCents: 7 });
  await setOrganisationBudget(house, admin, { currency: "CHF", budgetDayCents: 150 });
  const plan = await world.plan({ budgetCents: 90 });
  expect(plan.budget).toMatchObject({ currency: "CHF", cents: 90, dayCents: 150 });
  expect(plan.warnings).toEqual(
    expect.arrayContaining([
      { code: "over-budget", of: "broadcast", leftCents: 90, needsCents: 100 },
      { code: "budget-on-fallback", of: "day", leftCents: 150, needsCents: 170 },
    ]),
  );
  const id = await world.draft({ budgetCents: 90 });
  await expect(approveBroadcast(house, approver, { id })).rejects.toThrow("would cost 1 CHF");
  await expect(
    changeBudget(house, planner, { id, budgetCents: 200, beyondDay: false }),
  ).rejects.toMatchObject({ code: "forbidden" });
  await changeBudget(house, approver, { id, budgetCents: 200, beyondDay: false });
  await transact(
    db,
    async (tx) =>
      await addSpending(tx, {
        broadcastId: id,
        channelId: channels.sms,
        cents: 60,
        now: world.clock(),
      }),
  );
  await expect(approveBroadcast(house, approver, { id })).rejects.toThrow("day’s budget");
  await changeBudget(house, approver, { id, budgetCents: 200, beyondDay: true });
  expect(await approveBroadcast(house, approver, { id })).toMatchObject({ state: "running" });
});

test("templates are read from the provider, the plan warns, and without any way nothing is approved", async () => {
  await using world = await createDeliveryWorld();
  const { house, channels, simulators, context } = world;
  await world.contacts([
    { name: "Ana", whatsapp: "+33699000001" },
    { name: "Hidden", whatsapp: "FR.13491208655302741918" },
  ]);
  const whatsapp = cascadeOf(channels).rungs.slice(0, 1);
  const only = { ...cascadeOf(channels), rungs: whatsapp };
  const plan = async (cascade = only) => await world.plan({ cascade });
  const usual = [
    { code: "one-failure-domain", domain: "meta" },
    { code: "username-only", people: 1 },
  ];
  expect((await plan()).warnings).toEqual(usual);
  await readTemplatesOnce(context);
  expect((await plan()).warnings).toEqual(usual);

  await simulators.whatsapp.setConduct({
    rules: {
      perPersonMs: null,
      peopleADayMax: null,
      windowMs: null,
      templates: { crisis_notice: "paused" },
      tokenUntil: world.clock() + HOUR_MS + 72 * HOUR_MS,
    },
  });
  world.clock.pass(HOUR_MS);
  await readTemplatesOnce(context);
  const warned = (await plan()).warnings;
  expect(warned).toContainEqual({
    code: "template",
    channelId: channels.whatsapp,
    language: "fr",
    name: "crisis_notice",
    state: "paused",
  });
  expect(warned).toContainEqual({ code: "token-ends", channelId: channels.whatsapp, days: 3 });
  const stuck = await world.draft({ title: "A", cascade: only });
  await expect(approveBroadcast(house, approver, { id: stuck })).rejects.toThrow(
    "No channel can write in French",
  );

  // The provider says that it is good again; with it, the person without a number is written to.
  await world.tellTemplate({ event: "APPROVED", language: "fr" });
  await world.tellTemplate({ event: "APPROVED", language: "en" });
  await simulators.whatsapp.setConduct({
    rules: {
      perPersonMs: null,
      peopleADayMax: null,
      windowMs: null,
      templates: {},
      tokenUntil: null,
    },
  });
  await world.settle();
  await approveBroadcast(house, approver, { id: stuck });
  await world.settle();
  expect(simulators.whatsapp.received.textsOf("FR.13491208655302741918")).toHaveLength(1);
});

test("what arrived proves a way, and who hangs on one alone is known", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, simulators } = world;
  const [ana, bo, cy] = await world.contacts([
    { name: "Ana", whatsapp: "+33699000001", sms: "+33699000001" },
    { name: "Bo", whatsapp: "+33699000002" },
    { name: "Cy" },
  ]);
  expect(await reachOverview(db)).toEqual({
    people: 3,
    none: 1,
    several: 1,
    single: [{ domain: "meta", people: 1 }],
  });
  await world.launch();
  await world.settle();
  for (const { reference } of simulators.whatsapp.received.all()) {
    await world.tell("whatsapp", reference, "delivered");
  }
  await world.pass(SECOND);
  await noteWaysOnce({ house });
  const ways = await knownWays(db, [ana ?? 0, bo ?? 0, cy ?? 0]);
  const proved = (id = 0) => ways.get(id)?.map(({ kind, verified }) => [kind, verified?.by]);
  expect(proved(ana)).toEqual([
    ["sms", undefined],
    ["whatsapp", "delivered"],
  ]);
  expect(proved(bo)).toEqual([["whatsapp", "delivered"]]);
  const asking = async (reach: object) => (await world.plan({ question: { reach } })).people;
  expect(await asking({ only: "meta" })).toBe(1);
  expect(await asking({ ways: "several" })).toBe(1);
  expect(await asking({ ways: "none" })).toBe(1);
  expect(await asking({ scoreMax: 50 })).toBe(2);
});
