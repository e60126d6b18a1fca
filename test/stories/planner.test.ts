import { Command } from "commander";
import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { registerSending } from "../../src/cli/sending.ts";
import { smsSize } from "../../src/domain/text/sms-segments.ts";
import { DAY_MS } from "../../src/lib/clock.ts";
import { findBroadcast } from "../../src/store/broadcasts.ts";
import { findChannel } from "../../src/store/channels.ts";

import { createTestFront } from "../front.ts";
import { person } from "../house.ts";
import { cascadeOf, createDeliveryWorld, crowd, leave, SECOND } from "./delivery-world.ts";

const admin = person("Ines", "administrator");

test("the plan tells what it costs, what the day's quota leaves, and how a fallback would fare", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([...crowd(5), { name: "Only", sms: "+33699000001" }]);
  const { whatsapp, sms } = world.channels;
  await changeChannel(world.house, admin, { id: whatsapp, priceCents: 4, dailyMax: 3 });
  await changeChannel(world.house, admin, { id: sms, priceCents: 6.5 });
  const plan = await world.plan();
  expect(plan.perChannel).toMatchObject([
    { channelId: whatsapp, first: 5, costCents: 20, leftToday: 3 },
    { channelId: sms, first: 1, costCents: 6.5, fallback: { people: 6, costCents: 39 } },
    { first: 0, costCents: null },
  ]);
  expect(plan.cost).toMatchObject({ firstCents: 26.5, worstCents: 59, unpriced: 1 });
  expect(plan.warnings).toContainEqual({
    code: "over-quota",
    channelId: whatsapp,
    left: 3,
    missing: 2,
  });
});

test("an SMS loses its accents where somebody chose so, every other channel keeps them", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts([
    { name: "Zoë", whatsapp: "+33699000001" },
    { name: "Noël", sms: "+33699000002" },
  ]);
  const fr = { heading: "Feu", body: "{name}, quittez la forêt, vite : tous à l’hôtel." };
  const en = { heading: "Fire", body: "{name}, leave the forest." };
  await world.launch({ texts: { fr: { ...fr, plainSms: true }, en } });
  await world.settle();
  const [whatsapp] = world.simulators.whatsapp.received.textsOf("+33699000001");
  const [sms] = world.simulators.sms.received.textsOf("+33699000002");
  expect(whatsapp).toContain("Zoë, quittez la forêt, vite : tous à l’hôtel.");
  expect(sms).toContain("Noel, quittez la foret, vite : tous à l'hotel.");
  expect(sms && smsSize(sms)).toMatchObject({ alphabet: "gsm7", segments: 1 });
});

const lasting = (channels: Parameters<typeof cascadeOf>[0]) => ({
  ...cascadeOf(channels),
  expiresAfterMs: DAY_MS,
});

test("a day's quota is kept by the database: the rest take their next way, and tomorrow is a new day", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(5));
  const { whatsapp } = world.channels;
  await changeChannel(world.house, admin, { id: whatsapp, dailyMax: 3 });
  const id = await world.launch();
  await world.settle();
  expect(world.simulators.whatsapp.received.summary()).toMatchObject({ accepted: 3 });
  expect(world.simulators.sms.received.summary()).toMatchObject({ accepted: 2, duplicates: 0 });
  expect(await findChannel(world.db, whatsapp)).toMatchObject({ state: "up" });
  for (const way of ["whatsapp", "sms"] as const) {
    for (const { reference } of world.simulators[way].received.all()) {
      await world.tell(way, reference, "delivered");
    }
  }
  await world.pass(SECOND);
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "done" });
  // Whoever has no other way waits for the new day.
  await world.contacts([{ name: "Zoe", whatsapp: "+33699000009" }]);
  const again = await world.launch({ cascade: lasting(world.channels) });
  await world.pass(60 * SECOND);
  expect(world.simulators.whatsapp.received.textsOf("+33699000009")).toEqual([]);
  await world.pass(DAY_MS - (world.clock() % DAY_MS) + SECOND);
  expect(world.simulators.whatsapp.received.textsOf("+33699000009")).toHaveLength(1);
  expect(await findBroadcast(world.db, again)).toMatchObject({ state: "running" });
});

