import { type Insertable, type Selectable, sql } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { ContactPullRunTable, ContactPullTable } from "./schema/offline.ts";

export type ContactPullRow = Selectable<ContactPullTable>;
export type ContactPullRunRow = Selectable<ContactPullRunTable>;

const runsKept = 100;

export async function listContactPulls(db: Db): Promise<ContactPullRow[]> {
  return await db.selectFrom("contact_pull").selectAll().orderBy("created_at").execute();
}

export async function lockContactPull(tx: Tx, id: string): Promise<ContactPullRow> {
  const found = tx.selectFrom("contact_pull").selectAll().where("id", "=", id).forUpdate();
  const row = await found.executeTakeFirst();
  if (row === undefined) throw notFound("connection");
  return row;
}

export async function insertContactPull(
  tx: Tx,
  {
    reading,
    ...row
  }: Omit<Insertable<ContactPullTable>, "reading"> & Pick<ContactPullRow, "reading">,
): Promise<ContactPullRow> {
  return await tx
    .insertInto("contact_pull")
    .values({ ...row, reading: JSON.stringify(reading) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function updateContactPull(
  tx: Tx,
  id: string,
  { reading, ...change }: Partial<ContactPullRow>,
): Promise<void> {
  await tx
    .updateTable("contact_pull")
    .set({ ...change, ...(reading && { reading: JSON.stringify(reading) }) })
    .where("id", "=", id)
    .execute();
}

export async function deleteContactPull(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("contact_pull").where("id", "=", id).execute();
}

/** Takes the list that is due longest, unless another node has it; null where none is. */
export async function leaseContactPull(
  tx: Tx,
  lease: { now: number; until: number },
): Promise<ContactPullRow | null> {
  const now = new Date(lease.now);
  const row = await tx
    .selectFrom("contact_pull")
    .selectAll()
    .where("enabled", "=", true)
    .where("next_at", "<=", now)
    .where((e) => e.or([e("lease_until", "is", null), e("lease_until", "<", now)]))
    .orderBy("next_at")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return null;
  await updateContactPull(tx, row.id, { lease_until: new Date(lease.until) });
  return row;
}

/** Writes down what a look at the list came to, and forgets what is long past. */
export async function notePullRun(
  tx: Tx,
  { counts, trouble, ...run }: Omit<ContactPullRunRow, "id">,
): Promise<void> {
  await tx
    .insertInto("contact_pull_run")
    .values({
      ...run,
      counts: JSON.stringify(counts),
      trouble: trouble === null ? null : JSON.stringify(trouble),
    })
    .execute();
  await sql`
    delete from contact_pull_run where pull_id = ${run.pull_id} and id <= (
      select id from contact_pull_run where pull_id = ${run.pull_id}
      order by id desc offset ${runsKept} limit 1)`.execute(tx);
}

export async function pullRuns(
  db: Db,
  pullId: string,
  limit: number,
): Promise<ContactPullRunRow[]> {
  return await db
    .selectFrom("contact_pull_run")
    .selectAll()
    .where("pull_id", "=", pullId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** How many people came with the list, and how many of them are not in the rows at hand. */
export async function membersMissing(
  tx: Tx,
  pullId: string,
): Promise<{ members: number; gone: number }> {
  const found = await sql<{ members: number; gone: number }>`
    select count(*)::int as members,
      count(*) filter (where not exists (
        select 1 from import_match i where i.contact_id = m.contact_id))::int as gone
    from contact_pull_member m join contact c on c.id = m.contact_id
    where m.pull_id = ${pullId} and c.erased_at is null`.execute(tx);
  return found.rows[0] ?? { members: 0, gone: 0 };
}

/** How many rows could not be read as a person, beside those that say what is known. */
export async function rowsRefused(tx: Tx): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from import_match
    where verdict not in ('new', 'changed', 'unchanged', 'duplicate')`.execute(tx);
  return found.rows[0]?.n ?? 0;
}

/** How many rows the match has found to be what. */
export async function verdictsCounted(tx: Tx): Promise<Map<string, number>> {
  const found = await sql<{ verdict: string; n: number }>`
    select verdict, count(*)::int as n from import_match group by verdict`.execute(tx);
  return new Map(found.rows.map(({ verdict, n }) => [verdict, n]));
}

/** Nobody writes any more to those who left the list. Answers how many. */
export async function silenceMissing(
  tx: Tx,
  pullId: string,
  terms: { reason: string; source: string; at: Date; by: string },
): Promise<number> {
  const done = await sql`
    insert into suppression (contact_id, reason, source, created_at, created_by)
    select m.contact_id, ${terms.reason}, ${terms.source}, ${terms.at}, ${terms.by}
    from contact_pull_member m join contact c on c.id = m.contact_id
    where m.pull_id = ${pullId} and c.erased_at is null
      and not exists (select 1 from import_match i where i.contact_id = m.contact_id)
      and not exists (select 1 from suppression s
        where s.contact_id = m.contact_id and s.lifted_at is null)`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Whoever is in the list again is written to again, if it was the list alone that said otherwise. */
export async function liftReturned(
  tx: Tx,
  terms: { source: string; at: Date; by: string },
): Promise<void> {
  await sql`
    update suppression s set lifted_at = ${terms.at}, lifted_by = ${terms.by}
    where s.lifted_at is null and s.source = ${terms.source} and s.contact_id is not null
      and exists (select 1 from import_match i where i.contact_id = s.contact_id)`.execute(tx);
}

/** Who is in the list now. */
export async function rememberMembers(tx: Tx, pullId: string): Promise<void> {
  await sql`
    insert into contact_pull_member (pull_id, contact_id)
    select distinct ${pullId}::uuid, i.contact_id from import_match i
    where i.contact_id is not null and i.verdict in ('new', 'changed', 'unchanged')
    on conflict do nothing`.execute(tx);
}

/** Whoever has left is missing once, and not each time again. */
export async function forgetMissing(tx: Tx, pullId: string): Promise<void> {
  await sql`
    delete from contact_pull_member m
    where m.pull_id = ${pullId}
      and not exists (select 1 from import_match i where i.contact_id = m.contact_id)`.execute(tx);
}
