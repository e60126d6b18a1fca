import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** Deliveries and attempts of a run of broadcasts, from the first one on; the last part has no end. */
export type Part = { first: number; rows: number };

const TABLES = ["delivery", "attempt"] as const;
/** Updates of a delivery stay in its page, see 0005-delivery.sql. */
const STORAGE = { delivery: sql`with (fillfactor = 60)`, attempt: sql`` };
/** Whoever sends goes first: a part that cannot be had at once is cut or dropped another time. */
const PATIENCE = sql`set local lock_timeout = '500ms'`;

const nameOf = (table: (typeof TABLES)[number], first: number): string => `${table}_from_${first}`;

/** Oldest first, with about how many deliveries there are in each. */
export async function listParts(db: Db): Promise<Part[]> {
  const found = await sql<Part>`
    select substring(c.relname from '\\d+$')::int as first, greatest(c.reltuples, 0)::float8 as rows
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'delivery'::regclass order by first`.execute(db);
  return found.rows;
}

/** Whether nothing is under way: no delivery of any broadcast waits for anything. */
export async function isAtRest(db: Db): Promise<boolean> {
  const busy = db.selectFrom("chunk").select("no").where("due_at", "is not", null).limit(1);
  return (await busy.executeTakeFirst()) === undefined;
}

/** The number of the newest broadcast, or 0. */
export async function lastBroadcast(db: Db): Promise<number> {
  const newest = db.selectFrom("broadcast").select("id").orderBy("id", "desc").limit(1);
  return (await newest.executeTakeFirst())?.id ?? 0;
}

/** Cutting and dropping is for one node at a time, until its transaction ends. */
export async function holdParts(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock('delivery'::regclass::int)`.execute(tx);
}

/** When the first broadcast of the last part was approved; null where none was. */
export async function lastPartBegan(db: Db, first: number): Promise<number | null> {
  const found = await db
    .selectFrom("broadcast")
    .select((e) => e.fn.min("approved_at").as("at"))
    .where("id", ">=", first)
    .executeTakeFirst();
  return found?.at?.getTime() ?? null;
}

/**
 * Whether everything before this broadcast ended so long ago, and some of it is still known. A draft
 * that nobody approved is as old as it is.
 */
export async function isToForget(db: Db, before: number, endedBy: number): Promise<boolean> {
  const found = await sql<{ known: number; young: number }>`
    select count(*) filter (where forgotten_at is null)::int as known, count(*) filter (
      where (ended_at is null and state <> 'planned')
        or coalesce(ended_at, planned_at) > ${new Date(endedBy)}
    )::int as young
    from broadcast where id < ${before}`.execute(db);
  const [row] = found.rows;
  return row !== undefined && row.known > 0 && row.young === 0;
}

/** Ends the last part before `next`, and begins another. */
export async function beginPart(tx: Tx, last: number, next: number): Promise<void> {
  await PATIENCE.execute(tx);
  const from = last === 0 ? sql`minvalue` : sql.lit(last);
  for (const table of TABLES) {
    const [all, old, end] = [sql.id(table), sql.id(nameOf(table, last)), sql.id("part_ends")];
    await sql`alter table ${all} detach partition ${old}`.execute(tx);
    await sql`alter table ${old} add constraint ${end}
      check (broadcast_id >= ${sql.lit(last)} and broadcast_id < ${sql.lit(next)})`.execute(tx);
    await sql`alter table ${all} attach partition ${old}
      for values from (${from}) to (${sql.lit(next)})`.execute(tx);
    await sql`alter table ${old} drop constraint ${end}`.execute(tx);
    await sql`create table ${sql.id(nameOf(table, next))} partition of ${all}
      for values from (${sql.lit(next)}) to (maxvalue) ${STORAGE[table]}`.execute(tx);
  }
}

/** Keeps the numbers of what lies before a broadcast, and takes along what belongs to its people. */
export async function sumUp(tx: Tx, before: number, now: number): Promise<void> {
  await sql`insert into delivery_sum (broadcast_id, settled, answer, people)
    select broadcast_id, coalesce(settled, ''), coalesce(answer, ''), count(*) from delivery
    where broadcast_id < ${before} group by 1, 2, 3
    on conflict do nothing`.execute(tx);
  for (const table of ["chunk", "care", "inquiry"]) {
    await sql`delete from ${sql.id(table)} where broadcast_id < ${before}`.execute(tx);
  }
  await sql`update broadcast set forgotten_at = ${new Date(now)}
    where id < ${before} and forgotten_at is null`.execute(tx);
}

/**
 * Takes away what lies before a broadcast, whole parts at a time. An empty one takes their place, so
 * that every number has its part: that of an old draft, and those of a backup that is put back.
 */
export async function dropParts(tx: Tx, parts: readonly Part[], before: number): Promise<void> {
  await PATIENCE.execute(tx);
  for (const table of TABLES) {
    for (const { first } of parts) {
      if (first < before) await sql`drop table ${sql.id(nameOf(table, first))}`.execute(tx);
    }
    await sql`create table ${sql.id(nameOf(table, 0))} partition of ${sql.id(table)}
      for values from (minvalue) to (${sql.lit(before)}) ${STORAGE[table]}`.execute(tx);
  }
}

/** What was just written is about to be joined by its key, many times a second. */
export async function analyzePart(tx: Tx, broadcastId: number): Promise<void> {
  const part = (await listParts(tx)).findLast(({ first }) => first <= broadcastId);
  if (part) await sql`analyze ${sql.id(nameOf("delivery", part.first))}`.execute(tx);
}