test("over the API: who cannot be reached, a correction in two steps, the switch, the board", async () => {
  await using front = await createTestFront();
  const ines = await front.signIn("Ines", "administrator");
  const leila = await front.signIn("Leila", "communicator");
  const marc = await front.signIn("Marc", "approver");
  const at = new Date(front.clock());
  for (const [n, name] of ["Ana", "=Bo()"].entries()) {
    const of = await front.db
      .insertInto("contact")
      .values({ name, language: "en", created_at: at, updated_at: at })
      .returning("id as contact_id")
      .executeTakeFirstOrThrow();
    await front.db
      .insertInto("address")
      .values({ ...of, kind: "webhook", value: `pager-${n}` })
      .execute();
    if (name !== "Ana") continue;
    const proof = { kind: "webhook", state: "given" as const, wording: "yes", source: "form", at };
    await front.db
      .insertInto("consent")
      .values({ ...of, ...proof })
      .execute();
  }
  const made = await ines.ask("POST", "/api/channels", {
    transport: "signed-webhook",
    name: "Pagers",
    settings: { url: "https://gateway.example.org", key: "a-shared-key-of-sixteen" },
    priceCents: 2,
  });
  expect(made).toMatchObject({ status: 201, body: { priceCents: 2, dailyMax: null } });
  const list = await leila.ask("POST", "/api/broadcasts/unreachable", {});
  // S11: what a spreadsheet would calculate is shown, not run.
  expect(list.body).toContain("'=Bo()");
  expect(list.body).toContain("Has not agreed to be written to");
  expect(list.body).not.toContain("Ana");

  const asks = { kind: "poll", options: [{ fr: "Oui", en: "Yes" }] };
  const input = { title: "Flood", texts: leave };
  expect(await leila.ask("POST", "/api/broadcasts", { ...input, asks })).toMatchObject({
    status: 400,
  });
  const { body: flood } = await leila.ask("POST", "/api/broadcasts", {
    ...input,
    insist: { everyMs: 600_000, timesMax: 2, deputyAfterMs: null },
  });
  const path = `/api/broadcasts/${flood.id}`;
  expect(await leila.ask("GET", `${path}/follow-up?kind=correction&rest=instead`)).toMatchObject({
    status: 409,
  });
  expect(await marc.ask("POST", `${path}/approval`)).toMatchObject({
    body: { state: "running", remindAt: expect.any(String) },
  });
  const draft = await leila.ask("GET", `${path}/follow-up?kind=correction&rest=instead`);
  expect(draft).toMatchObject({ status: 200, body: { plan: { recipients: 1 } } });
  const correction = await leila.ask("POST", `${path}/follow-up`, {
    kind: "correction",
    rest: "instead",
  });
  expect(correction).toMatchObject({
    status: 201,
    body: { kind: "correction", follows: flood.id, state: "planned", asks: { kind: "nothing" } },
  });
  expect((await leila.ask("GET", path)).body).toMatchObject({
    broadcast: { state: "paused" },
    followers: [{ kind: "correction" }],
    may: { followUp: true },
  });

  expect(await marc.ask("POST", "/api/sending/stop", { reason: "x" })).toMatchObject({
    status: 403,
  });
  expect(await leila.ask("POST", "/api/sending/stop", { reason: "wrong city" })).toMatchObject({
    status: 200,
  });
  expect((await marc.ask("GET", "/api/sending")).body).toMatchObject({
    stop: { by: "Leila", reason: "wrong city" },
    may: { stop: false, resume: true },
  });
  const approval = `/api/broadcasts/${correction.body.id}/approval`;
  expect(await marc.ask("POST", approval)).toMatchObject({ status: 409 });
  expect(await marc.ask("DELETE", "/api/sending/stop")).toMatchObject({ status: 200 });
  expect(await marc.ask("POST", approval)).toMatchObject({ body: { state: "running" } });
  expect((await leila.ask("GET", path)).body.broadcast).toMatchObject({ state: "cancelled" });

  const board = await leila.ask("GET", `${path}/safety?show=silent&by=city`);
  expect(board.body).toMatchObject({ people: [{ name: "Ana" }], may: { care: true } });
  const { contactId } = board.body.people[0];
  expect(
    await leila.ask("PUT", `${path}/safety/${contactId}`, { state: "claimed", note: "calls her" }),
  ).toMatchObject({ body: { state: "claimed", by: "Leila" } });
  expect((await leila.ask("GET", `${path}/safety.csv`)).body).toContain("claimed,Leila,calls her");
  expect((await leila.ask("GET", `${path}/safety/places`)).body.places).toHaveLength(1);
});

