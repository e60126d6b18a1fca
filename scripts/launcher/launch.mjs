import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { run, watchSignals } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { childEnv, nodeProgram, root } from "./place.mjs";
import { checkSteps, runSteps, testSteps } from "./steps.mjs";

const main = join(root, "src", "main.ts");

/** A smaller nursery: 90 MB less for a server that runs for months, at no cost that could be measured. */
const serverFlags = ["--max-semi-space-size=4"];
/** One heap of the C library for all threads, not one for each: 20 MB less; tcache keeps them apart. */
const serverEnv = { MALLOC_ARENA_MAX: "1" };

/** One line per task. Each answers the exit code. */
const tasks = {
  start: async (args) =>
    (await ensureBuilt()) || node([...serverFlags, main, "serve", ...args], root, serverEnv),
  run: async (args) =>
    (await built(args)) ||
    node([...flagsFor(args), main, ...args], process.cwd(), isServer(args) ? serverEnv : {}),
  bench: (args) => measured("run.ts", args),
  "bench:pages": (args) => measured("pages/run.ts", args),
  "score:detection": (args) =>
    node([join(root, "bench", "score-detection", "run.ts"), ...args], root),
  "score:text": (args) => node([join(root, "bench", "score-text.ts"), ...args], root),
  build: () => ensureBuilt(),
  check: (args) => runSteps(checkSteps, args),
  test: (args) => runSteps(testSteps, args, ensureBuilt()),
};

/** Installs what is missing, then does the task. */
export async function launch([name = "", ...args]) {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) {
    process.stderr.write(`There is no task "${name}": ${Object.keys(tasks).join(", ")}.\n`);
    return 2;
  }
  watchSignals();
  const code = await ensureInstalled();
  if (code !== 0 && name === "test") return runSteps([], [], Promise.resolve(code));
  return code === 0 ? task(args) : code;
}

const isServer = (args) => args[0] === "serve";
const flagsFor = (args) => (isServer(args) ? serverFlags : []);

/** Only a server needs what the browser gets. */
function built(args) {
  return isServer(args) ? ensureBuilt() : 0;
}

async function measured(script, args) {
  return (await ensureBuilt()) || node([join(root, "bench", script), ...args], root, serverEnv);
}

/** Whoever sets one of these by hand knows better. */
function node(args, cwd, env = {}) {
  return run(nodeProgram(), args, { cwd, env: { ...env, ...childEnv() } });
}
