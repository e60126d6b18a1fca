import { spawnSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { AppError } from "../../lib/errors.ts";
import { type Account, identity } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { programFailed } from "./trouble.ts";

/** PostgreSQL's own folder, inside ours, and the programs and account that work on it. */
export type Cluster = { folder: string; clusterDir: string; account: Account; binaries: Binaries };

const draftPrefix = "cluster.draft.";
const orphanStopTimeoutS = 60;

/** What every program of PostgreSQL gets to see: nothing of PGPORT, PGDATA and their like. */
export const programEnv = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** Creates the cluster once. It gets its name when it is whole, so a cut start leaves no half one. */
export function ensureCluster(cluster: Cluster, options: { durable: boolean }): boolean {
  if (existsSync(join(cluster.folder, "PG_VERSION"))) {
    throw new AppError(
      "invalid",
      `${cluster.folder} is itself the folder of a PostgreSQL server. Choose an empty folder.`,
    );
  }
  if (existsSync(cluster.clusterDir)) {
    refuseForeignVersion(cluster);
    return false;
  }
  createCluster(cluster, options.durable);
  return true;
}

/** Stops the server that a killed Tocsin left behind. Its pid file is never touched by us. */
export function stopOrphan(cluster: Cluster): number | null {
  const pid = orphanOf(cluster.clusterDir);
  if (pid === null) return null;
  const { clusterDir, account, binaries, folder } = cluster;
  const stopped = spawnSync(
    binaries.pgCtl,
    ["stop", "-D", clusterDir, "-m", "fast", "-w", "-t", String(orphanStopTimeoutS)],
    { ...identity(account), cwd: "/", env: programEnv, encoding: "utf8" },
  );
  if (stopped.status !== 0 && orphanOf(clusterDir) !== null) {
    throw programFailed(folder, "pg_ctl", stopped.stderr);
  }
  return pid;
}

/** The lines of postmaster.pid: process, folder, start, port, socket folder, …, state. */
export function pidFile(clusterDir: string): string[] {
  const path = join(clusterDir, "postmaster.pid");
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .map((line) => line.trim())
    : [];
}

function refuseForeignVersion({ folder, clusterDir, binaries }: Cluster): void {
  const found = readFileSync(join(clusterDir, "PG_VERSION"), "utf8").trim();
  const ours = binaries.version.split(".")[0];
  if (found === ours) return;
  throw new AppError(
    "invalid",
    `The data in ${folder} was written by PostgreSQL ${found}; this Tocsin brings PostgreSQL ${ours}. ` +
      "Export it with the Tocsin that wrote it, and import it into an empty folder.",
  );
}

function createCluster({ folder, clusterDir, account, binaries }: Cluster, durable: boolean): void {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(draftPrefix))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  const draft = join(folder, `${draftPrefix}${process.pid}`);
  const ran = spawnSync(
    binaries.initdb,
    ["-D", draft, ...clusterTraits, ...(durable ? [] : hasty)],
    {
      ...identity(account),
      cwd: "/",
      env: programEnv,
      encoding: "utf8",
    },
  );
  if (ran.error !== undefined) throw ran.error;
  if (ran.status !== 0) throw programFailed(folder, "initdb", ran.stderr);
  renameSync(draft, clusterDir);
}

const clusterTraits = [
  "-U",
  "tocsin",
  "--auth=trust",
  "--encoding=UTF8",
  // macOS knows no C.UTF-8 by that name in all its versions.
  ...(process.platform === "darwin"
    ? ["--locale=en_US.UTF-8", "--lc-collate=C"]
    : ["--locale=C.UTF-8"]),
];
const hasty = ["--no-sync", "--no-data-checksums"];

/** The process in postmaster.pid, if it is alive and really works on this folder. */
function orphanOf(clusterDir: string): number | null {
  const pid = Number(pidFile(clusterDir)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    // A server works in its data folder; a stranger who got the same number does not.
    if (process.platform === "linux") {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir) ? pid : null;
    }
    const asked = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return asked.stdout.includes("postgres") ? pid : null;
  } catch {
    return null;
  }
}
