import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError, codeOf } from "../../lib/errors.ts";

/** Who holds a data folder. The start of the process tells it from a later one with its number. */
export type Holder = { pid: number; processStart: string; since: string; url: string | null };

export type FolderLock = {
  /** Tells others where the server listens, once it does. */
  publish(url: string): void;
  release(): void;
};

const lockName = "tocsin.lock";
const attemptsMax = 5;

/** Takes the folder for this process, or says who has it. */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, lockName);
  const ours: Holder = {
    pid: process.pid,
    processStart: processStart(process.pid) ?? "",
    since: new Date(Date.now() - process.uptime() * 1000).toISOString(),
    url: null,
  };
  for (let attempt = 1; !linkWhole(path, ours); attempt++) {
    const holder = readHolder(path);
    if (holder !== null && isAlive(holder)) throw heldBy(holder, folder);
    if (attempt === attemptsMax) throw heldBy(null, folder);
    removeStale(path, holder);
  }
  return {
    publish: (url) => replaceWhole(path, { ...ours, url }),
    release: () => rmSync(path, { force: true }),
  };
}

/** The process that holds a folder now, or null. */
export function holderOf(folder: string): Holder | null {
  const holder = readHolder(join(folder, lockName));
  return holder !== null && isAlive(holder) ? holder : null;
}

/** The lock appears complete or not at all: linking a finished file is the one atomic way. */
function linkWhole(path: string, holder: Holder): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    throw cause;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replaceWhole(path: string, holder: Holder): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  renameSync(draft, path);
}

/** Moves a dead lock aside. Two may try at once: who moved a fresh lock by mistake puts it back. */
function removeStale(path: string, judged: Holder | null): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    const moved = readHolder(aside);
    if (moved?.pid !== judged?.pid || moved?.processStart !== judged?.processStart) {
      linkSync(aside, path);
    }
  } catch (cause) {
    if (codeOf(cause) !== "ENOENT" && codeOf(cause) !== "EEXIST") throw cause;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(path: string): Holder | null {
  try {
    const read: Partial<Holder> = JSON.parse(readFileSync(path, "utf8"));
    const { pid, processStart: start, since = "", url = null } = read;
    if (!Number.isInteger(pid) || pid === undefined || start === undefined) return null;
    return { pid, processStart: start, since, url };
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function isAlive(holder: Holder): boolean {
  return processStart(holder.pid) === holder.processStart;
}

/** When a process began, in whatever form the system tells it; null when there is none. */
function processStart(pid: number): string | null {
  try {
    if (process.platform === "linux") {
      // proc(5): the name in field 2 may hold spaces and brackets; the start time is field 22.
      const [state, ...rest] =
        readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
      return state === "Z" ? null : (rest[18] ?? null);
    }
    const told = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return told.trim() || null;
  } catch {
    return null;
  }
}

function heldBy(holder: Holder | null, folder: string): AppError {
  const who = holder === null ? "another process" : `process ${holder.pid} (since ${holder.since})`;
  return new AppError(
    "conflict",
    `The data folder ${folder} is held by another Tocsin: ${who}. ` +
      "Stop it first, or choose another data folder.",
  );
}
