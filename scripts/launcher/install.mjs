import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./child.mjs";
import { alone } from "./lock.mjs";
import { lockfileHash, nodeIsMissing, nodeProgram, root } from "./place.mjs";

/** Inside node_modules, so that it goes away with the folder. */
const mark = join(root, "node_modules", ".tocsin-installed");

/** Brings node_modules to what the lockfile says. Answers an exit code. */
export async function ensureInstalled() {
  if (!isInstalled()) {
    const code = await alone(async () => (isInstalled() ? 0 : install()));
    if (code !== 0) return code;
  }
  if (nodeProgram() !== null) return 0;
  process.stderr.write(`${nodeIsMissing}\n`);
  return 1;
}

function isInstalled() {
  try {
    return readFileSync(mark, "utf8") === lockfileHash();
  } catch {
    return false;
  }
}

/** npm ci removes node_modules first, and the mark comes last: half an installation counts as none. */
async function install() {
  process.stdout.write("Installing dependencies. This takes about half a minute, once.\n");
  const before = Date.now();
  const hash = lockfileHash();
  const windows = process.platform === "win32";
  const code = await run(
    windows ? "npm.cmd" : "npm",
    ["ci", "--include=dev", "--include=optional", ...quiet],
    { cwd: root, shell: windows },
  );
  if (code !== 0) {
    process.stderr.write(`The dependencies could not be installed (npm ci ended with ${code}).\n`);
    return code;
  }
  writeFileSync(mark, hash);
  process.stdout.write(`Installed in ${((Date.now() - before) / 1000).toFixed(1)} s.\n`);
  return 0;
}

const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
