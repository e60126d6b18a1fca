import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrate } from "../src/store/database.ts";
import { createTestDatabase } from "./database.ts";
import { onDatabase } from "./setup/names.ts";

test("a test database is migrated already", async () => {
  await using database = await createTestDatabase();
  expect(await migrate(database.db)).toEqual({ applied: [] });
});

test("two test databases do not see each other", async () => {
  await using one = await createTestDatabase();
  await using other = await createTestDatabase();
  await sql`create table only_here (id int)`.execute(one.db);
  const found = await sql<{ there: string | null }>`
    select to_regclass('only_here')::text as there`.execute(other.db);
  expect(found.rows).toEqual([{ there: null }]);
});

test.each([
  ["postgres://tocsin@/tocsin?host=/tmp/x", "postgres://tocsin@/other?host=/tmp/x"],
  ["postgres://a:b@db.example:5432/main", "postgres://a:b@db.example:5432/other"],
  [
    "postgres://a:b@db.example/main?sslmode=require",
    "postgres://a:b@db.example/other?sslmode=require",
  ],
  ["postgres://db.example", "postgres://db.example/other"],
])("%s names the same server for another database", (url, expected) => {
  expect(onDatabase(url, "other")).toBe(expected);
});
