import { readdir, readFile } from "node:fs/promises";
import { sql } from "kysely";
import type { Db } from "../../src/store/database.ts";

/** Processor time of this process, of the simulators and of PostgreSQL, in microseconds. */
export type Cost = { engineUs: number; postgresUs: number; providerUs: number };

/** What a tick of /proc/PID/stat is worth on Linux. */
const TICK_US = 10_000;

/** How much processor time has been used so far; nothing where /proc or the database is not here. */
export async function costSoFar(db: Db, providers: readonly number[]): Promise<Cost> {
  const postmaster = await postmasterOf(db);
  const postgres = postmaster === null ? [] : await familyOf(postmaster);
  return {
    engineUs: ownUs(),
    postgresUs: await usedUs(postgres),
    providerUs: await usedUs(providers),
  };
}

export const costBetween = (before: Cost, after: Cost): Cost => ({
  engineUs: after.engineUs - before.engineUs,
  postgresUs: after.postgresUs - before.postgresUs,
  providerUs: after.providerUs - before.providerUs,
});

export const totalUs = (cost: Cost): number => cost.engineUs + cost.postgresUs + cost.providerUs;

/** Processor time of this process. */
export function ownUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The process above the one that serves our connection, where it runs on this machine. */
async function postmasterOf(db: Db): Promise<number | null> {
  const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const pid = found.rows[0]?.pid ?? 0;
  const stat = await statOf(pid);
  return stat?.name === "postgres" ? stat.parent : null;
}

async function familyOf(parent: number): Promise<number[]> {
  const names = await readdir("/proc");
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await statOf(pid) })));
  return [parent, ...stats.filter(({ stat }) => stat?.parent === parent).map(({ pid }) => pid)];
}

/** Processor time that these processes have used, in microseconds. */
export async function usedUs(pids: readonly number[]): Promise<number> {
  const stats = await Promise.all(pids.map(statOf));
  return stats.reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0) * TICK_US;
}

/** proc(5): the name stands in brackets, and the rest behind it. */
async function statOf(pid: number) {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  // Fields 14 to 17: its own time, and that of children that are gone.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { name: text.slice(text.indexOf("(") + 1, end), parent: Number(fields[1]), ticks };
}
