import { expect, test } from "vitest";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { changeBudget } from "../../src/actions/broadcast/budget.ts";
import { askDryRun } from "../../src/actions/broadcast/dry-run.ts";
import { planFollowUpBroadcast } from "../../src/actions/broadcast/follow-up.ts";
import { insistOnAnswers } from "../../src/actions/broadcast/insist.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { setOrganisationBudget } from "../../src/actions/organisation/set-budget.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { dryRunOnce } from "../../src/loops/dry-run.ts";
import { findBroadcast, followersOf } from "../../src/store/broadcasts.ts";
import { lastDryRun } from "../../src/store/dry-runs.ts";
import { spentSoFar } from "../../src/store/spending.ts";
import { person } from "../house.ts";
import { approver, cascadeOf, createDeliveryWorld, crowd, planner } from "./delivery-world.ts";

const admin = person("Ines", "administrator");
type World = Awaited<ReturnType<typeof createDeliveryWorld>>;
const shares = { name: "Clairval portfolio", perSecond: null, peopleADay: 6 };

test("the people of 24 hours: the plan says how many are left and who goes without, and so it comes", async () => {
  await using world = await createDeliveryWorld();
  const { house, channels, simulators } = world;
  await changeChannel(house, admin, { id: channels.whatsapp, shares });
  const cascade = { ...cascadeOf(channels), expiresAfterMs: 30 * HOUR_MS };
  await world.contacts(crowd(4));
  await world.launch({ cascade });
  await world.settle();
  await world.contacts([
    { name: "Ana", whatsapp: "+33699000001", sms: "+33699000001" },
    { name: "Bo", whatsapp: "+33699000002" },
    { name: "Cy", whatsapp: "+33699000003", sms: "+33699000003" },
    { name: "Di", whatsapp: "+33699000004" },
  ]);
  const plan = await world.plan({ cascade });
  // Four were written to and need no place; two places are left for four new people.
  expect(plan.headroom).toEqual([
    {
      name: shares.name,
      channelIds: [channels.whatsapp],
      peopleADay: 6,
      used: 4,
      left: 2,
      needs: 4,
      known: 4,
      fallbackNeeds: 4,
      missing: 2,
      next: [{ channelId: channels.sms, people: 2 }],
      stuck: 2,
      freesAt: new Date(world.clock() + 24 * HOUR_MS).toISOString(),
    },
  ]);
  expect(plan.warnings).toContainEqual({
    code: "over-shared",
    of: "both",
    name: shares.name,
    left: 2,
    missing: 2,
    waiting: 2,
    channels: [channels.sms],
  });
  const { result: dry } = await dryRunOf(world, await world.draft({ cascade }));
  expect(dry?.channels.map(({ people }) => people)).toEqual([6, 1, 0]);
  expect(dry?.trouble).toEqual([{ reason: "waits", people: 1 }]);
  await world.launch({ cascade });
  await world.settle();
  // The order decides: Ana and Bo have the places, Cy takes the next way, Di waits.
  const heard = (number: string) => [
    simulators.whatsapp.received.textsOf(number).length,
    simulators.sms.received.textsOf(number).length,
  ];
  expect([1, 2, 3, 4].map((n) => heard(`+3369900000${n}`))).toEqual([
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  world.clock.pass(25 * HOUR_MS);
  expect((await world.plan({ cascade })).headroom).toMatchObject([
    { used: 0, known: 0, needs: 8, left: 6, freesAt: null },
  ]);
});

test("a dry run plays the whole cascade in silence, and silence comes to the same", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels, simulators } = world;
  // Ana begins there, so two places are left for the three who fall back on it.
  const three = { ...shares, peopleADay: 3 };
  await changeChannel(house, admin, { id: channels.sms, priceCents: 7, shares: three });
  await world.contacts([
    ...crowd(3),
    { name: "Ana", sms: "+33699000001", webhook: "pager-a", attributes: { deputy: "D-1" } },
    { name: "Bo", whatsapp: "+33699000002" },
    { name: "Dan", webhook: "pager-d" },
  ]);
  await db.updateTable("contact").set({ external_key: "D-1" }).where("name", "=", "Dan").execute();
  const insist = { everyMs: 25 * MINUTE_MS, timesMax: 5, deputyAfterMs: 30 * MINUTE_MS };
  const id = await world.draft({ insist, asks: { kind: "safety" } });
  const { result } = await dryRunOf(world, id);
  expect(result).toMatchObject({
    wouldSend: 6,
    channels: [{ people: 4 }, { people: 1 }, { people: 1 }],
  });
  expect(result?.later).toEqual({
    channels: [
      { channelId: channels.sms, people: 2, fromSeconds: 61, untilSeconds: 62, costCents: 14 },
      {
        channelId: channels.webhook,
        people: 4,
        fromSeconds: 61,
        untilSeconds: 122,
        costCents: null,
      },
    ],
    tooLate: 0,
    full: 0,
    finishSeconds: 122,
    reminders: { times: 2, everySeconds: 1_500 },
    deputies: { people: 1, afterSeconds: 1_800 },
  });
  for (const simulator of Object.values(simulators)) expect(simulator.received.all()).toEqual([]);

  await approveBroadcast(house, approver, { id });
  await world.settle();
  for (let minute = 0; minute < 4; minute++) await world.pass(MINUTE_MS);
  const sent = (way: keyof typeof simulators) => simulators[way].received.summary().accepted;
  expect([sent("whatsapp"), sent("sms"), sent("webhook")]).toEqual([4, 1 + 2, 1 + 4]);
});

