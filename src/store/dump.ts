import { sql } from "kysely";
import { refusal } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";

const ROWS_AT_ONCE = 200;
/** Rows that are written in one line together, unless one alone is longer. */
const LINE_LENGTH = 1_000_000;
/** Who is here now, and what was applied: a database that is restored knows this by itself. */
const LEFT_OUT = new Set(["migration"]);

type Column = { name: string; type: string };
type Table = { name: string; columns: Column[] };
type Row = (string | null)[];

/** A line of a dump: what it is of, a table that begins, or rows of the table before. */
export type DumpLine =
  | { kind: "dump"; migrations: string[] }
  | { kind: "table"; table: string; columns: string[] }
  | { kind: "rows"; rows: Row[] };

/** Every row of every table, as it was at one moment, in pieces: any size, little memory. */
export async function* dumpDatabase(tx: Tx): AsyncGenerator<DumpLine> {
  yield { kind: "dump", migrations: await appliedMigrations(tx) };
  for (const { name, columns } of await tablesInOrder(tx)) {
    yield { kind: "table", table: name, columns: columns.map((column) => column.name) };
    const texts = columns.map((column) => sql`${sql.ref(column.name)}::text`);
    await sql`declare dump_rows cursor for
      select to_json(array[${sql.join(texts)}]) as row from ${sql.table(name)}`.execute(tx);
    for (;;) {
      const found = await sql<{ row: Row }>`
        fetch ${sql.lit(ROWS_AT_ONCE)} from dump_rows`.execute(tx);
      if (found.rows.length === 0) break;
      yield* linesOf(found.rows.map(({ row }) => row));
    }
    await sql`close dump_rows`.execute(tx);
  }
}

function* linesOf(rows: readonly Row[]): Generator<DumpLine> {
  let line: Row[] = [];
  let length = 0;
  for (const row of rows) {
    const own = row.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    if (line.length > 0 && length + own > LINE_LENGTH) {
      yield { kind: "rows", rows: line };
      [line, length] = [[], 0];
    }
    line.push(row);
    length += own;
  }
  yield { kind: "rows", rows: line };
}

/** Reads what is true at one moment, while others go on writing. */
export async function readAtOnce<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(work);
}

/** Puts all rows of a dump into a database that has none. Answers how many there were. */
export async function restoreDatabase(tx: Tx, lines: AsyncIterable<DumpLine>): Promise<number> {
  const tables = await tablesInOrder(tx);
  await quietTriggers(tx, tables, "disable");
  // Migrations put first rows into some of them; those of the backup are these same rows, older.
  const all = tables.map(({ name }) => sql.table(name));
  await sql`truncate table ${sql.join(all)}`.execute(tx);
  let into: Table | null = null;
  let rows = 0;
  for await (const line of lines) {
    if (line.kind === "dump") refuseOther(line.migrations, await appliedMigrations(tx));
    else if (line.kind === "table") into = tableFor(line, tables);
    else if (into) rows += await insertRows(tx, into, line.rows);
  }
  for (const table of tables) await moveSequences(tx, table.name);
  await quietTriggers(tx, tables, "enable");
  return rows;
}

function refuseOther(given: readonly string[], here: readonly string[]): void {
  if (given.join() === here.join()) return;
  const [theirs, ours] = [given.at(-1) ?? "", here.at(-1) ?? ""];
  throw refusal("conflict", "errors:backup.other_version", { theirs, ours });
}

function tableFor(line: { table: string; columns: string[] }, tables: readonly Table[]): Table {
  const found = tables.find(({ name }) => name === line.table);
  const columns = line.columns.map((name) => found?.columns.find((one) => one.name === name));
  if (!found || columns.includes(undefined)) {
    throw refusal("invalid", "errors:backup.unknown_table", { table: line.table });
  }
  return { name: found.name, columns: columns.filter((column) => column !== undefined) };
}

async function insertRows(tx: Tx, { name, columns }: Table, rows: readonly Row[]): Promise<number> {
  const names = columns.map((column) => sql.ref(column.name));
  const values = columns.map(({ type }, at) => sql`(r ->> ${sql.lit(at)})::${sql.raw(type)}`);
  await sql`
    insert into ${sql.table(name)} (${sql.join(names)}) overriding system value
    select ${sql.join(values)} from json_array_elements(${JSON.stringify(rows)}::json) r
  `.execute(tx);
  return rows.length;
}

/** What is put back has happened already: no rule of ours may act on it again. */
async function quietTriggers(tx: Tx, tables: readonly Table[], how: "disable" | "enable") {
  for (const { name } of tables) {
    await sql`alter table ${sql.table(name)} ${sql.raw(how)} trigger user`.execute(tx);
  }
}

async function moveSequences(tx: Tx, table: string): Promise<void> {
  const found = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attidentity <> '' and not attisdropped
  `.execute(tx);
  for (const { name } of found.rows) {
    await sql`
      select setval(pg_get_serial_sequence(${table}, ${name}),
        coalesce((select max(${sql.ref(name)}) from ${sql.table(table)}), 0) + 1, false)
    `.execute(tx);
  }
}

async function appliedMigrations(tx: Tx): Promise<string[]> {
  const found = await sql<{ name: string }>`select name from migration order by name`.execute(tx);
  return found.rows.map(({ name }) => name);
}

/** Tables with their columns, each after those that it refers to; parts belong to their whole. */
async function tablesInOrder(tx: Tx): Promise<Table[]> {
  const found = await sql<{ name: string; columns: Column[]; needs: string[] }>`
    select c.relname as name, (
      select json_agg(json_build_object('name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
      from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ) as columns, array(
      select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
    ) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition order by c.relname
  `.execute(tx);
  const waiting = found.rows.filter(({ name }) => !LEFT_OUT.has(name));
  const done = new Map<string, Table>();
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ needs }) => needs.every((need) => done.has(need)));
    const [next] = waiting.splice(at, 1);
    if (at < 0 || !next) throw new Error("Two tables refer to each other.");
    done.set(next.name, { name: next.name, columns: next.columns });
  }
  return [...done.values()];
}
