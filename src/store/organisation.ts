import { type Selectable, sql } from "kysely";
import type { Keeps } from "../domain/keeps.ts";
import { refusal } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Organisation } from "./schema/identity.ts";

export type OrganisationRow = Selectable<Organisation>;

/** The organisation, or null on a database where nothing was set up yet. */
export async function findOrganisation(db: Db): Promise<OrganisationRow | null> {
  return (await db.selectFrom("organisation").selectAll().executeTakeFirst()) ?? null;
}

export async function readOrganisation(db: Db): Promise<OrganisationRow> {
  const found = await findOrganisation(db);
  if (!found) throw refusal("unavailable", "errors:organisation.not_set_up");
  return found;
}

export async function insertOrganisation(
  tx: Tx,
  organisation: Omit<
    OrganisationRow,
    "id" | "second_approver" | "comments_at_once" | "currency" | "budget_day_cents" | "keeps"
  >,
): Promise<void> {
  await tx.insertInto("organisation").values(organisation).execute();
}

export async function updateOrganisation(
  tx: Tx,
  change: Partial<Omit<OrganisationRow, "id" | "mode" | "created_at" | "keeps">>,
): Promise<void> {
  await tx.updateTable("organisation").set(change).execute();
}

export async function updateKeeps(tx: Tx, keeps: Keeps): Promise<void> {
  await tx
    .updateTable("organisation")
    .set({ keeps: JSON.stringify(keeps) })
    .execute();
}

/**
 * Empties every table but the record of migrations: what was training is gone for good. Its numbers are
 * never given again: nodes that run on know broadcasts by them, and signed links name people by them.
 */
export async function forgetEverything(tx: Tx): Promise<void> {
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename <> 'migration'`.execute(tx);
  const names = sql.join(tables.rows.map((row) => sql.id(row.name)));
  await sql`truncate ${names} cascade`.execute(tx);
}
