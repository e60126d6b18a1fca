import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { takeRefusals } from "../../src/actions/channel/note-refusals.ts";
import { dropSetAside, retrySetAside } from "../../src/actions/inbox/aside.ts";
import { type Said, type Taken, takeReplies, takeReply } from "../../src/actions/reply/take.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { Book } from "../../src/loops/deliver-book.ts";
import { hearInbox, hearOnce } from "../../src/loops/hear.ts";
import { REPLIES_MAX } from "../../src/loops/hear-replies.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { followersOf } from "../../src/store/broadcasts.ts";
import type { Db, Tx } from "../../src/store/database.ts";
import { inboxLength, oldestInbox, takeInbox } from "../../src/store/inbox.ts";
import { asideGroups, asideItems } from "../../src/store/set-aside.ts";
import { person } from "../house.ts";
import { chance } from "../simulations/cascade-crisis.ts";
import { createDeliveryWorld, crowd, type Person, planner, SECOND } from "./delivery-world.ts";

type World = Awaited<ReturnType<typeof createDeliveryWorld>>;
const admin = person("Ines", "administrator");
const insist = { everyMs: 10 * MINUTE_MS, timesMax: 2, deputyAfterMs: null };
const options = [
  { fr: "Oui", en: "Yes" },
  { fr: "Non", en: "No" },
];
const WORDS = ["1", "2", "ok", "STOP", "START", "reçu", "merci", "aide", "Non", "Où aller ?"];
const SAID = 100;

test("many replies taken in together come to what they come to one by one", async () => {
  await using world = await createDeliveryWorld();
  const { db, clock } = world;
  const people = crowd(12);
  await world.contacts(people);
  const first = await world.launch({ insist });
  await world.settle();
  await world.pass(10 * MINUTE_MS);
  const [reminder] = await followersOf(db, first);
  await world.launch({ asks: { kind: "poll", options }, title: "Poll" });
  await world.settle();
  // Somebody had opted out, and somebody said a lot, before.
  for (let n = 0; n < 20; n++) await world.write("sms", people[0]?.sms ?? "", `Hello ${n}`);
  await world.write("whatsapp", people[1]?.whatsapp ?? "", "STOP");
  await world.settle();
  const before = (await db.selectFrom("reply").select("id").execute()).length;
  for (const seed of [3, 11]) {
    const said = script(world, { people, broadcasts: [first, reminder?.id ?? 0], seed });
    const together = await played(db, async (tx) => await takeReplies(tx, said, clock()));
    const alone = await played(db, async (tx) => {
      const taken: Taken[] = [];
      for (const one of said) taken.push(await takeReply(tx, one, clock()));
      return taken;
    });
    expect(together, `seed ${seed}`).toEqual(alone);
    // It was a lively evening: without that the two would agree on nothing.
    const meanings = new Set(together.taken.map(({ meaning }) => meaning));
    expect([...meanings].sort()).toEqual(["help", "other", "read", "safe", "start", "stop"]);
    expect(together.taken.some(({ isKept }) => !isKept)).toBe(true);
    expect(together.replies.length - before).toBeLessThan(said.length);
  }
});

/** People and strangers who say anything on any way, some of it told twice, some in answer to something. */
function script(
  { channels, clock }: World,
  given: { people: readonly Person[]; broadcasts: readonly number[]; seed: number },
): Said[] {
  const { pick, below } = chance(given.seed);
  return Array.from({ length: SAID }, (): Said => {
    const who = pick(given.people);
    const way = pick(["whatsapp", "sms"] as const);
    const isStranger = below(8) === 0;
    const delivery = { broadcastId: pick(given.broadcasts), ordinal: below(12) };
    return {
      channelId: channels[way],
      addressKind: way,
      drill: false,
      address: isStranger ? `+3369999999${below(4)}` : (who[way] ?? ""),
      body: pick(WORDS),
      providerId: below(5) === 0 ? `m${below(40)}` : null,
      delivery: below(3) === 0 ? delivery : null,
      at: clock() - below(MINUTE_MS),
    };
  });
}

/** What it comes to, and then it never happened. */
async function played(db: Db, work: (tx: Tx) => Promise<Taken[]>) {
  const undone = new Error("undone");
  const seen: (Awaited<ReturnType<typeof stateOf>> & { taken: Taken[] })[] = [];
  const playing = db.transaction().execute(async (tx) => {
    const taken = await work(tx);
    seen.push({ taken, ...(await stateOf(tx)) });
    throw undone;
  });
  await expect(playing).rejects.toBe(undone);
  const [one] = seen;
  if (!one) throw new Error("Nothing was played.");
  return one;
}

