import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Db, openDatabase } from "../src/store/database.ts";
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
  const db = openDatabase(url, poolMax);
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await command(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function command(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
