import { type Insertable, type Selectable, sql } from "kysely";
import type { Language } from "../domain/language.ts";
import { CANARIES_MAX } from "../domain/subscriber.ts";
import type { Db, Tx } from "./database.ts";
import type { Telling } from "./schema/subscribers.ts";

export type TellingRow = Selectable<Telling>;

/** Lines of the ledger that are leased, timed and looked through together. */
export const TELLING_CHUNK_SIZE = 1_000;

/** Whether this was new. The same key a second time is the same thing to tell. */
export async function insertTelling(tx: Tx, row: Insertable<Telling>): Promise<TellingRow | null> {
  const added = await tx
    .insertInto("telling")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returningAll()
    .executeTakeFirst();
  return added ?? null;
}

export async function findTelling(db: Db, id: number): Promise<TellingRow | null> {
  const row = await db.selectFrom("telling").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

/** Whether there is anything to do at all: asked often, answered from a small index. */
export async function hasOpenTellings(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom("telling")
    .select("id")
    .where("state", "<>", "done")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether subscribers heard of this incident at all. */
export async function wasTold(db: Db, incidentId: string): Promise<boolean> {
  const row = await db
    .selectFrom("telling")
    .select("id")
    .where("incident_id", "=", incidentId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A letter is a telling of one line, and needs no canaries. */
export async function layLetter(
  tx: Tx,
  letter: { telling: TellingRow; subscriberId: number; kind: string; now: number },
): Promise<void> {
  const { telling, subscriberId, kind, now } = letter;
  const at = new Date(now);
  await sql`insert into told (telling_id, ordinal, subscriber_id, kind, due_at)
    values (${telling.id}, 0, ${subscriberId}, ${kind}, ${at})`.execute(tx);
  await sql`insert into telling_chunk (telling_id, no, first_ordinal, last_ordinal, due_at)
    values (${telling.id}, 0, 0, 0, ${at})`.execute(tx);
  await sql`update telling set state = 'running', recipients = 1, frozen_at = ${at},
    canary_passed_at = ${at} where id = ${telling.id}`.execute(tx);
}

/** One node at a time lays tellings down: their order is the order in which people are told. */
export async function lockFreezing(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7061991)`.execute(tx);
}

export async function waitingTelling(tx: Tx): Promise<TellingRow | null> {
  const row = await tx
    .selectFrom("telling")
    .selectAll()
    .where("state", "=", "waiting")
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Who would be told about an incident: those who asked for it, its contact points, or everything. */
const concerned = (incidentId: string) => sql`
  s.state = 'active' and (
    s.incident_id = ${incidentId}::uuid
    or (s.incident_id is null and (
      s.point_ids = '{}'
      or (select i.platform_id from incident i where i.id = ${incidentId}::uuid) is null
      or s.point_ids && array(
        select p.id from contact_point p join incident i on i.platform_id = p.platform_id
        where i.id = ${incidentId}::uuid)
    ))
  )`;

export async function countAudience(
  db: Db,
  incidentId: string,
): Promise<{ kind: string; people: number }[]> {
  const found = await sql<{ kind: string; people: number }>`
    select s.kind, count(*)::int as people from subscriber s where ${concerned(incidentId)}
    group by s.kind order by s.kind
  `.execute(db);
  return found.rows;
}

/**
 * Freezes whom a telling is for, in an order that mixes the kinds, so that its canaries meet them all.
 * Whoever was told as often as one may be told in an hour gets a line that says so, and no message.
 */
export async function layLines(
  tx: Tx,
  telling: {
    id: number;
    incidentId: string;
    perHourMax: number;
    now: number;
    language: Language | null;
  },
): Promise<number> {
  const { id, incidentId, perHourMax, now, language } = telling;
  const at = new Date(now);
  const done = await sql`
    insert into told (telling_id, ordinal, subscriber_id, kind, state, why, due_at)
    select ${id}::int, row_number() over (order by l.place, l.id) - 1, l.id, l.kind,
      case when l.often then 'skipped' else 'queued' end, case when l.often then 'too-often' end,
      case when l.often then null else ${at}::timestamptz end
    from (
      select s.id, s.kind, row_number() over (partition by s.kind order by s.id) as place,
        ${often({ id, perHourMax, now })} as often
      from subscriber s where ${concerned(incidentId)}
        and (${language}::text is null or s.language = ${language})
    ) l
  `.execute(tx);
  const recipients = Number(done.numAffectedRows ?? 0);
  await sql`
    insert into telling_chunk (telling_id, no, first_ordinal, last_ordinal, due_at)
    select ${id}::int, no, case when no = 0 then 0 else ${CANARIES_MAX}::int + (no - 1) * ${TELLING_CHUNK_SIZE}::int end,
      least(case when no = 0 then ${CANARIES_MAX}::int else ${CANARIES_MAX}::int + no * ${TELLING_CHUNK_SIZE}::int end,
        ${recipients}::int) - 1, ${at}
    from generate_series(0, (${recipients}::int - ${CANARIES_MAX}::int + ${TELLING_CHUNK_SIZE}::int - 1)
      / ${TELLING_CHUNK_SIZE}::int) no
    where ${recipients}::int > 0
  `.execute(tx);
  await sql`update telling set state = case when ${recipients}::int = 0 then 'done' else 'running' end,
    ended_at = case when ${recipients}::int = 0 then ${at}::timestamptz end,
    recipients = ${recipients}, frozen_at = ${at} where id = ${id}`.execute(tx);
  await sql`analyze told`.execute(tx);
  return recipients;
}

const HOUR_MS = 3_600_000;

const often = (telling: { id: number; perHourMax: number; now: number }) => sql<boolean>`(
  select count(*) from told t join telling g on g.id = t.telling_id
  where t.subscriber_id = s.id and g.what <> 'letter' and g.id < ${telling.id}
    and g.created_at > ${new Date(telling.now - HOUR_MS)} and t.state <> 'skipped'
) >= ${telling.perHourMax}`;

/**
 * Newer words on the same incident take the place of older ones that have not left yet: nobody is
 * told what is known to be wrong, and nobody hears a correction before what it corrects.
 */
export async function supersede(tx: Tx, newer: TellingRow, now: number): Promise<void> {
  if (newer.incident_id === null) return;
  await sql`
    with olden as (
      select id from telling where incident_id = ${newer.incident_id} and id < ${newer.id}
        and state = 'running'
    ), cut as (
      update told o set state = 'skipped', why = 'superseded', due_at = null
      from told n, olden
      where o.telling_id = olden.id and o.state = 'queued' and n.telling_id = ${newer.id}
        and n.subscriber_id = o.subscriber_id and n.state = 'queued'
    )
    update telling_chunk c set due_at = ${new Date(now)} from olden
    where c.telling_id = olden.id and c.due_at is not null and c.leased_until is null
  `.execute(tx);
}
