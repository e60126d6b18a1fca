import { sql } from "kysely";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";

/** What somebody said, as it waits to be taken in. */
export type UnreadReply = {
  /** The callback that it came in: what came before it is read first. */
  inboxId: number;
  channelId: number;
  receivedAt: number;
  sender: string;
  body: string;
  providerId: string | null;
  reference: string | null;
};

export async function insertUnread(tx: Tx, replies: readonly UnreadReply[]): Promise<void> {
  if (replies.length === 0) return;
  await sql`
    insert into unread_reply (inbox_id, channel_id, received_at, sender, body, provider_id, reference)
    select i, c, to_timestamp(at / 1000.0), s, b, p, r from unnest(
      ${numbers(replies.map((one) => one.inboxId))}::bigint[],
      ${numbers(replies.map((one) => one.channelId))}::int[],
      ${numbers(replies.map((one) => one.receivedAt))}::float8[],
      ${replies.map((one) => one.sender)}::text[], ${replies.map((one) => one.body)}::text[],
      ${replies.map((one) => one.providerId)}::text[],
      ${replies.map((one) => one.reference)}::text[]
    ) with ordinality u (i, c, at, s, b, p, r, place) order by place
  `.execute(tx);
}

/** Any number will do, as long as every Tocsin takes the same one. */
const READER_LOCK = 7_061_992;

/**
 * Takes the oldest replies out; they are gone when the transaction commits, with what came of them. One
 * node reads at a time, and nothing whose elders still lie raw in the inbox: what a person says is
 * heard in the order in which it came.
 */
export async function takeUnread(tx: Tx, limit: number): Promise<(UnreadReply & { id: number })[]> {
  const lock = await sql<{ had: boolean }>`
    select pg_try_advisory_xact_lock(${sql.lit(READER_LOCK)}) as had`.execute(tx);
  if (!lock.rows[0]?.had) return [];
  const found = await sql<{
    id: number;
    inbox_id: number;
    channel_id: number;
    received: number;
    sender: string;
    body: string;
    provider_id: string | null;
    reference: string | null;
  }>`
    delete from unread_reply where id = any(array(
      select id from unread_reply where set_aside is null
        and inbox_id < coalesce((select min(id) from inbox where set_aside is null), inbox_id + 1)
      order by inbox_id, id limit ${limit} for update
    ))
    returning id, inbox_id, channel_id, extract(epoch from received_at)::float8 * 1000 as received,
      sender, body, provider_id, reference
  `.execute(tx);
  return found.rows
    .sort((a, b) => a.inbox_id - b.inbox_id || a.id - b.id)
    .map((row) => ({
      id: row.id,
      inboxId: row.inbox_id,
      channelId: row.channel_id,
      receivedAt: Math.round(row.received),
      sender: row.sender,
      body: row.body,
      providerId: row.provider_id,
      reference: row.reference,
    }));
}

/** Whether anybody has said anything that nobody has read yet. */
export async function hasUnread(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom("unread_reply")
    .select("id")
    .where("set_aside", "is", null)
    .orderBy("inbox_id")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A reply that cannot be taken in, alone: it holds up nobody, and is kept for somebody to look at. */
export async function setReplyAside(tx: Tx, id: number, why: string): Promise<void> {
  await tx.updateTable("unread_reply").set({ set_aside: why }).where("id", "=", id).execute();
}
