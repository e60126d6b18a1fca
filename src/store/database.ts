import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { AppError, codeOf, messageOf } from "../lib/errors.ts";
import { planningOnce } from "./planned-once.ts";
import type { Schema } from "./schema.ts";

/** May read. Writing needs a `Tx`, which only a transaction hands out. */
export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const POOL_MAX = 20;
const STATEMENT_TIMEOUT_MS = 120_000;
const LOCK_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** What is used once a minute stays open: a new one has to read the catalogues of the database anew. */
const IDLE_TIMEOUT_MS = 120_000;
const TX_ATTEMPTS_MAX = 12;
const TX_PAUSE_MS = 5;
/** Serialisation failure and deadlock: PostgreSQL asks us to do the same work again. */
const RETRY_CODES = new Set(["40001", "40P01"]);
const MIGRATIONS = new URL("./migrations/", import.meta.url);
/** Nobody there, nobody let in, no such database: SQLSTATEs, and what the network says. */
const UNREACHABLE = /^(08|28|57P|3D|E[A-Z_]+$)|timeout|terminated/;
/** Any number will do, as long as every Tocsin takes the same one. */
const MIGRATION_LOCK = 7_061_990;

// bigint and count(*) come as strings otherwise; our numbers stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export function openPool(url: string, max = POOL_MAX): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    options: [
      "-c timezone=UTC",
      `-c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
      `-c lock_timeout=${LOCK_TIMEOUT_MS}`,
      "-c idle_in_transaction_session_timeout=120000",
    ].join(" "),
  });
  // A connection that dies while idle is replaced by the pool; unheard, the error would end us.
  pool.on("error", () => {});
  // One that dies in somebody's hands fails their query; the connection itself may not end us either.
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

export function openDatabase(url: string, max?: number): Db {
  return databaseOver(openPool(url, max));
}

export const databaseOver = (pool: pg.Pool): Db =>
  new Kysely<Schema>({ dialect: new PostgresDialect({ pool: planningOnce(pool) }) });

/** Runs `work` as if it were alone. It may run more than once, so it touches nothing but `tx`. */
export async function serialisable<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().setIsolationLevel("serializable").execute(work);
    } catch (cause) {
      if (attempt >= TX_ATTEMPTS_MAX || !RETRY_CODES.has(codeOf(cause) ?? "")) throw cause;
      await sleep(attempt * TX_PAUSE_MS);
    }
  }
}

/** A short transaction at machine speed, for the loops that note facts under explicit locks. */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (cause) {
      if (attempt >= TX_ATTEMPTS_MAX || !RETRY_CODES.has(codeOf(cause) ?? "")) throw cause;
      await sleep(attempt * TX_PAUSE_MS);
    }
  }
}

/** Applies what is missing of the numbered migrations, once, however many nodes start at a time. */
export async function migrate(db: Db): Promise<{ applied: readonly string[] }> {
  const files = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql")).sort();
  return await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(tx);
    await sql`create table if not exists migration (
      name text primary key, applied_at timestamptz not null default now())`.execute(tx);
    const done = await sql<{ name: string }>`select name from migration`.execute(tx);
    refuseNewerDatabase(
      done.rows.map((row) => row.name),
      files,
    );
    const missing = files.filter((name) => !done.rows.some((row) => row.name === name));
    for (const name of missing) {
      await sql.raw(await readFile(new URL(name, MIGRATIONS), "utf8")).execute(tx);
      await sql`insert into migration (name) values (${name})`.execute(tx);
    }
    return { applied: missing };
  });
}

/** What to tell whoever started us when PostgreSQL does not let us in; a bug stays a bug. */
export function troubleReaching(cause: unknown): unknown {
  const said = messageOf(cause);
  const code = codeOf(cause);
  if (cause instanceof AppError || !UNREACHABLE.test(code ?? said)) return cause;
  return new AppError(
    "unavailable",
    `The database cannot be used (${said || code}). ` +
      "Check DATABASE_URL, and that PostgreSQL runs there and lets this account in.",
  );
}

function refuseNewerDatabase(applied: readonly string[], known: readonly string[]): void {
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new AppError(
    "conflict",
    `This database is newer than this Tocsin: it has the migration ${newer.join(", ")}. ` +
      "Start the version that wrote it, or a later one.",
  );
}