async function dryRunOf({ house, db, context }: World, id: number) {
  await askDryRun(house, planner, { id });
  await dryRunOnce(context);
  const run = await lastDryRun(db, id);
  if (!run) throw new Error("There was no dry run.");
  return run;
}

test("money: reminders are counted beforehand, and paid from the budget of what they follow", async () => {
  await using world = await createDeliveryWorld();
  const { house, db, channels } = world;
  const [rung] = cascadeOf(channels).rungs;
  if (!rung) throw new Error("There is no way.");
  const cascade = { ...cascadeOf(channels), rungs: [{ ...rung, success: "accepted" as const }] };
  await world.contacts(crowd(10));
  await changeChannel(house, admin, { id: channels.whatsapp, priceCents: 10 });
  const insist = { everyMs: 10 * MINUTE_MS, timesMax: 3, deputyAfterMs: null };
  const input = { cascade, insist, asks: { kind: "safety" as const }, budgetCents: 150 };
  const plan = await world.plan(input);
  expect(plan.cost).toMatchObject({
    worstCents: 100,
    later: { reminders: { times: 3, cents: 300 }, deputies: null, correctionCents: 100 },
  });
  expect(plan.warnings).toContainEqual({
    code: "budget-on-follow-ups",
    of: "broadcast",
    leftCents: 150,
    needsCents: 400,
  });
  const id = await world.launch(input);
  await world.settle();
  expect((await findBroadcast(db, id))?.plan.warnings).toEqual(plan.warnings);
  world.clock.pass(10 * MINUTE_MS);
  const { begun } = await insistOnAnswers(house, { id });
  await world.settle();
  const [reminder = 0] = begun;
  const spentBy = async (broadcastId: number) =>
    (await spentSoFar(db, { broadcastId, drill: false, now: world.clock() })).broadcastCents;
  // The first message has taken 100 of 150: half of the reminders are left, and then it stops.
  expect([await spentBy(id), await spentBy(reminder)]).toEqual([100, 50]);
  await world.pass(2_000);
  await world.pass(MINUTE_MS);
  expect(await followersOf(db, id)).toMatchObject([{ id: reminder, state: "paused" }]);

  // Given money of its own it goes on; what it takes then is not the original's any more.
  await changeBudget(house, approver, { id: reminder, budgetCents: 100, beyondDay: false });
  await resumeBroadcast(house, planner, { id: reminder });
  await world.pass(2_000);
  expect([await spentBy(id), await spentBy(reminder)]).toEqual([100, 100]);

  // A correction is held against the day as everything else that somebody approves.
  await setOrganisationBudget(house, admin, { currency: "EUR", budgetDayCents: 250 });
  const correction = await planFollowUpBroadcast(house, planner, {
    id,
    kind: "correction",
    rest: "nothing",
  });
  expect(correction.plan.warnings).toContainEqual({
    code: "over-budget",
    of: "day",
    leftCents: 50,
    needsCents: 100,
  });
  await expect(approveBroadcast(house, approver, { id: correction.id })).rejects.toThrow(
    "day’s budget",
  );
});
