import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { run } from "./child.mjs";
import { alone } from "./lock.mjs";
import { childEnv, lockfileHash, nodeProgram, root } from "./place.mjs";

/** What a browser gets is built; each part from these sources, into dist/<name>. */
const parts = [
  { name: "console", sources: ["console", "locales", "src/http", "src/domain", "src/lib"] },
  { name: "widget", sources: ["widget", "locales"] },
];
const vite = join(root, "node_modules", "vite", "bin", "vite.js");

/** Builds what is missing or older than its sources. Answers an exit code. */
export async function ensureBuilt() {
  if (parts.every(isFresh)) return 0;
  return alone(async () => {
    for (const part of parts.filter((each) => !isFresh(each))) {
      const code = await build(part);
      if (code !== 0) return code;
    }
    return 0;
  });
}

function isFresh(part) {
  const { out, mark } = placesOf(part);
  return existsSync(out) && existsSync(mark) && readFileSync(mark, "utf8") === hashOf(part);
}

/** Builds beside and renames, so that a build that was cut short is never taken for a whole one. */
async function build(part) {
  process.stdout.write(`Building the ${part.name}.\n`);
  const { out, mark, draft } = placesOf(part);
  const hash = hashOf(part);
  rmSync(mark, { force: true });
  const args = [vite, "build", part.name, "--outDir", draft, "--emptyOutDir", "--logLevel", "warn"];
  const code = await run(nodeProgram(), args, { cwd: root, env: childEnv() });
  if (code === 0) {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(join(root, "dist"), { recursive: true });
    renameSync(draft, out);
    writeFileSync(mark, hash);
  }
  rmSync(draft, { recursive: true, force: true });
  return code;
}

function placesOf({ name }) {
  const out = join(root, "dist", name);
  return { out, mark: `${out}.built`, draft: `${out}.draft` };
}

function hashOf(part) {
  const hash = createHash("sha256").update(lockfileHash());
  for (const path of part.sources.flatMap((folder) => filesUnder(join(root, folder)))) {
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort((one, other) => (one < other ? -1 : 1));
}
