import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { ADDRESS_KINDS } from "../domain/contact-columns.ts";
import {
  domainOfKind,
  freshMs,
  type KnownWay,
  POINTS,
  type ReachOverview,
  SCORE_MAX,
  type VerifiedBy,
} from "../domain/reachability.ts";
import type { ReachAskAt } from "../domain/segment.ts";
import type { Db, Tx } from "./database.ts";

/** Every domain has a bit, so that a person's independent ways are one number, made in one pass. */
const DOMAINS = [...new Set(ADDRESS_KINDS.map(domainOfKind))];
export const bitOf = (domain: string): number => {
  const place = DOMAINS.indexOf(domain);
  return place < 0 ? 0 : 2 ** place;
};
const bit = sql`case u.kind ${sql.join(
  ADDRESS_KINDS.map(
    (kind) => sql`when ${sql.lit(kind)} then ${sql.lit(bitOf(domainOfKind(kind)))}`,
  ),
  sql` `,
)} else 0 end`;
export const bits = (mask: RawBuilder<unknown>) => sql<number>`bit_count((${mask})::bit(32))`;

/** Kinds that a channel of ours carries: in training those of drills, and never both. */
const kindsInUse = sql`select c.address_kind from channel c cross join organisation o
  where c.enabled and c.drill = (o.mode = 'training')`;

/** The independent ways of each person, as bits: those that we may use, and that a channel carries. */
export const independentWays = sql`
  select u.contact_id, bit_or(${bit}) as ways from usable_address u
  where u.kind in (${kindsInUse}) group by u.contact_id`;

/** Who is reached better than so. Of each domain the best proof counts, as reachability.ts says. */
const betterThan = (score: number, at: string) => sql`
  select u.contact_id from usable_address u
  join address a on a.contact_id = u.contact_id and a.kind = u.kind
  where u.kind in (${kindsInUse}) group by u.contact_id
  having least(${sql.lit(SCORE_MAX)},
    ${sql.lit(POINTS.never)} * ${bits(sql`bit_or(${bit})`)}
    + ${sql.lit(POINTS.old - POINTS.never)} * coalesce(
      ${bits(sql`bit_or(${bit}) filter (where a.verified_at is not null)`)}, 0)
    + ${sql.lit(POINTS.fresh - POINTS.old)} * coalesce(${bits(sql`bit_or(${bit})
      filter (where a.verified_at >= ${new Date(Date.parse(at) - freshMs)}::timestamptz)`)}, 0)
  ) > ${score}`;

/** Whether the contact in the query is reached as a question asks. The pure function says the same. */
export function isReachable({ ways, only, scoreMax, at }: ReachAskAt): Expression<SqlBool> {
  const people = sql`select contact_id from (${independentWays}) w`;
  const count = bits(sql`ways`);
  const asked = [sql<SqlBool>`true`];
  if (ways === "none") asked.push(sql`contact.id not in (${people})`);
  if (ways === "one") asked.push(sql`contact.id in (${people} where ${count} = 1)`);
  if (ways === "several") asked.push(sql`contact.id in (${people} where ${count} > 1)`);
  if (only !== undefined) {
    const alone = bitOf(only);
    asked.push(
      alone === 0 ? sql`false` : sql`contact.id in (${people} where ways = ${sql.lit(alone)})`,
    );
  }
  if (scoreMax !== undefined) asked.push(sql`contact.id not in (${betterThan(scoreMax, at)})`);
  return sql<SqlBool>`(${sql.join(asked, sql` and `)})`;
}

/**
 * The same, asked of one person after the other: for a page of a few people, in whose order the database
 * then goes, and for a search that leaves few. Whoever asks of everybody asks the other way.
 */
export function isEachReachable(ask: ReachAskAt): Expression<SqlBool> {
  const { ways, only, scoreMax } = ask;
  if (scoreMax !== undefined) return isReachable(ask);
  const own = sql`coalesce((select bit_or(${bit}) from usable_address u
    where u.contact_id = contact.id and u.kind = any(array(${kindsInUse}))), 0)`;
  const asked = [sql<SqlBool>`true`];
  if (ways === "none") asked.push(sql`${own} = 0`);
  if (ways === "one") asked.push(sql`${bits(own)} = 1`);
  if (ways === "several") asked.push(sql`${bits(own)} > 1`);
  if (only !== undefined) asked.push(sql`${own} = ${sql.lit(bitOf(only))} and ${own} <> 0`);
  return sql<SqlBool>`(${sql.join(asked, sql` and `)})`;
}

/** How everybody could be reached, were something to fail today. Reads the ways of all of them. */
export async function reachOverview(db: Db): Promise<ReachOverview> {
  const found = await sql<{ ways: number; people: number }>`
    select coalesce(w.ways, 0) as ways, count(*)::int as people
    from contact c left join (${independentWays}) w on w.contact_id = c.id
    where c.erased_at is null group by 1`.execute(db);
  return overviewOf(found.rows);
}

