import { sql } from "kysely";
import { expect, test } from "vitest";
import { changeChannel } from "../../src/actions/channel/change.ts";
import { personMark } from "../../src/actions/channel/take-tokens.ts";
import { resolveIncident } from "../../src/actions/incident/resolve.ts";
import { hashAddress } from "../../src/actions/subscriber/addresses.ts";
import { changeTerms, pauseTelling, resumeTelling } from "../../src/actions/subscriber/fuse.ts";
import { SUBSCRIBER_KINDS } from "../../src/domain/subscriber.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { seal } from "../../src/lib/crypto.ts";
import { stampedFits } from "../../src/lib/signatures.ts";
import { tellOnce } from "../../src/loops/tell.ts";
import { transact } from "../../src/store/database.ts";
import { admitPeople, listSharedLimits } from "../../src/store/shared-limits.ts";
import { readFuse } from "../../src/store/subscriber-fuse.ts";
import { person } from "../house.ts";
import { FarEnd } from "../kits/far-end.ts";
import {
  admin,
  createSubscriberWorld,
  linkIn,
  type SubscriberWorld,
  subscribed,
  writer,
} from "./subscriber-world.ts";

const approver = person("Marc", "approver");
const TERMS = { offered: [...SUBSCRIBER_KINDS], perDayMax: 1_000_000 };

/** So many people on the list, without their having to open a letter. */
async function crowd({ house, db }: SubscriberWorld, people: number): Promise<void> {
  const rows = Array.from({ length: people }, (_, n) => {
    const address = `p${n}@example.org`;
    const at = new Date(house.now());
    return {
      kind: "email" as const,
      address: seal(house.secretKey, address),
      address_hash: hashAddress(house.secretKey, "email", address),
      language: n % 2 === 0 ? ("fr" as const) : ("en" as const),
      state: "active" as const,
      nonce: `n${n}`,
      created_at: at,
      confirmed_at: at,
    };
  });
  await db.insertInto("subscriber").values(rows).execute();
}

const mailed = (world: SubscriberWorld) => world.simulators.mail.received.summary();

/** Seconds pass, as many as the channel's rate needs. */
async function minutes(world: SubscriberWorld, count = 1): Promise<void> {
  for (let at = 0; at < count * 6; at++) await world.pass(MINUTE_MS / 6);
}

test("the canaries first: when they fare badly, a person is asked before anybody else is written to", async () => {
  await using world = await createSubscriberWorld();
  await crowd(world, 100);
  await world.simulators.mail.setConduct({ state: "erring", errorCode: 550 });
  await world.say(await world.incident(), "Panne");
  await world.settle();
  expect(await readFuse(world.db)).toMatchObject({
    state: "blown",
    reason: { code: "subscribers:fuse.canary", params: { tried: 20, bad: 20 } },
  });
  await minutes(world);
  const tried = await world.db.selectFrom("told").select("ordinal").where("try", ">", 0).execute();
  expect(tried).toHaveLength(20);
  await world.simulators.mail.setConduct({ state: "up" });
  await resumeTelling(world.house, approver, null);
  await minutes(world);
  expect(mailed(world)).toMatchObject({ accepted: 80, duplicates: 0 });
});

test("a storm: too many in a minute, and it stops until a person says go on", async () => {
  await using world = await createSubscriberWorld();
  await crowd(world, 100);
  await changeTerms(world.house, admin, { ...TERMS, perSubscriberHourMax: 6, perMinuteMax: 150 });
  await world.say(await world.incident(null), "Une");
  // A quarter of what the channel may send at once: the rest is left for what is critical.
  await world.settle();
  expect(mailed(world).accepted).toBe(50);
  await world.pass(SECOND_MS);
  expect(mailed(world).accepted).toBe(100);
  await world.say(await world.incident(), "Deux");
  for (let second = 0; second < 3; second++) await world.pass(SECOND_MS);
  expect(await readFuse(world.db)).toMatchObject({
    state: "blown",
    reason: { code: "subscribers:fuse.minute", params: { max: 150 } },
  });
  expect(mailed(world).accepted).toBeLessThanOrEqual(150);
  await minutes(world, 3);
  expect(mailed(world).accepted).toBeLessThanOrEqual(150);
  // Whoever signs up meanwhile still gets their letter.
  await subscribed(world, "new@example.org");
  await expect(resumeTelling(world.house, writer, null)).rejects.toMatchObject({
    code: "forbidden",
  });
  await resumeTelling(world.house, approver, null);
  await minutes(world);
  expect(mailed(world)).toMatchObject({ accepted: 201, duplicates: 0 });
  const events = await world.db.selectFrom("event").select("name").execute();
  expect(events.map(({ name }) => name)).toContain("subscriber.fuse-blown");
});

