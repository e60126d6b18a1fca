import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** What the match made of one row; the tables of the match must be there. */
export type SyncVerdict = {
  line: number;
  verdict: string;
  firstLine: number | null;
  contactId: number | null;
};

export async function verdictsOf(tx: Tx): Promise<SyncVerdict[]> {
  const found = await sql<SyncVerdict>`
    select line, verdict, first_line as "firstLine", contact_id as "contactId"
    from import_match order by line`.execute(tx);
  return found.rows;
}

/** How many consents in force these rows would end. */
export async function withdrawalsStaged(tx: Tx): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::int as n from import_consent
    where state = 'withdrawn' and current = 'given'`.execute(tx);
  return found.rows[0]?.n ?? 0;
}

/** How many consents are in force, and how many of them were ended by machines lately. */
export async function consentsAtStake(
  db: Db,
  since: Date,
): Promise<{ given: number; withdrawnLately: number }> {
  const found = await sql<{ given: number; withdrawnLately: number }>`
    select
      (select count(*)::int from consent_state where state = 'given') as given,
      (select coalesce(sum((detail ->> 'withdrawn')::int), 0)::int from event
        where subject_kind in ('contact_sync', 'contact_hook', 'contact_pull') and at >= ${since})
        as "withdrawnLately"`.execute(db);
  return found.rows[0] ?? { given: 0, withdrawnLately: 0 };
}

/** The staged rows have served their purpose: they hold personal data. */
export async function forgetStaged(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("contact_import_row").where("import_id", "=", id).execute();
}