/** The overview from how many people have which independent ways. */
export function overviewOf(counted: readonly { ways: number; people: number }[]): ReachOverview {
  const sum = (rows: readonly { people: number }[]) =>
    rows.reduce((total, { people }) => total + people, 0);
  const single = DOMAINS.flatMap((domain) => {
    const people = sum(counted.filter(({ ways }) => ways === bitOf(domain)));
    return people > 0 ? [{ domain, people }] : [];
  });
  const people = sum(counted);
  const reached = sum(counted.filter(({ ways }) => ways !== 0));
  single.sort((a, b) => b.people - a.people);
  return { people, none: people - reached, several: reached - sum(single), single };
}

/** How many people there are, counted up to the limit. */
export async function peopleThere(db: Db, limit: number): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from (
      select from contact where erased_at is null limit ${limit}
    ) there`.execute(db);
  return found.rows[0]?.n ?? 0;
}

export type ReachCount = { countedAt: number; mark: string; counts: ReachOverview };

/** What was counted last, and is kept; null where nothing is. */
export async function findReachCount(db: Db): Promise<ReachCount | null> {
  const row = await db.selectFrom("reach_count").selectAll().executeTakeFirst();
  return row ? { countedAt: row.counted_at.getTime(), mark: row.mark, counts: row.counts } : null;
}

export async function saveReachCount(tx: Tx, count: ReachCount): Promise<void> {
  const row = {
    counted_at: new Date(count.countedAt),
    mark: count.mark,
    counts: JSON.stringify(count.counts),
  };
  await tx
    .insertInto("reach_count")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

/**
 * Differs as soon as people, addresses, consents, suppressions or channels come in: the ends of some
 * indexes, and no row of the people themselves. What is only taken away it does not notice.
 */
export async function reachMark(db: Db): Promise<string> {
  const found = await sql<{ mark: string }>`
    select concat_ws('/', (select max(id) from contact), (select max(id) from address),
      (select max(id) from consent), (select max(id) from suppression),
      (select string_agg(kind.address_kind, ',') from (${kindsInUse} order by 1) kind)) as mark
  `.execute(db);
  return found.rows[0]?.mark ?? "";
}

/** The ways to some people, each with its last proof, and whether we may use it today. */
export async function knownWays(
  db: Db,
  contactIds: readonly number[],
): Promise<Map<number, KnownWay[]>> {
  if (contactIds.length === 0) return new Map();
  const found = await sql<{
    contact_id: number;
    kind: string;
    open: boolean;
    verified_at: Date | null;
    verified_by: VerifiedBy | null;
  }>`
    select a.contact_id, a.kind, a.verified_at, a.verified_by,
      u.kind is not null and a.kind in (${kindsInUse}) as open
    from address a left join usable_address u on u.contact_id = a.contact_id and u.kind = a.kind
    where a.contact_id = any(${[...contactIds]}::bigint[]) order by a.kind
  `.execute(db);
  const ways = found.rows.map(({ contact_id, kind, open, verified_at: at, verified_by: by }) => ({
    contact_id,
    kind,
    open,
    verified: at && by ? { at: at.getTime(), by } : null,
  }));
  return Map.groupBy(ways, (way) => way.contact_id);
}

/** So many deliveries are looked at together. */
const NOTE_STEP = 5_000;

/**
 * Notes which addresses a finished broadcast has proved, so many deliveries at a time: a receipt that
 * it arrived, or an answer. What was corrected since then proves nothing, and neither does a drill, but
 * for the simulated people of a training. Answers whether there is more.
 */
export async function noteProvedWays(tx: Tx): Promise<boolean> {
  const next = await tx
    .selectFrom("broadcast")
    .select(["id", "ways_noted"])
    .where("ways_noted", ">=", 0)
    .where("drill", "=", sql<boolean>`(select mode = 'training' from organisation)`)
    .where("state", "in", ["done", "cancelled"])
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!next) return false;
  const { id, ways_noted: from } = next;
  await sql`
    update address a set verified_at = p.at, verified_by = p.by
    from (
      select distinct on (d.contact_id, c.address_kind) d.contact_id, c.address_kind as kind,
        way.pair ->> 1 as value, coalesce(d.answer_at, d.settled_at, d.attempted_at) as at,
        case when d.best >= 6 then 'reply' else 'delivered' end as by
      from delivery d
      join channel c on c.id = d.best_channel
      cross join lateral jsonb_array_elements(d.ways) as way (pair)
      where d.broadcast_id = ${id} and d.ordinal >= ${from} and d.ordinal < ${from + NOTE_STEP}
        and d.best >= 4 and jsonb_typeof(way.pair) = 'array'
        and (way.pair ->> 0)::int = d.best_channel
      order by d.contact_id, c.address_kind
    ) p
    where a.contact_id = p.contact_id and a.kind = p.kind and a.value = p.value and p.at is not null
      and (a.verified_at is null or a.verified_at < p.at)
  `.execute(tx);
  const last = await tx
    .selectFrom("delivery")
    .select((e) => e.fn.max("ordinal").as("ordinal"))
    .where("broadcast_id", "=", id)
    .executeTakeFirst();
  const isEnd = (last?.ordinal ?? -1) < from + NOTE_STEP;
  await tx
    .updateTable("broadcast")
    .set({ ways_noted: isEnd ? -1 : from + NOTE_STEP })
    .where("id", "=", id)
    .execute();
  return true;
}
