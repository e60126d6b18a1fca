import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startThrowaway } from "../../src/store/bundled.ts";
import { migrate, openDatabase } from "../../src/store/database.ts";
import { placePrefix } from "../place.ts";
import { memoryFolder, removeLeftPlaces } from "./memory.ts";
import { onDatabase } from "./names.ts";

/**
 * One server for the whole run, and in it a migrated template that each test file clones.
 * A failure is told to the tests that ask for a database; those that need none run all the same.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const server = await openServer();
    const template = `tocsin_template_${randomBytes(4).toString("hex")}`;
    project.provide("database", { url: server.url, template, trouble: null });
    return await prepare(server, template).catch(async (cause: unknown) => {
      await server.stop();
      throw cause;
    });
  } catch (cause) {
    const trouble = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    process.stderr.write(`There is no database for the tests: ${trouble}\n`);
    project.provide("database", { url: "", template: "", trouble });
    return async () => undefined;
  }
}

type TestServer = { url: string; stop(): Promise<void> };

async function openServer(): Promise<TestServer> {
  const yours = process.env["DATABASE_URL"];
  if (yours !== undefined && yours !== "") return { url: yours, stop: async () => undefined };
  removeLeftPlaces(placePrefix);
  const memory = memoryFolder();
  if (memory === null || process.env["TOCSIN_TEST_DIR"] !== undefined) return startThrowaway();
  return await startThrowaway({ root: memory }).catch(async () => await startThrowaway());
}

async function prepare(server: TestServer, template: string): Promise<() => Promise<void>> {
  await command(server.url, `create database ${template}`);
  try {
    const db = openDatabase(onDatabase(server.url, template));
    await migrate(db);
    await db.destroy();
  } catch (cause) {
    await command(server.url, `drop database ${template} with (force)`);
    throw cause;
  }
  return async () => {
    await command(server.url, `drop database ${template} with (force)`);
    await server.stop();
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