test("subscribers count among the people of 24 hours, under a name that tells nobody their address", async () => {
  await using world = await createSubscriberWorld();
  const { house, db, clock } = world;
  await crowd(world, 40);
  const { id } = await db
    .selectFrom("channel")
    .select("id")
    .where("address_kind", "=", "email")
    .executeTakeFirstOrThrow();
  const upTo = async (peopleADay: number) =>
    await changeChannel(house, admin, {
      id,
      shares: { name: "Portfolio", perSecond: null, peopleADay },
    });
  const counted = async () => (await listSharedLimits(db, clock()))[0]?.people;
  /** Whom of these a broadcast may write to, with one place left at most. */
  const admit = async (...addresses: string[]) => {
    const markOf = personMark(house.secretKey);
    const ask = { name: "Portfolio", addresses, max: 10, now: clock(), markOf };
    return [...(await transact(db, async (tx) => await admitPeople(tx, ask))).addresses];
  };
  await upTo(25);
  await world.say(await world.incident(), "Panne");
  await minutes(world, 3);
  expect(mailed(world)).toMatchObject({ accepted: 25, duplicates: 0 });
  expect(await counted()).toBe(25);
  const known = await db.selectFrom("shared_person").select("address").execute();
  expect(known.filter(({ address }) => address.includes("@"))).toEqual([]);
  const [told = ""] = world.simulators.mail.received.all().map(({ address }) => address);
  // A broadcast to one of them needs no place of its own, and one to a stranger finds none.
  expect(await admit(told, "stranger@example.org")).toEqual([told]);
  expect(await counted()).toBe(25);
  // A larger tier is for whoever waits, once; and a contact who counts is nobody new as a subscriber.
  await upTo(26);
  const last = "p39@example.org";
  const isTold = world.simulators.mail.received.all().some(({ address }) => address === last);
  expect([isTold, await admit(last)]).toEqual([false, [last]]);
  await minutes(world, 6);
  expect(mailed(world)).toMatchObject({ accepted: 26, duplicates: 0 });
  expect(await counted()).toBe(26);
  await upTo(100);
  await minutes(world, 6);
  expect(mailed(world)).toMatchObject({ accepted: 40, duplicates: 0 });
  expect(await counted()).toBe(40);
});

test("nobody is told more often than they may be in an hour, but the end is always told", async () => {
  await using world = await createSubscriberWorld();
  await subscribed(world, "ana@example.org");
  await changeTerms(world.house, admin, { ...TERMS, perSubscriberHourMax: 2, perMinuteMax: 1_000 });
  const incident = await world.incident();
  for (let update = 0; update < 5; update++) {
    await world.say(incident, `Nouvelle ${update}`);
    await world.pass(MINUTE_MS);
  }
  const texts = () => world.simulators.mail.received.textsOf("ana@example.org");
  expect(texts()).toHaveLength(3);
  await resolveIncident(world.house, admin, { id: incident, note: "" });
  await world.settle();
  expect(texts()).toHaveLength(4);
  await world.pass(HOUR_MS);
  await world.say(await world.incident(), "Plus tard");
  await world.settle();
  expect(texts()).toHaveLength(5);
});

test("paused: nothing leaves, and what was replaced meanwhile never does", async () => {
  await using world = await createSubscriberWorld();
  await crowd(world, 30);
  await pauseTelling(world.house, writer, null);
  const incident = await world.incident();
  await world.say(incident, "Une");
  await world.say(incident, "Deux");
  await minutes(world);
  expect(mailed(world).accepted).toBe(0);
  await resumeTelling(world.house, approver, null);
  await minutes(world);
  expect(mailed(world).accepted).toBe(30);
  expect(world.simulators.mail.received.textsOf("p7@example.org")[0]).toContain("Message Deux");
});

