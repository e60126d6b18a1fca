import { sql } from "kysely";
import type { Meaning } from "../domain/answer.ts";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";

export type NewReply = {
  channelId: number;
  providerId: string | null;
  address: string;
  body: string;
  meaning: Meaning;
  contactId: number | null;
  broadcastId: number | null;
  ordinal: number | null;
  at: number;
};

/** Notes replies in their order. Answers those that are new: a provider may tell one twice. */
export async function insertReplies<T extends NewReply>(
  tx: Tx,
  replies: readonly T[],
): Promise<T[]> {
  if (replies.length === 0) return [];
  const found = await sql<{ channel_id: number; provider_id: string | null }>`
    insert into reply (channel_id, provider_id, address, body, meaning, contact_id, broadcast_id,
      ordinal, at)
    select c, p, a, b, m, person, broadcast, o, to_timestamp(at / 1000.0) from unnest(
      ${numbers(replies.map((one) => one.channelId))}::int[],
      ${replies.map((one) => one.providerId)}::text[], ${replies.map((one) => one.address)}::text[],
      ${replies.map((one) => one.body)}::text[], ${replies.map((one) => one.meaning)}::text[],
      ${numbers(replies.map((one) => one.contactId))}::bigint[],
      ${numbers(replies.map((one) => one.broadcastId))}::int[],
      ${numbers(replies.map((one) => one.ordinal))}::int[],
      ${numbers(replies.map((one) => one.at))}::float8[]
    ) with ordinality r (c, p, a, b, m, person, broadcast, o, at, place) order by place
    on conflict do nothing
    returning channel_id, provider_id
  `.execute(tx);
  const noted = new Set(found.rows.map((row) => `${row.channel_id}/${row.provider_id}`));
  return replies.filter(
    ({ channelId, providerId }) =>
      providerId === null || noted.delete(`${channelId}/${providerId}`),
  );
}

/** Which of these the provider has told us of before. */
export async function knownReplies(
  tx: Tx,
  named: readonly { channelId: number; providerId: string }[],
): Promise<Set<string>> {
  if (named.length === 0) return new Set();
  const found = await sql<{ name: string }>`
    select r.channel_id || '/' || r.provider_id as name from unnest(
      ${numbers(named.map((one) => one.channelId))}::int[],
      ${named.map((one) => one.providerId)}::text[]
    ) k (c, p) join reply r on r.channel_id = k.c and r.provider_id = k.p
  `.execute(tx);
  return new Set(found.rows.map(({ name }) => name));
}

/** Notes the newest answers of locked deliveries of a broadcast. Answers what stood there before. */
export async function saveAnswers(
  tx: Tx,
  broadcastId: number,
  { answers, now }: { answers: readonly { ordinal: number; answer: string }[]; now: number },
): Promise<Map<number, string | null>> {
  if (answers.length === 0) return new Map();
  const ordinals = numbers(answers.map(({ ordinal }) => ordinal));
  const before = await sql<{ ordinal: number; answer: string | null }>`
    select ordinal, answer from delivery
    where broadcast_id = ${broadcastId} and ordinal = any(${ordinals}::int[])`.execute(tx);
  const list = answers.map(({ ordinal }) => ordinal);
  await sql`
    update delivery d set answer = r.answer, answer_at = ${new Date(now)}
    from unnest(${ordinals}::int[], ${answers.map(({ answer }) => answer)}::text[]) r (ordinal, answer)
    where d.broadcast_id = ${broadcastId} and d.ordinal = r.ordinal
      and d.ordinal between ${Math.min(...list)}::int and ${Math.max(...list)}::int`.execute(tx);
  return new Map(before.rows.map(({ ordinal, answer }) => [ordinal, answer]));
}

export type Kin = { contactId: number; root: number; broadcastId: number; ordinal: number };

/** The deliveries of people in broadcasts that insist: their own, and those of the reminders. */
export async function kinOf(
  tx: Tx,
  people: readonly { contactId: number; root: number }[],
): Promise<Kin[]> {
  if (people.length === 0) return [];
  const found = await sql<{ contact: number; root: number; broadcast: number; ordinal: number }>`
    select k.contact, k.root, d.broadcast_id as broadcast, d.ordinal from unnest(
      ${numbers(people.map(({ contactId }) => contactId))}::bigint[],
      ${numbers(people.map(({ root }) => root))}::int[]
    ) k (contact, root)
    join broadcast b on b.id = k.root or (b.follows = k.root and b.kind = 'reminder')
    join delivery d on d.contact_id = k.contact and d.broadcast_id = b.id
    order by d.broadcast_id, d.ordinal`.execute(tx);
  return found.rows.map(({ contact, root, broadcast, ordinal }) => ({
    contactId: contact,
    root,
    broadcastId: broadcast,
    ordinal,
  }));
}

export type Sender = {
  contactId: number;
  delivery: { broadcastId: number; ordinal: number } | null;
};
type Address = { kind: string; address: string };

/** One name for an address of a kind, for what is asked about many of them. */
export const senderName = ({ kind, address }: Address): string => `${kind}/${address}`;

