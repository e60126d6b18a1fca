import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Account, canEnter, identity } from "./account.ts";
import { type Cluster, pidFile, programEnv } from "./cluster.ts";
import { programFailed } from "./trouble.ts";

export type Server = { socketDir: string; exited: Promise<unknown>; stop(): Promise<void> };

/** The name of a socket in the kernel holds 108 bytes on Linux and 104 on macOS. */
const socketPathBytesMax = 103;
const socketPrefix = "tocsin-";
const socketName = ".s.PGSQL.5432";
const readyPollMs = 15;
const readyTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;
const logBytesMax = 10_000_000;
const lastWordsChars = 600;

/** Sensible for a small server that also runs Tocsin itself. */
const settings: Record<string, string> = {
  listen_addresses: "",
  port: "5432",
  unix_socket_permissions: "0700",
  timezone: "UTC",
  max_connections: "100",
  shared_buffers: "256MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  // Nobody replicates from a bundled server: it need not write what only a replica reads.
  wal_level: "minimal",
  max_wal_senders: "0",
  random_page_cost: "1.1",
  jit: "off",
  // Refused transactions are part of the design (40001): the log is for the server's own troubles.
  log_min_messages: "log",
  log_checkpoints: "off",
  log_timezone: "UTC",
};

/** For clusters that nobody will miss: as fast as it goes. */
const hastySettings: Record<string, string> = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  // Their log begins with nothing to write over: each file of it would be written twice.
  wal_init_zero: "off",
  shared_buffers: "128MB",
};

/** Starts the server and waits until it takes connections. */
export async function startServer(cluster: Cluster, options: Options): Promise<Server> {
  const socketDir = createSocketDir(cluster.account);
  const child = spawnServer(cluster, socketDir, options.durable);
  const exited = once(child, "exit").catch((cause: unknown) => cause);
  const removeSocketDir = () => rmSync(socketDir, { recursive: true, force: true });
  // Whoever leaves without stopping us takes the server along: there is no time to wait any more.
  const stopAtExit = () => {
    child.kill("SIGINT");
    removeSocketDir();
  };
  process.once("exit", stopAtExit);
  const stop = async () => {
    await stopServer(child, exited);
    process.off("exit", stopAtExit);
    removeSocketDir();
  };
  try {
    await untilReady(cluster, child, options.signal);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { socketDir, exited, stop };
}

type Options = { durable: boolean; signal?: AbortSignal | undefined };

/** Where the sockets of a killed start were: its folder is of no use to anybody now. */
export function removeOldSocketDir(socketDir: string | undefined): void {
  if (socketDir !== undefined && basename(socketDir).startsWith(socketPrefix)) {
    rmSync(socketDir, { recursive: true, force: true });
  }
}

function createSocketDir(account: Account): string {
  const places = [tmpdir(), "/tmp"];
  const fits = (place: string) =>
    Buffer.byteLength(join(place, `${socketPrefix}123456`, socketName)) <= socketPathBytesMax;
  const place = places.find((each) => fits(each) && canEnter(account, each)) ?? "/tmp";
  const socketDir = mkdtempSync(join(place, socketPrefix));
  if (account !== null) chownSync(socketDir, account.uid, account.gid);
  return socketDir;
}

/** A session of its own: Ctrl-C in the terminal reaches Tocsin, which lets go before it stops it. */
function spawnServer(cluster: Cluster, socketDir: string, durable: boolean): ChildProcess {
  const chosen = { ...settings, ...(durable ? {} : hastySettings) };
  const flags = Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logOf(cluster), "a", 0o600);
  try {
    const child = spawn(
      cluster.binaries.postgres,
      ["-D", cluster.clusterDir, "-k", socketDir, ...flags],
      {
        ...identity(cluster.account),
        cwd: "/",
        env: programEnv,
        detached: true,
        stdio: ["ignore", log, log],
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function logOf(cluster: Cluster): string {
  const path = join(cluster.folder, "postgres.log");
  if (existsSync(path) && statSync(path).size > logBytesMax) truncateSync(path);
  return path;
}

async function untilReady(cluster: Cluster, child: ChildProcess, signal: AbortSignal | undefined) {
  const from = Date.now();
  while (!isReady(cluster, child)) {
    signal?.throwIfAborted();
    if (child.exitCode !== null || child.pid === undefined || Date.now() - from > readyTimeoutMs) {
      throw programFailed(cluster.folder, "PostgreSQL", lastWords(cluster));
    }
    await sleep(readyPollMs);
  }
}

/** What pg_ctl does: the eighth line of the pid file says "ready", and the process is ours. */
function isReady({ clusterDir }: Cluster, child: ChildProcess): boolean {
  const lines = pidFile(clusterDir);
  return Number(lines[0]) === child.pid && lines[7] === "ready";
}

function lastWords(cluster: Cluster): string {
  return readFileSync(logOf(cluster), "utf8").slice(-lastWordsChars);
}

/** SIGINT ends connections and writes everything down; SIGQUIT leaves that to the next start. */
async function stopServer(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.ref();
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGQUIT"), stopTimeoutMs);
  await exited;
  clearTimeout(patience);
}