test("the ledger: whatever fails and however often it is run, one line and one message for each", async () => {
  await using world = await createSubscriberWorld();
  await crowd(world, 60);
  const { mail } = world.simulators;
  const moods = ["up", "refusing", "up", "erring", "up"] as const;
  const incident = await world.incident();
  for (const [round, state] of moods.entries()) {
    await mail.setConduct({ state, errorCode: 451, loseAnswers: round % 2 === 0 ? 0.2 : 0 });
    await world.say(incident, `Nouvelle ${round}`);
    await Promise.all([tellOnce(world.context), tellOnce(world.context), tellOnce(world.context)]);
    if ((await readFuse(world.db)).state === "blown") {
      await resumeTelling(world.house, approver, null);
    }
    await minutes(world);
  }
  await mail.setConduct({ state: "up", loseAnswers: 0 });
  for (let step = 0; step < 12; step++) await world.pass(5 * MINUTE_MS);
  expect(mail.received.all().filter(({ times }) => times > 1)).toEqual([]);
  const twice = await sql`
    select subscriber_id, telling_id from told group by 1, 2 having count(*) > 1
  `.execute(world.db);
  expect(twice.rows).toEqual([]);
  const lines = await world.db.selectFrom("told").select("state").execute();
  const accepted = lines.filter(({ state }) => state === "accepted").length;
  const unknown = lines.filter(({ state }) => state === "unknown").length;
  expect(lines).toHaveLength(300);
  const taken = mail.received.summary().accepted;
  expect(taken).toBeGreaterThanOrEqual(accepted);
  expect(taken).toBeLessThanOrEqual(accepted + unknown);
  expect(lines.filter(({ state }) => state === "queued" || state === "sending")).toEqual([]);
});

test("a webhook: its owner confirms, the machine answers, then signed, retried, and let go", async () => {
  await using world = await createSubscriberWorld({ mode: "training" });
  await using end = await FarEnd.open();
  const { mail } = world.simulators;
  const wish = { by: "webhook", address: `${end.url}/hook`, owner: "ana@example.org" };
  await world.post("/fr/subscribe", { ...wish, format: "statuspage" });
  await world.settle();
  expect(end.seen).toEqual([]);
  end.behaviour = { status: 200, body: { challenge: "something else" } };
  const confirm = linkIn(mail.received.textsOf("ana@example.org")[0], "subscribe/confirm");
  const owned = await world.post(confirm, {});
  const manage = /href="(\/fr\/subscription\?t=[\w.-]+)"/.exec(owned.body)?.[1] ?? "";
  await world.settle();
  const page = (await world.get(manage)).body;
  expect(page).toContain("n’a pas encore renvoyé le message d’essai");
  const key = /whsec_[\w-]+/.exec(page)?.[0] ?? "";
  const asked = end.seen[0];
  const { challenge } = JSON.parse(asked?.body ?? "{}");
  end.behaviour = { status: 200, body: { challenge } };
  await world.pass(2 * MINUTE_MS);
  expect((await world.get(manage)).body).not.toContain("n’a pas encore");

  const incident = await world.incident();
  await world.say(incident, "Panne");
  end.behaviour = { status: 302, headers: { location: "http://127.0.0.1:1/" } };
  const before = end.seen.length;
  for (let at = 0; at < 60; at++) await world.pass(MINUTE_MS);
  const tries = end.seen.slice(before);
  expect(tries).toHaveLength(5);
  expect(new Set(tries.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  const [call] = tries;
  const signature = String(call?.headers["tocsin-signature"]);
  const at = Number(/t=(\d+)/.exec(signature)?.[1]) * 1_000;
  expect(stampedFits(key, signature, { body: Buffer.from(call?.body ?? ""), at })).toBe(true);
  expect(JSON.parse(call?.body ?? "{}")).toMatchObject({
    meta: { unsubscribe: expect.stringContaining("/fr/unsubscribe?t=") },
    page: { id: "tocsin", status_indicator: expect.any(String) },
    incident: {
      id: incident,
      incident_updates: [{ body: expect.stringContaining("Message Panne") }],
    },
  });

  end.behaviour = { status: 204 };
  await world.post(manage, { do: "save", language: "en", format: "tocsin" });
  await world.say(incident, "Suite");
  await world.settle();
  expect(JSON.parse(end.seen.at(-1)?.body ?? "{}")).toMatchObject({
    version: "1",
    type: "status_report",
    data: { what: "updated", language: "en", training: true, update: { title: "Suite (en)" } },
    subscription: { manage_url: expect.stringContaining("/en/subscription?t=") },
  });

  end.behaviour = { status: 500 };
  const fail = async (words: string) => {
    await world.say(incident, words);
    for (let minute = 0; minute < 70; minute += 10) await world.pass(10 * MINUTE_MS);
  };
  for (let round = 0; round < 5; round++) await fail(`Encore ${round}`);
  const row = async () => await world.db.selectFrom("subscriber").selectAll().executeTakeFirst();
  // A machine that is rebuilt in the middle of an outage keeps its subscription.
  expect(await row()).toMatchObject({ state: "active", failures: 5 });
  await world.pass(3 * DAY_MS);
  await fail("Toujours");
  const letters = mail.received.textsOf("ana@example.org");
  expect(letters.at(-1)).toContain("several times in a row");
  expect(await row()).toMatchObject({ state: "owned", confirmed_at: null });
  const again = await world.get(linkIn(letters.at(-1), "subscription"));
  expect(again.body).toContain("took nothing for several days");
});