/** Who writes from these addresses, and what they were last sent. */
export async function findSenders(
  tx: Tx,
  addresses: readonly Address[],
): Promise<Map<string, Sender>> {
  const asked = [...new Map(addresses.map((one) => [senderName(one), one])).values()];
  if (asked.length === 0) return new Map();
  const found = await sql<{
    kind: string;
    address: string;
    contact_id: number;
    broadcast_id: number | null;
    ordinal: number | null;
  }>`
    select a.kind, a.value as address, a.contact_id, last.broadcast_id, last.ordinal
    from unnest(
      ${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ address }) => address)}::text[]
    ) k (kind, value)
    join address a on a.kind = k.kind and a.value = k.value
    left join lateral (
      select d.broadcast_id, d.ordinal from delivery d
      -- A rung that nobody has tried yet is no message that anybody could answer.
      where d.contact_id = a.contact_id and (d.fact > 0 or exists (
        select from attempt t where t.broadcast_id = d.broadcast_id and t.ordinal = d.ordinal
      ))
      order by d.broadcast_id desc limit 1
    ) last on true`.execute(tx);
  return new Map(
    found.rows.map(({ broadcast_id: broadcastId, ordinal, ...row }) => {
      const delivery = broadcastId === null || ordinal === null ? null : { broadcastId, ordinal };
      return [senderName(row), { contactId: row.contact_id, delivery }];
    }),
  );
}

/** Whose these deliveries are, in their order; null where one is not there any more. */
export async function ownersOf(
  tx: Tx,
  keys: readonly { broadcastId: number; ordinal: number }[],
): Promise<(number | null)[]> {
  if (keys.length === 0) return [];
  const found = await sql<{ owner: number | null }>`
    select (
      select contact_id from delivery d where d.broadcast_id = k.b and d.ordinal = k.o
    ) as owner from unnest(
      ${numbers(keys.map(({ broadcastId }) => broadcastId))}::int[],
      ${numbers(keys.map(({ ordinal }) => ordinal))}::int[]
    ) with ordinality k (b, o, place) order by place`.execute(tx);
  return found.rows.map(({ owner }) => owner);
}

export async function repliesOf(db: Db, broadcastId: number, limit: number) {
  return await db
    .selectFrom("reply")
    .leftJoin("contact", "contact.id", "reply.contact_id")
    .select(["reply.id", "reply.channel_id", "reply.body", "reply.meaning", "reply.at"])
    .select(["reply.contact_id", "contact.name"])
    .where("reply.broadcast_id", "=", broadcastId)
    .orderBy("reply.id", "desc")
    .limit(limit)
    .execute();
}

export type Wish = {
  contactId: number;
  kind: string;
  state: "given" | "withdrawn";
  wording: string;
  source: string;
  at: number;
};

/**
 * The wishes of people about one way to them, word for word, as the newest proof. To be written to
 * again is no longer anybody's wish who has taken it back since, on whatever way we heard that.
 */
export async function insertWishes(tx: Tx, wishes: readonly Wish[]): Promise<void> {
  if (wishes.length === 0) return;
  await sql`
    insert into consent (contact_id, kind, state, wording, source, at)
    select w.person, w.kind, w.state, w.wording, w.source, w.at from (
      select person, kind, state, wording, source, to_timestamp(at / 1000.0) as at, place from unnest(
        ${numbers(wishes.map((wish) => wish.contactId))}::bigint[],
        ${wishes.map((wish) => wish.kind)}::text[], ${wishes.map((wish) => wish.state)}::text[],
        ${wishes.map((wish) => wish.wording)}::text[], ${wishes.map((wish) => wish.source)}::text[],
        ${numbers(wishes.map((wish) => wish.at))}::float8[]
      ) with ordinality u (person, kind, state, wording, source, at, place)
    ) w
    where w.state = 'withdrawn' or not exists (
      select from consent c where c.contact_id = w.person and c.kind = w.kind
        and c.state = 'withdrawn' and c.at > w.at
    ) order by w.place`.execute(tx);
}

/** Providers said that these addresses do not work. In one order for everybody who is told so. */
export async function rejectAddresses(
  tx: Tx,
  kind: string,
  refused: readonly { address: string; why: string }[],
): Promise<void> {
  for (const { address, why } of refused.toSorted((a, b) => (a.address < b.address ? -1 : 1))) {
    await tx
      .updateTable("address")
      .set({ state: "rejected", state_note: why })
      .where("kind", "=", kind)
      .where("value", "=", address)
      .execute();
  }
}

/** How many people wrote to us over the channels of a platform, minute by minute. */
export async function inboundPerMinute(
  db: Db,
  platformId: string,
  span: { from: number; to: number },
): Promise<Map<number, number>> {
  const { rows } = await sql<{ minute: Date; n: number }>`
    select date_trunc('minute', reply.at) as minute, count(*) as n
    from reply join channel on channel.id = reply.channel_id
    where channel.platform_id = ${platformId}
      and reply.at >= ${new Date(span.from)} and reply.at < ${new Date(span.to)}
    group by 1`.execute(db);
  return new Map(rows.map(({ minute, n }) => [minute.getTime(), n]));
}
