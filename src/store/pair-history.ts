import { sql } from "kysely";
import { numbers } from "./arrays.ts";
import type { Db } from "./database.ts";

/** Broadcasts that are sent, or were a moment ago: only their messages can crowd one person. */
export async function broadcastsSince(db: Db, since: number): Promise<number[]> {
  const rows = await db
    .selectFrom("broadcast")
    .select("id")
    .where("started_at", "is not", null)
    .where((e) => e.or([e("ended_at", "is", null), e("ended_at", ">", new Date(since))]))
    .execute();
  return rows.map(({ id }) => id);
}

type Ask = {
  channelId: number;
  broadcastIds: readonly number[];
  contactIds: readonly number[];
  since: number;
};

/** When these people were written to on this channel of late, by whichever of these broadcasts. */
export async function writtenTo(db: Db, ask: Ask): Promise<Map<number, number[]>> {
  const { channelId } = ask;
  const since = sql`${new Date(ask.since)}::timestamptz`;
  const found = await sql<{ contact_id: number; at: number }>`
    with person as (
      select d.* from delivery d
      where d.contact_id = any(${numbers(ask.contactIds)}::bigint[])
        and d.broadcast_id = any(${numbers(ask.broadcastIds)}::int[])
    )
    select p.contact_id, extract(epoch from p.attempted_at)::float8 * 1000 as at from person p
    where p.fact > 0 and p.attempted_at > ${since}
      and (p.ways -> p.rung::int ->> 0)::int = ${channelId}
    union all
    select p.contact_id, extract(epoch from a.attempted_at)::float8 * 1000
    from person p join attempt a on a.broadcast_id = p.broadcast_id and a.ordinal = p.ordinal
    where a.channel_id = ${channelId} and a.attempted_at > ${since}
      and coalesce(a.outcome, 'unknown') in ('accepted', 'unknown')
  `.execute(db);
  const byPerson = Map.groupBy(found.rows, (row) => Number(row.contact_id));
  return new Map([...byPerson].map(([id, rows]) => [id, rows.map(({ at }) => Math.round(at))]));
}
