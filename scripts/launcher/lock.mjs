import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeOfSignal, stopSignal } from "./child.mjs";
import { cacheDir } from "./place.mjs";

const path = join(cacheDir, "launcher.lock");
const pollMs = 200;

/** Does the work alone: a second terminal waits instead of installing over the first. */
export async function alone(work) {
  mkdirSync(cacheDir, { recursive: true });
  await turn();
  if (stopSignal() !== null) return codeOfSignal(stopSignal());
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Waits until the lock is ours, or we are asked to stop. */
async function turn() {
  let told = false;
  while (stopSignal() === null && !tryTake()) {
    const holder = readHolder(path);
    if (holder === null || birthOf(holder.pid) !== holder.birth) {
      removeStale(holder);
      continue;
    }
    if (!told) process.stdout.write(`Waiting for process ${holder.pid}, which is preparing too.\n`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Two may find the same dead lock: who moved a fresh one aside by mistake puts it back. */
function removeStale(judged) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readHolder(aside)?.birth !== judged?.birth) linkSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Linking a finished file is the one way for a lock to appear complete or not at all. */
function tryTake() {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) }));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Tells a process from a later one with its number; where the system has no /proc, that it lives. */
function birthOf(pid) {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").pop().split(" ")[19];
    }
    process.kill(pid, 0);
    return "alive";
  } catch (error) {
    return error.code === "EPERM" ? "alive" : null;
  }
}
