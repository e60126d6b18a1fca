import { sql } from "kysely";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Db } from "./database.ts";

/** So long a receipt may be faster than what we write down ourselves; then nobody here has sent it. */
export const UNMATCHED_AFTER_MS = MINUTE_MS;
/** So many are looked at: another system on the same account may bring hundreds of thousands. */
const COUNTED_MAX = 20_000;

/** Receipts on one channel that name no message of this database, and when they came. */
export type Unmatched = {
  channelId: number;
  channelName: string;
  count: number;
  /** There are more than were counted; the first may have come earlier. */
  isMore: boolean;
  since: Date;
  latest: Date;
};

/** What is kept of such receipts, channel by channel, the most recent first. */
export async function listUnmatched(db: Db, now: number): Promise<Unmatched[]> {
  const found = await sql<Unmatched>`
    with strange as (
      select channel_id, received_at from orphan
      where received_at <= ${new Date(now - UNMATCHED_AFTER_MS)}::timestamptz limit ${COUNTED_MAX + 1}
    )
    select s.channel_id as "channelId", c.name as "channelName", count(*)::int as count,
      (select count(*) from strange) > ${COUNTED_MAX} as "isMore",
      min(s.received_at) as since, max(s.received_at) as latest
    from strange s join channel c on c.id = s.channel_id
    group by 1, 2 order by latest desc, 1
  `.execute(db);
  return found.rows;
}
