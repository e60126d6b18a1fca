import { sql } from "kysely";
import type { AttemptKey } from "../domain/reference.ts";
import { numbers } from "./arrays.ts";
import { attemptKeyOf } from "./attempts.ts";
import type { Db } from "./database.ts";

/** All that was sent to an address on a channel until then has come as far as `fact`, a rank. */
export type Mark = { channelId: number; address: string; until: number; fact: number };
type Bounds = {
  /** Nothing else is looked at: each person has one row in each of them. */
  broadcastIds: readonly number[];
  since: number;
  factMin: number;
};

/** Nobody is written to more often than so in the time that is looked at. */
const ATTEMPTS_MAX = 50;

/**
 * The attempts that each of these marks covers and that have not come so far yet, the newest first.
 * Only what the provider has taken: what is still on its way there cannot have arrived.
 */
export async function attemptsUntil(
  db: Db,
  marks: readonly Mark[],
  { broadcastIds, since, factMin }: Bounds,
): Promise<AttemptKey[][]> {
  if (marks.length === 0 || broadcastIds.length === 0) return marks.map(() => []);
  const from = sql`${new Date(since)}::timestamptz`;
  const found = await sql<{
    place: number;
    broadcast_id: number;
    ordinal: number;
    rung: number;
    try: number;
  }>`
    select k.place::int as place, m.broadcast_id, m.ordinal, m.rung, m.try from unnest(
      ${numbers(marks.map((mark) => mark.channelId))}::int[],
      ${marks.map((mark) => mark.address)}::text[],
      ${numbers(marks.map((mark) => mark.until))}::float8[],
      ${numbers(marks.map((mark) => mark.fact))}::int[]
    ) with ordinality k (channel_id, address, until, fact, place)
    join channel c on c.id = k.channel_id
    join address a on a.kind = c.address_kind and a.value = k.address
    cross join lateral (
      select * from (
        select d.broadcast_id, d.ordinal, d.rung, d.try, d.fact, d.attempted_at,
          (d.ways -> d.rung::int ->> 0)::int as channel_id
        from delivery d where d.contact_id = a.contact_id
          and d.broadcast_id = any(${numbers(broadcastIds)}::int[])
        union all
        select t.broadcast_id, t.ordinal, t.rung, t.try, t.fact, t.attempted_at, t.channel_id
        from delivery d join attempt t on t.broadcast_id = d.broadcast_id and t.ordinal = d.ordinal
        where d.contact_id = a.contact_id
          and d.broadcast_id = any(${numbers(broadcastIds)}::int[])
      ) made
      where made.channel_id = k.channel_id and made.fact >= ${factMin}::int and made.fact < k.fact
        and made.attempted_at > ${from} and made.attempted_at <= to_timestamp(k.until / 1000.0)
      order by made.attempted_at desc limit ${ATTEMPTS_MAX}
    ) m order by k.place
  `.execute(db);
  const byMark = Map.groupBy(found.rows, ({ place }) => place);
  return marks.map((_, index) => (byMark.get(index + 1) ?? []).map(attemptKeyOf));
}
