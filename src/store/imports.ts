import { type Selectable, sql } from "kysely";
import type { Draft, RowError } from "../domain/contact-file.ts";
import type { ImportSummary } from "../domain/import-summary.ts";
import type { Db, Tx } from "./database.ts";
import type { ContactImport, ContactImportError } from "./schema/audience.ts";

export type ImportRow = Selectable<ContactImport>;
export type ImportErrorRow = Selectable<ContactImportError>;
export type StagedRow = { line: number; draft: Draft; cells: readonly string[] };
export type FaultyRow = { line: number; errors: readonly RowError[]; cells: readonly string[] };

/** A statement over a whole file may take its time; a person is watching its progress. */
const importStatementTimeoutMs = 1_800_000;

export async function allowLongStatements(tx: Tx): Promise<void> {
  await sql`set local statement_timeout = ${sql.lit(importStatementTimeoutMs)}`.execute(tx);
}

export async function insertImport(
  tx: Tx,
  row: Pick<ImportRow, "id" | "file_name" | "header" | "summary" | "created_at" | "created_by">,
): Promise<void> {
  const { header, summary } = row;
  await tx
    .insertInto("contact_import")
    .values({
      ...row,
      state: "checked",
      header: JSON.stringify(header),
      summary: JSON.stringify(summary),
    })
    .execute();
}

export async function findImport(db: Db, id: string): Promise<ImportRow | null> {
  const found = db.selectFrom("contact_import").selectAll().where("id", "=", id);
  return (await found.executeTakeFirst()) ?? null;
}

/** The import, held so that nobody else applies it meanwhile. */
export async function lockImport(tx: Tx, id: string): Promise<ImportRow | null> {
  const found = tx.selectFrom("contact_import").selectAll().where("id", "=", id).forUpdate();
  return (await found.executeTakeFirst()) ?? null;
}

export async function saveSummary(tx: Tx, id: string, summary: ImportSummary): Promise<void> {
  await tx
    .updateTable("contact_import")
    .set({ summary: JSON.stringify(summary) })
    .where("id", "=", id)
    .execute();
}

/** Marks it as applied, and lets go of the rows that waited for it. */
export async function closeImport(
  tx: Tx,
  id: string,
  end: { at: Date; summary: ImportSummary },
): Promise<void> {
  await saveSummary(tx, id, end.summary);
  await tx
    .updateTable("contact_import")
    .set({ state: "applied", applied_at: end.at })
    .where("id", "=", id)
    .execute();
  await tx.deleteFrom("contact_import_row").where("import_id", "=", id).execute();
}

/** Keeps the valid rows of a file until they are applied. */
export async function stageRows(tx: Tx, id: string, rows: readonly StagedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(
    rows.map(({ line, cells, draft: { place, ...draft } }) => ({
      line,
      cells,
      ...draft,
      ...place,
      consent_at: draft.consentAt,
    })),
  );
  await sql`
    insert into contact_import_row (import_id, line, external_key, name, language, country,
      attributes, lat, lon, addresses, consents, wording, source, consent_at, proofs, cells)
    select ${id}::uuid, line, key, name, language, country,
      attributes, lat, lon, addresses, consents, wording, source, consent_at, proofs, cells
    from json_to_recordset(${json}::json) as r (line int, key text, name text, language text,
      country text, attributes jsonb, lat float8, lon float8, addresses jsonb, consents jsonb, wording text, source text,
      consent_at timestamptz, proofs jsonb, cells jsonb)`.execute(tx);
}

export async function insertErrors(tx: Tx, id: string, rows: readonly FaultyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(
    rows.flatMap(({ line, cells, errors }) => errors.map((error) => ({ line, cells, ...error }))),
  );
  await sql`
    insert into contact_import_error (import_id, line, column_name, code, value, params, cells)
    select ${id}::uuid, line, "column", code, value, params, cells
    from json_to_recordset(${json}::json) as r (line int, "column" text, code text, value text,
      params jsonb, cells jsonb)`.execute(tx);
}

/** Errors in the order of the file. */
export async function errorsOf(db: Db, id: string, limit: number): Promise<ImportErrorRow[]> {
  return await db
    .selectFrom("contact_import_error")
    .selectAll()
    .where("import_id", "=", id)
    .orderBy("line")
    .orderBy("column_name")
    .limit(limit)
    .execute();
}

const errorPageRows = 1_000;

/** All errors of an import, line by line, a page at a time. */
export async function* errorLines(db: Db, id: string): AsyncGenerator<ImportErrorRow[]> {
  for (let after = -1; ; ) {
    const lines = db
      .selectFrom("contact_import_error")
      .select("line")
      .distinct()
      .where("import_id", "=", id)
      .where("line", ">", after)
      .orderBy("line")
      .limit(errorPageRows);
    const rows = await db
      .selectFrom("contact_import_error")
      .selectAll()
      .where("import_id", "=", id)
      .where("line", "in", lines)
      .orderBy("line")
      .orderBy("column_name")
      .execute();
    if (rows.length === 0) return;
    yield* Map.groupBy(rows, ({ line }) => line).values();
    after = rows.at(-1)?.line ?? after;
  }
}

/** Files that were checked long ago and never applied hold personal data for nothing. */
export async function forgetStaleImports(tx: Tx, before: Date): Promise<void> {
  const stale = tx.selectFrom("contact_import").select("id").where("created_at", "<", before);
  await tx.deleteFrom("contact_import_row").where("import_id", "in", stale).execute();
  await tx.deleteFrom("contact_import_error").where("import_id", "in", stale).execute();
}
