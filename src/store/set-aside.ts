import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { InboxItem } from "./inbox.ts";

/** What could not be taken in: a callback as it came, or what somebody said in one. */
export const ASIDE_KINDS = ["callback", "reply"] as const;
export type AsideKind = (typeof ASIDE_KINDS)[number];

/** Of one channel so many unreadable callbacks are kept: a provider that changed its format tells no more than that. */
const UNREADABLE_MAX = 1_000;

/** What lies aside of one kind on one channel for one reason, and since when it came. */
export type AsideGroup = {
  channelId: number;
  channelName: string;
  kind: AsideKind;
  why: string;
  count: number;
  since: Date;
  latest: Date;
};

export type AsideItem = {
  id: number;
  channelId: number;
  kind: AsideKind;
  receivedAt: Date;
  why: string;
  /** Who wrote it; null for a callback, which may hold anything. */
  sender: string | null;
  /** The beginning of what was said, or of the raw callback. */
  excerpt: string;
};

const tables = { callback: "inbox", reply: "unread_reply" } as const;

/** All that is aside, the most recent trouble first. */
export async function asideGroups(db: Db): Promise<AsideGroup[]> {
  const found = await sql<AsideGroup>`
    select a.channel_id as "channelId", c.name as "channelName", a.kind, a.why, a.count, a.since, a.latest
    from (
      select channel_id, 'callback' as kind, set_aside as why, count(*)::int as count,
        min(received_at) as since, max(received_at) as latest
      from inbox where set_aside is not null group by 1, 3
      union all
      select channel_id, 'reply', set_aside, count(*)::int, min(received_at), max(received_at)
      from unread_reply where set_aside is not null group by 1, 3
    ) a join channel c on c.id = a.channel_id
    order by a.latest desc, a.channel_id, a.kind, a.why
  `.execute(db);
  return found.rows;
}

/** The newest of them, one by one. */
export async function asideItems(
  db: Db,
  { limit, excerptMax }: { limit: number; excerptMax: number },
): Promise<AsideItem[]> {
  const found = await sql<Omit<AsideItem, "excerpt"> & { begins: Buffer }>`
    select * from (
      (select id, channel_id as "channelId", 'callback' as kind, received_at as "receivedAt",
        set_aside as why, null as sender, substr(body, 1, ${excerptMax}::int) as begins
      from inbox where set_aside is not null order by received_at desc, id desc limit ${limit})
      union all
      (select id, channel_id, 'reply', received_at, set_aside, sender,
        substr(convert_to(body, 'UTF8'), 1, ${excerptMax}::int)
      from unread_reply where set_aside is not null order by received_at desc, id desc limit ${limit})
    ) a order by "receivedAt" desc, kind, id desc limit ${limit}
  `.execute(db);
  return found.rows.map(({ begins, ...item }) => ({ ...item, excerpt: textOf(begins) }));
}

/** Whatever came: what is no text, and half a letter at the cut, shows as a mark. */
const textOf = (bytes: Buffer): string => bytes.toString("utf8").replaceAll("\0", "\ufffd");

/** Which are meant: all of a kind on a channel, or one of them. */
export type AsideChoice = { kind: AsideKind; channelId: number; id: number | null };

const chosen = ({ channelId, id }: AsideChoice) =>
  sql`set_aside is not null and channel_id = ${channelId} and (${id}::bigint is null or id = ${id})`;

/** They wait to be taken in once more. Answers how many. */
export async function retryAside(tx: Tx, choice: AsideChoice): Promise<number> {
  const done = await sql`update ${sql.id(tables[choice.kind])} set set_aside = null
    where ${chosen(choice)}`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** They are gone. Answers how many. */
export async function dropAside(tx: Tx, choice: AsideChoice): Promise<number> {
  const done = await sql`delete from ${sql.id(tables[choice.kind])}
    where ${chosen(choice)}`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Callbacks that their transport could not read, which were taken out to be read. */
export async function keepUnreadable(
  tx: Tx,
  unreadable: readonly { item: InboxItem; why: string }[],
): Promise<void> {
  for (const { item, why } of unreadable) {
    await sql`
      insert into inbox (channel_id, received_at, content_type, query, body, set_aside)
      select ${item.channelId}::int, ${new Date(item.receivedAt)}::timestamptz,
        ${item.contentType}::text, ${item.query}::text, ${item.body}::bytea, ${why}::text
      where (select count(*) from inbox where channel_id = ${item.channelId} and set_aside is not null)
        < ${UNREADABLE_MAX}
    `.execute(tx);
  }
}
