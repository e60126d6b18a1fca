import { sql } from "kysely";
import type { CareState } from "../domain/care.ts";
import type { Db, Tx } from "./database.ts";

export type SafetyLine = {
  contactId: number;
  name: string;
  place: string | null;
  /** By which of our ways they were reached, and where: somebody may have to call them. */
  ways: string[];
  answer: string | null;
  answerAt: Date | null;
  /** What they wrote last, in their own words. */
  words: string | null;
  care: CareState | null;
  careBy: string | null;
  careAt: Date | null;
  note: string | null;
};

export const SAFETY_SHOWS = ["help", "silent"] as const;
export type SafetyShow = (typeof SAFETY_SHOWS)[number];

const NOT_BLOCKED = sql`d.settled is distinct from 'blocked'`;

/** Who needs help, those first whom nobody looks after; or who has not answered. */
export async function safetyLines(
  db: Db,
  ask: { broadcastId: number; show: SafetyShow; by: string; limit: number },
): Promise<SafetyLine[]> {
  const which =
    ask.show === "help" ? sql`d.answer = 'help'` : sql`d.answer is null and ${NOT_BLOCKED}`;
  const order =
    ask.show === "help"
      ? sql`coalesce(array_position(array['open', 'claimed', 'done'], k.state), 1), d.answer_at, d.ordinal`
      : sql`d.ordinal`;
  const found = await sql<SafetyLine>`
    select d.contact_id as "contactId", coalesce(c.name, '') as name, ${placeOf(ask.by)} as place,
      d.answer, d.answer_at as "answerAt", k.state as care, k.by as "careBy", k.at as "careAt", k.note,
      coalesce((select array_agg(distinct way.pair ->> 1) from jsonb_array_elements(d.ways) way (pair)
        where jsonb_typeof(way.pair) = 'array'), '{}') as ways,
      (select r.body from reply r where r.broadcast_id = d.broadcast_id and r.ordinal = d.ordinal
        order by r.id desc limit 1) as words
    from delivery d
    left join contact c on c.id = d.contact_id
    left join care k on k.broadcast_id = d.broadcast_id and k.contact_id = d.contact_id
    where d.broadcast_id = ${ask.broadcastId} and ${which}
    order by ${order} limit ${ask.limit}
  `.execute(db);
  return found.rows;
}

export type PlaceCount = {
  place: string | null;
  people: number;
  safe: number;
  help: number;
  silent: number;
};

/** How each place stands, the ones with the most calls for help first. */
export async function safetyPlaces(
  db: Db,
  ask: { broadcastId: number; by: string; limit: number },
): Promise<PlaceCount[]> {
  const found = await sql<PlaceCount>`
    select ${placeOf(ask.by)} as place, count(*)::int as people,
      (count(*) filter (where d.answer = 'safe'))::int as safe,
      (count(*) filter (where d.answer = 'help'))::int as help,
      (count(*) filter (where d.answer is null and ${NOT_BLOCKED}))::int as silent
    from delivery d left join contact c on c.id = d.contact_id
    where d.broadcast_id = ${ask.broadcastId}
    group by 1 order by help desc, silent desc, people desc limit ${ask.limit}
  `.execute(db);
  return found.rows;
}

/** A country of the contact, or whatever attribute the organisation keeps places in. */
const placeOf = (by: string) =>
  by === "country" ? sql`c.country` : sql`nullif(c.attributes ->> ${by}, '')`;

/** Every person of a safety check, a page at a time, for a file. */
export async function safetyPage(
  db: Db,
  page: { broadcastId: number; by: string; after: number; limit: number },
): Promise<(SafetyLine & { ordinal: number })[]> {
  const found = await sql<SafetyLine & { ordinal: number }>`
    select d.ordinal, d.contact_id as "contactId", coalesce(c.name, '') as name,
      ${placeOf(page.by)} as place, d.answer, d.answer_at as "answerAt",
      k.state as care, k.by as "careBy", k.at as "careAt", k.note, '{}'::text[] as ways,
      null::text as words
    from delivery d
    left join contact c on c.id = d.contact_id
    left join care k on k.broadcast_id = d.broadcast_id and k.contact_id = d.contact_id
    where d.broadcast_id = ${page.broadcastId} and d.ordinal > ${page.after}
    order by d.ordinal limit ${page.limit}
  `.execute(db);
  return found.rows;
}

export type CareRow = { state: CareState; by: string; at: Date; note: string };

export async function findCare(
  tx: Tx,
  key: { broadcastId: number; contactId: number },
): Promise<CareRow | null> {
  const row = await tx
    .selectFrom("care")
    .select(["state", "by", "at", "note"])
    .where("broadcast_id", "=", key.broadcastId)
    .where("contact_id", "=", key.contactId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function isRecipient(
  tx: Tx,
  key: { broadcastId: number; contactId: number },
): Promise<boolean> {
  const row = await tx
    .selectFrom("delivery")
    .select("ordinal")
    .where("contact_id", "=", key.contactId)
    .where("broadcast_id", "=", key.broadcastId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function saveCare(
  tx: Tx,
  key: { broadcastId: number; contactId: number },
  care: CareRow,
): Promise<void> {
  await tx
    .insertInto("care")
    .values({ broadcast_id: key.broadcastId, contact_id: key.contactId, ...care })
    .onConflict((conflict) => conflict.columns(["broadcast_id", "contact_id"]).doUpdateSet(care))
    .execute();
}
