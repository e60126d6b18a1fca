import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { hashPassword } from "../src/lib/crypto.ts";
import { newUuid } from "../src/lib/ids.ts";
import { insertAccount } from "../src/store/accounts.ts";
import { startThrowaway } from "../src/store/bundled.ts";
import { type Db, openDatabase, transact } from "../src/store/database.ts";
import { type Child, startChild, textOf } from "./delivery/child.ts";

/**
 * How well the console answers while a thousand sources are asked every thirty seconds: the whole
 * product and its endpoints in processes of their own, on a real database.
 *   node bench/watch.ts [--sources 1000] [--platforms 40] [--hanging 0.03] [--seconds 90]
 */
const { values } = parseArgs({
  options: {
    sources: { type: "string", default: "1000" },
    platforms: { type: "string", default: "40" },
    hanging: { type: "string", default: "0.03" },
    seconds: { type: "string", default: "90" },
  },
});
const SOURCES = Number(values.sources);
const PLATFORMS = Number(values.platforms);
const EVERY_MS = 30_000;
/** The first round starts all at once, as after an update of the server. */
const WARM_UP_MS = 45_000;
const ASK_EVERY_MS = 100;
/** A round is stretched by up to a tenth, and a look takes up to ten seconds to give up. */
const LATE_AFTER_MS = EVERY_MS * 1.1 + 2_000;
const PASSWORD = "correct horse battery";
const EMAIL = "bench@example.org";
const PATHS = ["/api/platforms", "/api/sources", "/api/incidents?scope=open", "/api/session"];

const database = await startThrowaway();
const dataDir = await mkdtemp(join(tmpdir(), "tocsin-bench-watch-"));
Object.assign(process.env, {
  DATABASE_URL: database.url,
  TOCSIN_DATA: dataDir,
  TOCSIN_PORT: "0",
  TOCSIN_LOG: "error",
});
const db = openDatabase(database.url, 4);
const children: Child[] = [];
try {
  const endpoints = await startChild("bench/watch/endpoints.ts");
  children.push(endpoints);
  const server = await startChild("bench/watch/server.ts");
  children.push(server);
  await settle(db, Number(endpoints.said["port"]));
  const ask = await signIn(textOf(server.said, "url"));
  await sleep(WARM_UP_MS);
  const controlUrl = textOf(server.said, "controlUrl");
  await busyness(controlUrl);
  const before = await signals(db);
  const transactionsBefore = await transactions(db);
  const startedAt = performance.now();
  const times = await askForAWhile(ask, Number(values.seconds) * 1_000);
  const seconds = (performance.now() - startedAt) / 1_000;
  const transacted = (await transactions(db)) - transactionsBefore;
  const busy = await busyness(controlUrl);
  const looks = (await signals(db)) - before;
  const due = (SOURCES * seconds * 1_000) / EVERY_MS;
  const late = await lateSources(db);
  note("sources", SOURCES);
  note("looksPerS", looks / seconds);
  note("roundsKept", looks / due);
  note("lateSources", late);
  note("transactionsPerS", transacted / seconds);
  note("serverCores", busy.cores);
  note("serverLoopP99Ms", busy.loopP99Ms);
  for (const [path, taken] of times) {
    note(`p50Ms ${path}`, quantile(taken, 0.5));
    note(`p99Ms ${path}`, quantile(taken, 0.99));
  }
  const all = [...times.values()].flat();
  note("p50Ms", quantile(all, 0.5));
  note("p99Ms", quantile(all, 0.99));
  note("mostMs", Math.max(...all));
} finally {
  for (const child of children.reverse()) await child.stop();
  await db.destroy();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function note(name: string, value: number): void {
  console.log(`${name.padEnd(36)} ${Math.round(value * 1_000) / 1_000}`);
}

async function busyness(controlUrl: string): Promise<{ cores: number; loopP99Ms: number }> {
  const told: unknown = await (await fetch(controlUrl)).json();
  const numbers = typeof told === "object" && told !== null ? { ...told } : {};
  return { cores: 0, loopP99Ms: 0, ...numbers };
}

/** Each source on an address of its own, as a thousand servers would be. */
async function settle(house: Db, port: number): Promise<void> {
  const at = new Date();
  const passwordHash = await hashPassword(PASSWORD);
  await transact(house, async (tx) => {
    const id = newUuid(at.getTime());
    const roles = ["administrator" as const];
    const account = { id, email: EMAIL, name: "Bench", language: "en" as const, roles };
    await insertAccount(tx, { ...account, passwordHash, createdAt: at });
    const platforms = Array.from({ length: PLATFORMS }, (_, n) => `bench-${n}`);
    await tx
      .insertInto("platform")
      .values(
        platforms.map((name, position) => ({
          id: name,
          name,
          failure_domain: name,
          capabilities: [],
          position: 100 + position,
        })),
      )
      .execute();
    const rows = Array.from({ length: SOURCES }, (_, n) => sourceOf(n, platforms, port));
    await tx.insertInto("source").values(rows).execute();
  });
  await sql`analyze`.execute(house);
}

function sourceOf(n: number, platforms: readonly string[], port: number) {
  const hangs = n % 100 < Number(values.hanging) * 100;
  const url = `http://127.1.${n >> 8}.${n & 255}:${port}${hangs ? "/hangs" : ""}`;
  const isPage = n % 2 === 0;
  const settings = isPage ? { url } : { urls: url, ours: true, anchors: `127.0.0.1:${port}` };
  return {
    id: newUuid(Date.now() + n),
    sensor: isPage ? "statuspage" : "http-probe",
    platform_id: platforms[n % platforms.length] ?? "whatsapp",
    name: `Source ${n}`,
    settings: JSON.stringify(settings),
    secrets: null,
    every_ms: EVERY_MS,
  };
}

async function signIn(url: string): Promise<(path: string) => Promise<void>> {
  const answer = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(";", 1)[0])
    .join("; ");
  return async (path) => {
    const found = await fetch(`${url}${path}`, { headers: { cookie } });
    await found.arrayBuffer();
    if (!found.ok) throw new Error(`${path}: ${found.status}`);
  };
}

/** One question after the other at a steady pace: a late answer does not hide the next one's wait. */
async function askForAWhile(
  ask: (path: string) => Promise<void>,
  lastingMs: number,
): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(PATHS.map((path) => [path, []]));
  const startedAt = performance.now();
  const under: Promise<void>[] = [];
  for (let n = 0; performance.now() - startedAt < lastingMs; n++) {
    const path = PATHS[n % PATHS.length] ?? "/api/session";
    const askedAt = startedAt + n * ASK_EVERY_MS;
    await sleep(Math.max(0, askedAt - performance.now()));
    const taken = ask(path).then(() => void times.get(path)?.push(performance.now() - askedAt));
    under.push(taken);
  }
  await Promise.all(under);
  return times;
}

async function signals(house: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from signal
    join source on source.id = signal.source_id where source.name like 'Source %'`.execute(house);
  return rows[0]?.n ?? 0;
}

async function transactions(house: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select xact_commit as n from pg_stat_database
    where datname = current_database()`.execute(house);
  return rows[0]?.n ?? 0;
}

async function lateSources(house: Db): Promise<number> {
  const since = new Date(Date.now() - LATE_AFTER_MS);
  const { rows } = await sql<{ n: number }>`select count(*) as n from source
    where name like 'Source %' and settings::text not like '%hangs%'
      and (looked_at is null or looked_at < ${since})`.execute(house);
  return rows[0]?.n ?? 0;
}

function quantile(taken: readonly number[], share: number): number {
  const sorted = taken.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
