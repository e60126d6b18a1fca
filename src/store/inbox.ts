import { sql } from "kysely";
import type { Heard } from "../domain/outcome.ts";
import type { Db, Tx } from "./database.ts";
import { plannedOnce } from "./planned-once.ts";

/** What a provider told us, as it came. */
export type InboxItem = {
  channelId: number;
  receivedAt: number;
  contentType: string;
  query: string;
  body: Buffer;
};

export async function insertInbox(tx: Tx, items: readonly InboxItem[]): Promise<void> {
  if (items.length === 0) return;
  await sql`${plannedOnce}
    insert into inbox (channel_id, received_at, content_type, query, body)
    select c, to_timestamp(at / 1000.0), ct, q, b from unnest(
      ${items.map((item) => item.channelId)}::int[], ${items.map((item) => item.receivedAt)}::float8[],
      ${items.map((item) => item.contentType)}::text[], ${items.map((item) => item.query)}::text[],
      ${items.map((item) => item.body)}::bytea[]
    ) r (c, at, ct, q, b)
  `.execute(tx);
}

/** Takes the oldest items out; they are gone when the transaction commits, with what came of them. */
export async function takeInbox(tx: Tx, limit: number): Promise<(InboxItem & { id: number })[]> {
  const found = await sql<{
    id: number;
    channel_id: number;
    received: number;
    content_type: string;
    query: string;
    body: Buffer;
  }>`
    delete from inbox where id = any(array(
      select id from inbox where set_aside is null order by id limit ${limit} for update skip locked
    ))
    returning id, channel_id, extract(epoch from received_at)::float8 * 1000 as received,
      content_type, query, body
  `.execute(tx);
  return found.rows
    .sort((a, b) => a.id - b.id)
    .map((row) => ({
      id: row.id,
      channelId: row.channel_id,
      receivedAt: Math.round(row.received),
      contentType: row.content_type,
      query: row.query,
      body: row.body,
    }));
}

export type OrphanItem = { channelId: number; receivedAt: number; heard: Heard };

export async function insertOrphans(
  tx: Tx,
  items: readonly OrphanItem[],
  nextTryAt: number,
): Promise<void> {
  if (items.length === 0) return;
  await tx
    .insertInto("orphan")
    .values(
      items.map((item) => ({
        channel_id: item.channelId,
        received_at: new Date(item.receivedAt),
        heard: JSON.stringify(item.heard),
        next_try_at: new Date(nextTryAt),
      })),
    )
    .execute();
}

export async function takeOrphans(
  tx: Tx,
  due: { now: number; limit: number },
): Promise<(Omit<OrphanItem, "heard"> & { heard: unknown })[]> {
  const rows = await tx
    .deleteFrom("orphan")
    .where("id", "in", (e) =>
      e
        .selectFrom("orphan")
        .select("id")
        .where("next_try_at", "<=", new Date(due.now))
        .orderBy("next_try_at")
        .limit(due.limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
  return rows.map((row) => ({
    channelId: row.channel_id,
    receivedAt: row.received_at.getTime(),
    heard: row.heard,
  }));
}

/** Whether something that fitted nothing is due to be tried again. */
export async function hasDueOrphans(db: Db, now: number): Promise<boolean> {
  const row = await db
    .selectFrom("orphan")
    .select("id")
    .where("next_try_at", "<=", new Date(now))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this spool file is new: true once, for whoever asks first and commits. */
export async function claimSpoolFile(tx: Tx, name: string, now: number): Promise<boolean> {
  const done = await tx
    .insertInto("spooled")
    .values({ name, applied_at: new Date(now) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) === 1;
}

/** Whether a callback waits to be read. */
export async function hasInbox(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom("inbox")
    .select("id")
    .where("set_aside", "is", null)
    // By the index: what was taken a moment ago still lies in the pages of the table.
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A callback that cannot be taken in, alone: it holds up nobody, and is kept for somebody to look at. */
export async function setInboxAside(tx: Tx, id: number, why: string): Promise<void> {
  await tx.updateTable("inbox").set({ set_aside: why }).where("id", "=", id).execute();
}

/** When the oldest came of what nobody has taken in yet, callback or reply; null where all was. */
export async function oldestInbox(db: Db): Promise<number | null> {
  const found = await sql<{ at: Date | null }>`
    select least(
      (select received_at from inbox where set_aside is null order by id limit 1),
      (select received_at from unread_reply where set_aside is null order by inbox_id, id limit 1)
    ) as at`.execute(db);
  return found.rows[0]?.at?.getTime() ?? null;
}

/** How many callbacks and replies nobody has taken in yet. */
export async function inboxLength(db: Db): Promise<number> {
  const found = await sql<{ n: number }>`
    select (select count(*) from inbox where set_aside is null)
      + (select count(*) from unread_reply where set_aside is null) as n`.execute(db);
  return found.rows[0]?.n ?? 0;
}