async function stateOf(tx: Tx) {
  const rows = async (query: string) => (await sql.raw<object>(query).execute(tx)).rows;
  return {
    replies: await rows(`select channel_id, provider_id, address, body, meaning, contact_id,
      broadcast_id, ordinal from reply order by id`),
    consents: await rows(
      "select contact_id, kind, state, wording, at from consent order by 1, 2, id",
    ),
    deliveries: await rows("select * from delivery order by broadcast_id, ordinal"),
    tallies: await rows(`select broadcast_id, channel_id, what, sum(n) as n from tally
      group by 1, 2, 3 order by 1, 2, 3`),
    chunks: await rows("select broadcast_id, no, open, due_at from chunk order by 1, 2"),
  };
}

test("receipts do not wait behind replies, and an answer that nobody has read is no silence", async () => {
  await using world = await createDeliveryWorld();
  const { db, context, simulators, clock, worker } = world;
  await world.contacts(crowd(2));
  const id = await world.launch();
  await world.settle();
  const [sent] = simulators.whatsapp.received.all();
  await sql`insert into unread_reply (inbox_id, channel_id, received_at, sender, body)
    select 0, ${world.channels.sms}::int, ${new Date(clock())}, '+3363' || n, 'Hello'
    from generate_series(1000001, 1002000) n`.execute(db);
  for (let n = 0; n < 520; n++) await world.write("whatsapp", `+3364${1_000_000 + n}`, "Hi");
  const [bo] = crowd(2).filter(({ whatsapp }) => whatsapp !== sent?.address);
  await world.write("whatsapp", bo?.whatsapp ?? "", "1");
  await world.tell("whatsapp", sent?.reference ?? "", "delivered");
  const book = new Book(context);
  let rounds = 0;
  while (await hearInbox(context, book)) rounds += 1;
  expect(rounds).toBe(2);
  const standing = async () =>
    (await world.deliveries(id)).map(({ settled }) => settled ?? "open").sort();
  expect(await standing()).toEqual(["open", "reached"]);
  expect(await db.selectFrom("reply").select("id").execute()).toEqual([]);
  expect(await inboxLength(db)).toBe(2_000 + 521);
  // Patience is over for whoever said something that still lies there: it is heard first.
  clock.pass(60 * SECOND);
  await deliverOnce(context, worker);
  expect(simulators.sms.received.all()).toEqual([]);
  // In a round of both lanes one slice is read, and no more.
  await hearOnce(context, book);
  expect(await inboxLength(db)).toBe(2_000 + 521 - REPLIES_MAX);
  await world.settle();
  expect(await inboxLength(db)).toBe(0);
  expect(await standing()).toEqual(["acknowledged", "reached"]);
  expect(simulators.sms.received.all()).toEqual([]);
});

test("a reply or a callback that cannot be taken in is set aside alone, kept, and forgotten in time", async () => {
  await using world = await createDeliveryWorld();
  const { db, house, context, clock, simulators } = world;
  const people = crowd(30);
  await world.contacts(people);
  const id = await world.launch();
  await world.settle();
  // A rule of the tables that one reply breaks, and one callback.
  await sql`alter table reply add check (body <> 'poison')`.execute(db);
  await sql`alter table unread_reply add check (body <> 'venom')`.execute(db);
  for (const [n, { whatsapp = "" }] of people.entries()) {
    await world.write("whatsapp", whatsapp, n === 20 ? "poison" : n === 7 ? "venom" : "1");
  }
  // What no database keeps does no harm in the first place.
  await world.write("whatsapp", people[20]?.whatsapp ?? "", "o\0k \ud800");
  const [sent] = simulators.whatsapp.received.all().slice(-1);
  await world.tell("whatsapp", sent?.reference ?? "", "delivered");
  const errors: unknown[] = [];
  const log = { ...context.log, error: (...said: unknown[]) => void errors.push(said) };
  while (await hearOnce({ ...context, log }));
  expect(errors).toMatchObject([
    [{ callback: expect.any(Number) }, "A callback cannot be taken in, and is set aside."],
    [{ reply: expect.any(Number) }, "A reply cannot be taken in, and is set aside."],
  ]);
  expect(await db.selectFrom("reply").select("id").execute()).toHaveLength(29);
  const answers = (await world.deliveries(id)).map(({ answer }) => answer);
  expect(answers.filter((answer) => answer === "safe")).toHaveLength(29);
  expect(await db.selectFrom("unread_reply").select(["body", "set_aside"]).execute()).toEqual([
    { body: "poison", set_aside: expect.stringContaining("reply") },
  ]);
  expect(await db.selectFrom("inbox").select("set_aside").execute()).toEqual([
    { set_aside: expect.stringContaining("unread_reply") },
  ]);
  // What is set aside counts as waiting for nobody.
  expect(await inboxLength(db)).toBe(0);
  expect(await oldestInbox(db)).toBeNull();
  const [group] = await asideGroups(db);
  expect(group).toMatchObject({
    count: 1,
    channelName: "whatsapp-cloud",
    kind: expect.any(String),
  });
  clock.pass(31 * DAY_MS);
  await reconcileOnce({ house });
  expect(await db.selectFrom("unread_reply").select("id").execute()).toEqual([]);
  expect(await db.selectFrom("inbox").select("id").execute()).toEqual([]);
});

