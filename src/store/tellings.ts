import { type Insertable, type Selectable, sql } from "kysely";
import type { Language } from "../domain/language.ts";
import { CANARIES_MAX } from "../domain/subscriber.ts";
import type { Db, Tx } from "./database.ts";
import type { Telling } from "./schema/subscribers.ts";

export type TellingRow = Selectable<Telling>;

/** Lines of the ledger that are leased, timed and looked through together. */
const TELLING_CHUNK_SIZE = 1_000;

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

/** Whether subscribers heard of this incident, or of this planned work, at all. */
export async function wasTold(
  db: Db,
  about: { incidentId: string } | { maintenanceId: string },
): Promise<boolean> {
  const [column, id] =
    "incidentId" in about
      ? (["incident_id", about.incidentId] as const)
      : (["maintenance_id", about.maintenanceId] as const);
  const row = await db
    .selectFrom("telling")
    .select("id")
    .where(column, "=", id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Work that begins soon, that subscribers were told of, though not lately, and have not been reminded
 * of for these hours.
 */
export async function worksToRemindOf(
  tx: Tx,
  ask: { now: number; from: number; until: number; quietSince: number },
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select m.id from maintenance m
    where m.state = 'scheduled' and m.starts_at between ${new Date(ask.from)} and ${new Date(ask.until)}
      and exists (select 1 from telling t where t.maintenance_id = m.id)
      and not exists (select 1 from telling t where t.maintenance_id = m.id
        and (t.what = 'work-soon' and t.expires_at = m.starts_at
          or t.created_at > ${new Date(ask.quietSince)}))
    order by m.starts_at, m.id
  `.execute(tx);
  return found.rows.map(({ id }) => id);
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

/** What a telling is about, the ways to reach us that it touches, and the pages that show it. */
export type About = {
  what: "incident" | "work";
  id: string;
  /** Null: it is about all of us, and whoever chose ways to reach us hears it, too. */
  pointIds: readonly string[] | null;
  pages: Shown;
};
/** Whether the page at the root shows it, and which of the others do. */
export type Shown = { root: boolean; ids: readonly string[] };

/** Who would be told: on a page that shows it, those who asked for it, its ways, or everything. */
function concerned({ what, id, pointIds, pages }: About) {
  const own = what === "incident" ? sql`s.incident_id = ${id}::uuid` : sql`false`;
  const wants = what === "work" ? sql`s.works` : sql`true`;
  const touched = pointIds === null ? sql`true` : sql`s.point_ids && ${[...pointIds]}::uuid[]`;
  return sql`
    s.state = 'active'
    and case when s.page_id is null then ${pages.root}::bool
      else s.page_id = any(${[...pages.ids]}::uuid[]) end
    and (${own} or (s.incident_id is null and ${wants} and (s.point_ids = '{}' or ${touched})))`;
}

export async function countAudience(
  db: Db,
  about: About,
): Promise<{ kind: string; people: number }[]> {
  const found = await sql<{ kind: string; people: number }>`
    select s.kind, count(distinct s.address_hash)::int as people from subscriber s
    where ${concerned(about)} group by s.kind order by s.kind
  `.execute(db);
  return found.rows;
}

/**
 * Freezes whom a telling is for, in an order that mixes the kinds, so that its canaries meet them all.
 * Who follows several pages that show it is told once.
 * Whoever was told as often as one may be told in an hour gets a line that says so, and no message.
 */
export async function layLines(
  tx: Tx,
  telling: {
    id: number;
    about: About;
    perHourMax: number;
    now: number;
    language: Language | null;
  },
): Promise<number> {
  const { id, about, perHourMax, now, language } = telling;
  const at = new Date(now);
  const done = await sql`
    insert into told (telling_id, ordinal, subscriber_id, kind, state, why, due_at)
    select ${id}::int, row_number() over (order by l.place, l.id) - 1, l.id, l.kind,
      case when l.often then 'skipped' else 'queued' end, case when l.often then 'too-often' end,
      case when l.often then null else ${at}::timestamptz end
    from (
      select s.id, s.kind, row_number() over (partition by s.kind order by s.id) as place,
        ${often({ id, perHourMax, now })} as often
      from (
        select distinct on (s.kind, s.address_hash) s.id, s.kind from subscriber s
        where ${concerned(about)} and (${language}::text is null or s.language = ${language})
        order by s.kind, s.address_hash, s.id
      ) s
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
 * Newer words on the same incident, or the same work, take the place of older ones that have not left yet: nobody is
 * told what is known to be wrong, and nobody hears a correction before what it corrects.
 */
export async function supersede(tx: Tx, newer: TellingRow, now: number): Promise<void> {
  const { incident_id: incidentId, maintenance_id: maintenanceId } = newer;
  if (incidentId === null && maintenanceId === null) return;
  await sql`
    with olden as (
      select id from telling where id < ${newer.id} and state = 'running'
        and (incident_id = ${incidentId} or maintenance_id = ${maintenanceId})
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
