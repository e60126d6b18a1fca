import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Db, databaseOver, openPool } from "../src/store/database.ts";
import { onDatabase } from "./setup/names.ts";

export type TestDatabase = AsyncDisposable & { db: Db; url: string };

const poolMax = 10;

/** A migrated database of one's own, gone at the end of the block: `await using`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: server, template, trouble } = inject("database");
  if (trouble !== null) throw new Error(`There is no database for the tests: ${trouble}`);
  const name = `tocsin_test_${randomBytes(6).toString("hex")}`;
  // Ten times as fast here as by way of the log, which would write every page of the copy.
  await command(server, `create database ${name} template ${template} strategy file_copy`);
  const url = onDatabase(server, name);
  const pool = openPool(url, poolMax);
  // It is there: a hundred that ask at once wait for each other, however long that takes.
  pool.options.connectionTimeoutMillis = 0;
  const db = databaseOver(pool);
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await command(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/** One connection for all databases of this process: to open one costs half of what a copy does. */
let desk: pg.Pool | null = null;

async function command(url: string, statement: string): Promise<void> {
  if (desk === null) {
    desk = new pg.Pool({
      connectionString: url,
      max: 1,
      idleTimeoutMillis: 0,
      allowExitOnIdle: true,
    });
    // The server may be gone before we are.
    desk.on("error", () => undefined);
  }
  await desk.query(statement);
}
