import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import { makeFolder } from "../lib/folder.ts";
import { type Account, accountForPostgres, canEnter } from "./bundled/account.ts";
import { bundledPackage, prepareBinaries } from "./bundled/binaries.ts";
import { type Cluster, ensureCluster, pidFile, stopOrphan } from "./bundled/cluster.ts";
import { prepareFolder } from "./bundled/folder.ts";
import { type FolderLock, holderOf, lockFolder } from "./bundled/lock.ts";
import { removeOldSocketDir, type Server, startServer } from "./bundled/server.ts";
import { troubleWith } from "./bundled/trouble.ts";

/** A running PostgreSQL of our own, reachable through a Unix socket only. */
export type Bundled = { url: string; stop(): Promise<void> };

export type BundledOptions = {
  dataDir: string;
  say(line: string): void;
  signal?: AbortSignal;
  /** Where data and programs live when root's account cannot reach the wanted folder. */
  awayDir?: string;
  /** The npm package to take the programs from; found by itself when absent. */
  packageDir?: string;
};

const databaseName = "tocsin";
const throwawayPrefix = "tocsin-test-";
const defaultAwayDir = "/var/lib/tocsin";

/** Starts the PostgreSQL that came with the dependencies, with its data in a folder. */
export function startBundled(options: BundledOptions): Promise<Bundled> {
  return start(options, true);
}

/** Starts one that keeps nothing: for tests and benchmarks. */
export async function startThrowaway(
  options: { say?(line: string): void; signal?: AbortSignal; root?: string } = {},
): Promise<Bundled> {
  const { root = process.env["TOCSIN_TEST_DIR"] ?? tmpdir() } = options;
  makeFolder(root);
  removeDeadThrowaways(root);
  const dataDir = mkdtempSync(join(root, throwawayPrefix));
  const { say = () => undefined, signal } = options;
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const bundled = await start({ dataDir, say, ...(signal && { signal }) }, false);
    return { url: bundled.url, stop: () => bundled.stop().finally(remove) };
  } catch (cause) {
    remove();
    throw cause;
  }
}

/** Where the server of a data folder listens now, for commands beside a running Tocsin; or null. */
export function runningBundled(dataDir: string, awayDir = defaultAwayDir): string | null {
  const { folder } = chooseFolder(dataDir, awayDir, accountForPostgres());
  return holderOf(folder)?.url ?? null;
}

async function start(options: BundledOptions, durable: boolean): Promise<Bundled> {
  const { say, signal, awayDir = defaultAwayDir, packageDir = bundledPackage() } = options;
  const account = accountForPostgres();
  const { folder, away } = chooseFolder(options.dataDir, awayDir, account);
  if (away) say(`The data is kept in ${folder}: ${account?.name} cannot reach ${options.dataDir}.`);
  let lock: FolderLock | null = null;
  try {
    prepareFolder(folder, account);
    lock = lockFolder(folder);
    const copiesDir = account === null ? dirname(folder) : awayDir;
    const binaries = prepareBinaries(packageDir, { account, copiesDir, say });
    const cluster = { folder, clusterDir: join(folder, "cluster"), account, binaries };
    const server = await startCluster(cluster, { durable, say, signal });
    const url = await ensureDatabase(server);
    lock.publish(url);
    return { url, stop: stopOf(server, lock) };
  } catch (cause) {
    lock?.release();
    throw troubleWith(folder, cause);
  }
}

/** The wanted folder, or one with a name of its own where root's account can reach it. */
function chooseFolder(dataDir: string, awayDir: string, account: Account) {
  const wanted = resolve(dataDir);
  let existing = wanted;
  while (!existsSync(existing)) existing = dirname(existing);
  // The folder itself may still belong to root: it will be handed over. Those above must let pass.
  const gate = existing === wanted ? dirname(wanted) : existing;
  if (canEnter(account, gate)) return { folder: wanted, away: false };
  const mark = createHash("sha256").update(wanted).digest("hex").slice(0, 8);
  return { folder: join(awayDir, `data-${mark}`), away: true };
}

async function startCluster(
  cluster: Cluster,
  options: { durable: boolean; say(line: string): void; signal: AbortSignal | undefined },
): Promise<Server> {
  if (ensureCluster(cluster, options)) return startServer(cluster, options);
  const oldSocketDir = pidFile(cluster.clusterDir)[4];
  const orphan = stopOrphan(cluster);
  if (orphan !== null) {
    options.say(`A PostgreSQL that a killed Tocsin left behind (process ${orphan}) was stopped.`);
  }
  removeOldSocketDir(oldSocketDir);
  return startServer(cluster, options);
}

async function ensureDatabase(server: Server): Promise<string> {
  const client = new pg.Client({ connectionString: urlOf(server, "postgres") });
  try {
    await client.connect();
    const known = await client.query("select from pg_database where datname = $1", [databaseName]);
    if (known.rowCount === 0) await client.query(`create database ${databaseName}`);
    return urlOf(server, databaseName);
  } catch (cause) {
    await server.stop();
    throw cause;
  } finally {
    await client.end();
  }
}

function urlOf(server: Server, database: string): string {
  return `postgres://tocsin@/${database}?host=${encodeURI(server.socketDir)}`;
}

function stopOf(server: Server, lock: FolderLock): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  return () => {
    stopping ??= server.stop().finally(() => lock.release());
    return stopping;
  };
}

/** What tests that were killed left behind: their servers are stopped, their folders removed. */
function removeDeadThrowaways(root: string): void {
  for (const name of readdirSync(root).filter((each) => each.startsWith(throwawayPrefix))) {
    const folder = join(root, name);
    if (!existsSync(join(folder, "tocsin.lock")) || holderOf(folder) !== null) continue;
    removeThrowaway(folder);
  }
}

function removeThrowaway(folder: string): void {
  try {
    const account = accountForPostgres();
    const clusterDir = join(folder, "cluster");
    const say = () => undefined;
    const where = { account, copiesDir: account === null ? dirname(folder) : defaultAwayDir, say };
    const binaries = prepareBinaries(bundledPackage(), where);
    removeOldSocketDir(pidFile(clusterDir)[4]);
    stopOrphan({ folder, clusterDir, account, binaries });
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Somebody else's, or being removed by another start at this moment: not worth failing for.
  }
}
