import { type Insertable, type Selectable, sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { Suppression } from "./schema/audience.ts";

export type SuppressionRow = Selectable<Suppression>;
export type NewSuppression = Omit<Insertable<Suppression>, "lifted_at" | "lifted_by">;
/** With the name of the person, where it is about one. */
export type SuppressionLine = SuppressionRow & { name: string | null };

/** What is in force, the newest first; a text finds it by address, name or reason. */
export async function listSuppressions(
  db: Db,
  page: { query: string; before: number | null; limit: number },
): Promise<SuppressionLine[]> {
  const like = `%${page.query.replace(/[\\%_]/g, "\\$&")}%`;
  return await db
    .selectFrom("suppression")
    .leftJoin("contact", "contact.id", "suppression.contact_id")
    .selectAll("suppression")
    .select("contact.name")
    .where("suppression.lifted_at", "is", null)
    .$if(page.before !== null, (q) => q.where("suppression.id", "<", page.before ?? 0))
    .$if(page.query !== "", (q) =>
      q.where((e) =>
        e.or([
          e("suppression.value", "ilike", like),
          e("suppression.reason", "ilike", like),
          e("contact.name", "ilike", like),
        ]),
      ),
    )
    .orderBy("suppression.id", "desc")
    .limit(page.limit)
    .execute();
}

export async function countSuppressions(db: Db): Promise<number> {
  const counted = db
    .selectFrom("suppression")
    .select((e) => e.fn.countAll<number>().as("total"))
    .where("lifted_at", "is", null);
  return (await counted.executeTakeFirstOrThrow()).total;
}

/** What keeps us from writing to one person: about them, or about an address of theirs. */
export async function suppressionsOf(db: Db, contactId: number): Promise<SuppressionRow[]> {
  const found = await sql<SuppressionRow>`
    select s.* from suppression s
    where s.lifted_at is null and (s.contact_id = ${contactId} or exists (
      select 1 from address a where a.contact_id = ${contactId} and a.value = s.value
        and (s.kind is null or s.kind = a.kind)))
    order by s.id`.execute(db);
  return found.rows;
}

/**
 * Adds to the list. What is on it already stays, and holds as long as the longer of the two says.
 * A trigger ends what is under way. Answers how many were new.
 */
export async function insertSuppressions(
  tx: Tx,
  rows: readonly NewSuppression[],
): Promise<{ added: number; known: number }> {
  if (rows.length === 0) return { added: 0, known: 0 };
  const json = JSON.stringify(rows);
  const given = sql`json_to_recordset(${json}::json) as g (contact_id bigint, kind text, value text,
    reason text, source text, until timestamptz, created_at timestamptz, created_by text)`;
  // Asked apart, so that each is a join on one column and not a look at every pair.
  const samePerson = sql`s.lifted_at is null and s.contact_id = g.contact_id`;
  const sameAddress = sql`s.lifted_at is null and s.value = g.value
    and s.kind is not distinct from g.kind`;
  let known = 0;
  for (const same of [samePerson, sameAddress]) {
    const held = await sql`
      update suppression s set until = case
        when s.until is null or g.until is null then null else greatest(s.until, g.until) end
      from ${given} where ${same}`.execute(tx);
    known += Number(held.numAffectedRows ?? 0);
  }
  const added = await sql`
    insert into suppression (contact_id, kind, value, reason, source, until, created_at, created_by)
    select distinct on (contact_id, value, kind)
      contact_id, kind, value, reason, source, until, created_at, created_by
    from ${given}
    where not exists (select 1 from suppression s where ${samePerson})
      and not exists (select 1 from suppression s where ${sameAddress})
    order by contact_id, value, kind, until desc nulls first`.execute(tx);
  return { added: Number(added.numAffectedRows ?? 0), known };
}

/** The suppression, held until the end of the transaction; null when it holds no longer. */
export async function lockSuppression(tx: Tx, id: number): Promise<SuppressionRow | null> {
  const found = tx
    .selectFrom("suppression")
    .selectAll()
    .where("id", "=", id)
    .where("lifted_at", "is", null)
    .forUpdate();
  return (await found.executeTakeFirst()) ?? null;
}

export async function liftSuppression(
  tx: Tx,
  id: number,
  lifted: { at: Date; by: string },
): Promise<void> {
  await tx
    .updateTable("suppression")
    .set({ lifted_at: lifted.at, lifted_by: lifted.by })
    .where("id", "=", id)
    .execute();
}

/** Those whose time is over. */
export async function endedSuppressions(db: Db, now: Date, limit: number): Promise<number[]> {
  const ended = db
    .selectFrom("suppression")
    .select("id")
    .where("lifted_at", "is", null)
    .where("until", "<=", now)
    .orderBy("until")
    .limit(limit);
  return (await ended.execute()).map(({ id }) => id);
}

/** Who is known by these keys of the organisation's own. */
export async function contactsByKeys(
  db: Db,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const found = await db
    .selectFrom("contact")
    .select(["id", "external_key"])
    .where("external_key", "in", [...keys])
    .where("erased_at", "is", null)
    .execute();
  return new Map(found.map(({ id, external_key }) => [external_key ?? "", id]));
}

/** Whether nobody may write to this address. */
export async function isSuppressedAddress(db: Db, kind: string, value: string): Promise<boolean> {
  const held = db
    .selectFrom("suppression")
    .select("id")
    .where("lifted_at", "is", null)
    .where("value", "=", value)
    .where((e) => e.or([e("kind", "is", null), e("kind", "=", kind)]));
  return (await held.executeTakeFirst()) !== undefined;
}
