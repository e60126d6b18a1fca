import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { pidFile } from "../../src/store/bundled/cluster.ts";
import { createTestDatabase } from "../database.ts";
import { type Ended, runTocsin } from "../kits/command.ts";
import { mountTinyDisk } from "../kits/tiny-disk.ts";
import { createPlace } from "../place.ts";

/** One sentence that says what to do, on the right stream, and no trace of a program. */
function expectSentence(ended: Ended, sentence: RegExp): void {
  expect(ended.err).toMatch(sentence);
  expect(ended.err.trim().split("\n")).toHaveLength(1);
  expect(ended.err).not.toMatch(/ at .*\.ts:\d|fault in Tocsin/);
  expect(ended.code).toBe(1);
}

test("a port in use ends in one sentence, leaves nothing behind, and spoils no second start", async () => {
  using place = createPlace();
  await using taken = await takePort();
  const folder = join(place.path, "postgres");
  const env = { TOCSIN_DATA: place.path, TOCSIN_PORT: String(taken.port) };
  const ended = await runTocsin(["serve", "--no-play"], env).ended;
  expectSentence(
    ended,
    new RegExp(`^Port ${taken.port} is in use by another program. .*TOCSIN_PORT=`),
  );
  expect(pidFile(join(folder, "cluster"))).toEqual([]);
  expect(existsSync(join(folder, "tocsin.lock"))).toBe(false);

  await using second = runTocsin(["serve", "--no-play"], { ...env, TOCSIN_PORT: "0" });
  await second.says(/Ctrl-C stops it/);
  expect(second.said.out).toMatch(/this link signs the administrator in/);
  expect((await second.stop()).code).toBe(0);
  expect(pidFile(join(folder, "cluster"))).toEqual([]);
});

test("a database that a newer Tocsin wrote is refused and left as it is", async () => {
  using place = createPlace();
  await using database = await createTestDatabase();
  await sql`insert into migration (name) values ('9999-from-the-future.sql')`.execute(database.db);
  const env = { TOCSIN_DATA: place.path, TOCSIN_PORT: "0", DATABASE_URL: database.url };
  expectSentence(
    await runTocsin(["serve"], env).ended,
    /^This database is newer than this Tocsin: it has the migration 9999-from-the-future\.sql\. Start the version/,
  );
  expect(await database.db.selectFrom("organisation").selectAll().execute()).toEqual([]);
});

test("data of another PostgreSQL are refused and left as they are", async () => {
  using place = createPlace();
  const clusterDir = join(place.path, "postgres", "cluster");
  mkdirSync(clusterDir, { recursive: true });
  writeFileSync(join(clusterDir, "PG_VERSION"), "15\n");
  const env = { TOCSIN_DATA: place.path, TOCSIN_PORT: "0" };
  expectSentence(await runTocsin(["serve"], env).ended, /PostgreSQL 15.*PostgreSQL \d\d/);
  expect(readFileSync(join(clusterDir, "PG_VERSION"), "utf8")).toBe("15\n");
});

test("R2: where receipts could not be kept, the start is refused", async () => {
  using place = createPlace();
  await using database = await createTestDatabase();
  writeFileSync(join(place.path, "spool"), "a file where a folder should be");
  const env = { TOCSIN_DATA: place.path, TOCSIN_PORT: "0", DATABASE_URL: database.url };
  expectSentence(
    await runTocsin(["serve", "--no-play"], env).ended,
    /spool cannot be written .* so Tocsin does not start without it/,
  );
});

test("a database that cannot be reached, and settings that are none, are told in a sentence", async () => {
  using place = createPlace();
  const env = { TOCSIN_DATA: place.path, TOCSIN_PORT: "0" };
  const away = { ...env, DATABASE_URL: "postgres://tocsin@127.0.0.1:1/tocsin" };
  expectSentence(
    await runTocsin(["serve"], away).ended,
    /^The database cannot be used \(.*ECONNREFUSED.*\)\. Check DATABASE_URL/,
  );
  expectSentence(
    await runTocsin(["serve"], { ...env, TOCSIN_PORT: "many" }).ended,
    /^TOCSIN_PORT must be/,
  );
  const replay = runTocsin(["replay", "no.csv", "--platform", "nosuch"], env).ended;
  expectSentence(
    await replay,
    /^There is no platform "nosuch"\. --platform takes one of whatsapp, /,
  );
});

const hasProc = existsSync("/proc/self");
test.runIf(hasProc)("a data folder that can never be made is told as such, and ends", async () => {
  const env = { TOCSIN_DATA: "/proc/tocsin/data", TOCSIN_PORT: "0" };
  const [served, looked] = await Promise.all([
    runTocsin(["serve"], env).ended,
    runTocsin(["doctor"], env).ended,
  ]);
  expectSentence(served, /^No folder can be made in \/proc\. Choose another data folder\.$/m);
  expect(looked.out).toMatch(/✗ data folder: .*cannot be written.*Set TOCSIN_DATA/);
  expectSentence(looked, /need attention/);
});

const mayMount = probeMount();
test.runIf(mayMount)("a disk without room for a database is told as such", async () => {
  using disk = mountTinyDisk("2m");
  if (!disk) throw new Error("The disk could not be mounted.");
  const env = { TOCSIN_DATA: disk.path, TOCSIN_PORT: "0" };
  expectSentence(
    await runTocsin(["serve"], env).ended,
    /^The disk that holds .* is full\. Make room/,
  );
});

function probeMount(): boolean {
  using disk = mountTinyDisk("64k");
  return disk !== null;
}

/** Another program's socket. */
async function takePort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return {
    port: address.port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