test("over the API: who hangs on one way, the campaign for a second one, trials, testers, money", async () => {
  await using front = await createTestFront();
  const { db } = front;
  const ines = await front.signIn("Ines", "administrator");
  const leila = await front.signIn("Leila", "communicator");
  const vic = await front.signIn("Vic", "viewer");
  const made = await ines.ask("POST", "/api/channels", {
    transport: "signed-webhook",
    name: "Pagers",
    settings: { url: "https://gateway.example.org", key: "a-shared-key-of-sixteen" },
    priceCents: 2,
  });
  expect(made).toMatchObject({ status: 201, body: { tokenUntil: null } });
  const at = new Date(front.clock());
  for (const name of ["Ana", "Bo"]) {
    const of = await db
      .insertInto("contact")
      .values({ name, language: "en", created_at: at, updated_at: at })
      .returning("id as contact_id")
      .executeTakeFirstOrThrow();
    if (name === "Bo") continue;
    const way = { ...of, kind: "webhook" };
    const verified = { verified_at: at, verified_by: "reply" as const };
    await db
      .insertInto("address")
      .values({ ...way, value: "pager-1", ...verified })
      .execute();
    const proof = { state: "given" as const, wording: "yes", source: "form", at };
    await db
      .insertInto("consent")
      .values({ ...way, ...proof })
      .execute();
  }
  expect((await vic.ask("GET", "/api/contacts/reachability")).body).toMatchObject({
    people: 2,
    none: 1,
    several: 0,
    single: [{ domain: "webhook", people: 1 }],
  });
  const alone = (await vic.ask("GET", "/api/contacts?only=webhook")).body;
  expect(alone).toMatchObject({ total: 1, contacts: [{ name: "Ana", reachability: 50 }] });
  expect((await vic.ask("GET", "/api/contacts?ways=none")).body.contacts).toMatchObject([
    { name: "Bo", reachability: 0 },
  ]);
  const { id: ana } = alone.contacts[0];
  expect((await vic.ask("GET", `/api/contacts/${ana}/reachability`)).body).toMatchObject({
    score: 50,
    ways: [{ domain: "webhook", proof: "fresh", verified: { by: "reply" } }],
  });

  const campaign = (await leila.ask("GET", "/api/contacts/second-way?only=webhook")).body;
  expect(campaign.texts.fr.body).toContain("{ownPage}");
  const planned = await leila.ask("POST", "/api/broadcasts", {
    ...campaign,
    title: campaign.title.en,
    budgetCents: 1,
  });
  expect(planned).toMatchObject({ status: 201, body: { recipients: 1, budgetCents: 1 } });
  const path = `/api/broadcasts/${planned.body.id}`;
  const { plan, may } = (await leila.ask("GET", path)).body;
  expect(plan.warnings).toMatchObject([{ code: "over-budget", of: "broadcast" }]);
  expect(may).toMatchObject({ trial: true, budget: false });
  expect((await ines.ask("GET", `${path}/unreachable.csv`)).status).toBe(200);

  expect((await vic.ask("POST", `${path}/dry-run`)).status).toBe(403);
  expect((await leila.ask("POST", `${path}/dry-run`)).status).toBe(202);
  expect((await vic.ask("GET", `${path}/trials`)).body).toMatchObject({
    dryRun: { state: "waiting", askedBy: "Leila", result: null },
    tests: [],
  });
  const zoe = { name: "Zoé", kind: "webhook", address: "pager-9" };
  expect((await vic.ask("POST", "/api/testers", zoe)).status).toBe(403);
  const tester = (await leila.ask("POST", "/api/testers", zoe)).body;
  expect(tester).toMatchObject({ state: "queued", addedBy: "Leila" });
  const confirmation = `/api/testers/${tester.id}/confirmation`;
  for (const code of ["000000", "'; drop table tester", "９９９９９９"]) {
    expect((await leila.ask("POST", confirmation, { code })).status).toBe(400);
  }
  const testers = [tester.id];
  expect((await leila.ask("POST", `${path}/test`, { own: true, testers })).status).toBe(409);
  expect((await leila.ask("GET", "/api/testers")).body).toMatchObject({
    own: [{ kind: "email" }],
    testers: [{ name: "Zoé" }],
  });
  expect((await leila.ask("DELETE", `/api/testers/${tester.id}`)).status).toBe(204);
  expect((await leila.ask("DELETE", `/api/testers/${tester.id}`)).status).toBe(404);

  const budget = { currency: "CHF", budgetDayCents: 100 };
  expect((await leila.ask("PUT", "/api/organisation/budget", budget)).status).toBe(403);
  expect((await ines.ask("PUT", "/api/organisation/budget", budget)).body).toMatchObject(budget);
  expect((await ines.ask("POST", `${path}/approval`)).status).toBe(409);
  expect((await leila.ask("PUT", `${path}/budget`, { budgetCents: 9 })).status).toBe(403);
  expect((await ines.ask("PUT", `${path}/budget`, { budgetCents: 9 })).status).toBe(200);
  expect((await ines.ask("POST", `${path}/approval`)).body).toMatchObject({ state: "running" });
});

test("the command line stops everything when the console is out of reach", async () => {
  await using world = await createDeliveryWorld();
  await world.contacts(crowd(2));
  const id = await world.launch();
  const run = async (...args: string[]) => {
    const program = new Command().exitOverride();
    registerSending(program, async (work) => await work(world.house, machine("command line")));
    await program.parseAsync(["node", "tocsin", ...args]);
  };
  await run("stop-sending", "--reason", "wrong text");
  await world.settle();
  expect(world.simulators.whatsapp.received.all()).toEqual([]);
  expect(await findBroadcast(world.db, id)).toMatchObject({ state: "paused", halted: true });
  await run("resume-sending");
  await world.settle();
  expect(world.simulators.whatsapp.received.all()).toHaveLength(2);
});