test("what was set aside is shown with its reason, and tried again or thrown away on the record", async () => {
  await using world = await createDeliveryWorld();
  const { db, house, context, channels } = world;
  await world.contacts(crowd(1));
  const id = await world.launch();
  await world.settle();
  const whatsapp = crowd(1)[0]?.whatsapp ?? "";
  // A transport that trips over its provider's new format.
  const book = new Book(context);
  vi.spyOn(book, "channel").mockImplementation((channelId) => {
    const live = Book.prototype.channel.call(book, channelId);
    const hear = () => {
      throw new TypeError("no field \0 here");
    };
    return live && { ...live, transport: { ...live.transport, hear } };
  });
  await world.write("whatsapp", whatsapp, "1");
  await world.write("whatsapp", whatsapp, "1");
  await world.write("whatsapp", "+33699999999", "Où aller ?");
  await hearInbox(context, book);
  const ask = { kind: "callback", channelId: channels.whatsapp, id: null } as const;
  expect(await asideGroups(db)).toMatchObject([
    { channelId: channels.whatsapp, kind: "callback", why: "no field  here", count: 3 },
  ]);
  const items = await asideItems(db, { limit: 2, excerptMax: 60 });
  expect(items).toMatchObject([{ sender: null, excerpt: expect.stringMatching(/^.{60}$/) }, {}]);
  expect(await inboxLength(db)).toBe(0);

  const one = { ...ask, id: items[0]?.id ?? 0 };
  await expect(dropSetAside(house, planner, one)).rejects.toMatchObject({ code: "forbidden" });
  expect(await dropSetAside(house, admin, one)).toEqual({ count: 1 });
  await expect(retrySetAside(house, admin, one)).rejects.toMatchObject({ code: "conflict" });
  const others = { ...ask, kind: "reply" } as const;
  await expect(dropSetAside(house, admin, others)).rejects.toMatchObject({ code: "conflict" });
  // While it trips, a callback that is tried again is set aside again, once.
  expect(await retrySetAside(house, admin, ask)).toEqual({ count: 2 });
  await hearInbox(context, book);
  expect(await asideGroups(db)).toMatchObject([{ count: 2 }]);
  await retrySetAside(house, admin, ask);
  await world.settle();
  expect(await asideGroups(db)).toEqual([]);
  expect(await world.deliveries(id)).toMatchObject([{ answer: "safe" }]);
  const said = await db
    .selectFrom("event")
    .select(["name", "actor", "detail"])
    .where("name", "like", "inbox.%")
    .orderBy("id")
    .execute();
  const detail = { name: "whatsapp-cloud", of: "callback" };
  expect(said).toEqual([
    { name: "inbox.drop", actor: "Ines", detail: { ...detail, count: 1 } },
    { name: "inbox.retry", actor: "Ines", detail: { ...detail, count: 2 } },
    { name: "inbox.retry", actor: "Ines", detail: { ...detail, count: 2 } },
  ]);
});

test("what a person says is heard in its order: a START read late does not undo what was said after it", async () => {
  await using world = await createDeliveryWorld();
  const { db, house, context, clock } = world;
  const [ana = { name: "" }, bo = { name: "" }, cy = { name: "" }] = crowd(3);
  const ids = await world.contacts([ana, bo, cy]);
  const state = async (n: number) => {
    const row = await db
      .selectFrom("consent_state")
      .select("state")
      .where("contact_id", "=", ids[n] ?? 0)
      .where("kind", "=", "whatsapp")
      .executeTakeFirst();
    return row?.state;
  };
  const refuses = async (contactId = 0) => {
    const refused = { kind: "whatsapp", channelName: "WhatsApp", drill: false, rejected: [] };
    await takeRefusals(house, { ...refused, unsubscribed: [contactId] });
  };
  const book = new Book(context);
  await world.write("whatsapp", ana.whatsapp ?? "", "START");
  await refuses(ids[1]);
  await world.write("whatsapp", cy.whatsapp ?? "", "STOP");
  await hearInbox(context, book);
  clock.pass(SECOND);
  // The provider says that Ana has unsubscribed while what she said before lies unread.
  await refuses(ids[0]);
  await world.write("whatsapp", bo.whatsapp ?? "", "START");
  await world.write("whatsapp", cy.whatsapp ?? "", "START");
  await world.settle();
  expect([await state(0), await state(1), await state(2)]).toEqual(["withdrawn", "given", "given"]);
  // What came in earlier and is still raw on another node is waited for.
  await world.write("whatsapp", cy.whatsapp ?? "", "STOP");
  await world.write("whatsapp", cy.whatsapp ?? "", "START");
  await db.transaction().execute(async (other) => {
    await takeInbox(other, 1);
    await hearOnce(context, book);
    expect(await db.selectFrom("unread_reply").select("body").execute()).toEqual([
      { body: "START" },
    ]);
  });
  await hearOnce(context, book);
  expect(await db.selectFrom("unread_reply").select("body").execute()).toEqual([]);
});
