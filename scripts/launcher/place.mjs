import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository, wherever we were called from. */
export const root = fileURLToPath(new URL("../../", import.meta.url));
export const cacheDir = join(root, ".cache");

const oldestNode = 24;
const nodeBin = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin");
const lockfile = join(root, "package-lock.json");

export function lockfileHash() {
  return createHash("sha256").update(readFileSync(lockfile)).digest("hex");
}

/** The pinned Node, or the one that runs us where it is new enough; null where there is neither. */
export function nodeProgram() {
  const pinned = join(nodeBin, process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) return pinned;
  return Number(process.versions.node.split(".")[0]) >= oldestNode ? process.execPath : null;
}

/** Programs in node_modules/.bin look for `node` on the PATH: the pinned one has to come first. */
export function childEnv() {
  const folders = [
    ...(existsSync(nodeBin) ? [nodeBin] : []),
    join(root, "node_modules", ".bin"),
    process.env.PATH ?? "",
  ];
  return { ...process.env, PATH: folders.join(delimiter), TZ: "UTC" };
}

export const nodeIsMissing =
  `Tocsin needs Node ${oldestNode} or newer on this system (${process.platform} ${process.arch}), ` +
  `and this is Node ${process.versions.node}.`;
