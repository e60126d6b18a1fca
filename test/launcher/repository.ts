import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { createPlace } from "../place.ts";

const scripts = new URL("../../scripts", import.meta.url);

/** Our launcher in a repository of its own, with an npm that only pretends and tools made to order. */
export function createRepository() {
  const place = createPlace();
  const at = (path: string) => join(place.path, path);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  cpSync(scripts, at("scripts"), { recursive: true });
  write("package.json", '{ "type": "module" }');
  write("package-lock.json", "{}");
  write("src/main.ts", mainScript);
  write("bin/npm", npmScript);
  chmodSync(at("bin/npm"), 0o755);
  for (const path of toolPaths) write(`tools/${path}`, "");
  write("tools/vite/bin/vite.js", viteScript);
  const start = (...args: string[]) => launch(place.path, args);
  return {
    ...place,
    write,
    start,
    go: (...args: string[]) => outcomeOf(start(...args)),
    read: (path: string) => readFileSync(at(path), "utf8"),
    remove: (path: string) => rmSync(at(path)),
    [Symbol.dispose]: () => place[Symbol.dispose](),
  };
}

const toolPaths = [
  "oxlint/bin/oxlint",
  "@biomejs/biome/bin/biome",
  "vitest/vitest.mjs",
  "@playwright/test/cli.js",
];

/** What it wrote to its standard output, and how it ended. */
async function outcomeOf(child: ChildProcessWithoutNullStreams) {
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, lines: output.trimEnd().split("\n"), complaints };
}

function launch(root: string, args: string[]): ChildProcessWithoutNullStreams {
  const { npm_lifecycle_event: _, ...env } = process.env;
  return spawn(process.execPath, [join(root, "scripts", "go.mjs"), ...args], {
    cwd: root,
    env: { ...env, PATH: `${join(root, "bin")}${delimiter}${process.env["PATH"]}` },
  });
}

const npmScript = `#!/usr/bin/env node
import { appendFileSync, cpSync, existsSync, rmSync } from "node:fs";
appendFileSync("installs", "x");
rmSync("node_modules", { recursive: true, force: true });
cpSync("tools", "node_modules", { recursive: true });
if (existsSync("npm-waits")) {
  console.log("npm is waiting");
  setInterval(() => {}, 1000);
}
`;

const mainScript = `
const [word, code] = process.argv.slice(2);
if (word === "leave") process.exit(Number(code));
if (word === "die") process.kill(process.pid, "SIGKILL");
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    console.log("ending after " + signal);
    process.exit(0);
  });
}
setInterval(() => {}, 1000);
console.log("serving");
`;

const viteScript = `
import { appendFileSync, mkdirSync } from "node:fs";
const [, part, , draft] = process.argv.slice(2);
appendFileSync("builds", part + "\\n");
mkdirSync(draft, { recursive: true });
`;
