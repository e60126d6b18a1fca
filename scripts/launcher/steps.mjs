import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run, stopSignal } from "./child.mjs";
import { playwrightFailures, tellFailures, vitestFailures } from "./failures.mjs";
import { playwrightTitles, untested, vitestTitles } from "./named.mjs";
import { cacheDir, childEnv, nodeProgram, root } from "./place.mjs";

const vitestReport = join(cacheDir, "vitest.json");
const playwrightReport = join(cacheDir, "playwright.json");

/**
 * A step is one program out of node_modules; `count` reads how many tests it ran. One that runs
 * `beside` the others uses the time in which they wait: for a page, for a database, for a process.
 */
export const checkSteps = [
  {
    // TypeScript's own compiler, in the linter: each file is read once, under the tsconfig it lies in.
    name: "lint",
    program: "oxlint/bin/oxlint",
    args: ["--type-aware", "--type-check", "--quiet"],
  },
  { name: "format", program: "@biomejs/biome/bin/biome", args: ["check", "--log-level=warn"] },
];

export const testSteps = [
  ...checkSteps,
  {
    name: "unit",
    beside: true,
    program: "vitest/vitest.mjs",
    args: ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${vitestReport}`],
    report: vitestReport,
    count: countVitest,
    failures: vitestFailures,
  },
  {
    name: "browser",
    program: "@playwright/test/cli.js",
    args: ["test"],
    report: playwrightReport,
    count: countPlaywright,
    failures: playwrightFailures,
  },
];

/**
 * Runs all steps (or those named), so that one run tells everything that is wrong. What is prepared
 * for the tests, while the others run already, counts as a step that failed where it fails.
 */
export async function runSteps(steps, names, prepared = Promise.resolve(0)) {
  const chosen = names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no step "${unknown[0]}": ${steps.map((s) => s.name).join(", ")}.\n`,
    );
    return 2;
  }
  const queues = queuesOf(chosen);
  const done = await Promise.all(
    queues.map((queue) => runQueue(queue, prepared, { isQuiet: queue !== queues[0] })),
  );
  const ran = new Map(done.flat());
  const codeBefore = await prepared;
  const results = [
    { code: codeBefore, ...counted({ name: "preparation" }, codeBefore) },
    ...chosen.flatMap((step) => ran.get(step) ?? []),
  ];
  if (steps === testSteps && names.length === 0) results.push(lessons());
  return conclude(results);
}

/** A security test that never ran looks like one that passed: so the list is compared with the reports. */
function lessons() {
  const missing = untested([
    { path: vitestReport, titles: vitestTitles },
    { path: playwrightReport, titles: playwrightTitles },
  ]);
  for (const name of missing) process.stdout.write(`No test by the name of ${name} has passed.\n`);
  return { code: missing.length > 0 ? 1 : 0, passed: 0, failed: missing.length, names: [] };
}

/** What runs side by side: one queue speaks as it goes, the other after each of its steps. */
function queuesOf(steps) {
  const queues = [steps.filter(({ beside }) => beside), steps.filter(({ beside }) => !beside)];
  return queues.filter((queue) => queue.length > 0);
}

async function runQueue(steps, prepared, { isQuiet }) {
  const results = [];
  for (const step of steps) {
    if (step.count !== undefined) await prepared;
    if (stopSignal() === null) results.push([step, await runStep(step, isQuiet)]);
  }
  return results;
}

async function runStep(step, isQuiet) {
  mkdirSync(cacheDir, { recursive: true });
  if (step.report !== undefined) rmSync(step.report, { force: true });
  const from = Date.now();
  const args = [join(root, "node_modules", step.program), ...step.args];
  const options = { cwd: root, env: childEnv() };
  const code = isQuiet
    ? await runQuietly(step, args, options)
    : await run(nodeProgram(), args, options);
  const seconds = ((Date.now() - from) / 1000).toFixed(1);
  process.stdout.write(`${step.name.padEnd(8)} ${code === 0 ? "ok" : "FAILED"}  ${seconds} s\n`);
  return { code, ...counted(step, code) };
}

/** Two that speak at once are not understood: what it says is kept, and told when it is over. */
async function runQuietly({ name }, args, options) {
  const log = join(cacheDir, `${name}.log`);
  const said = openSync(log, "w");
  try {
    return await run(nodeProgram(), args, { ...options, stdio: ["ignore", said, said] });
  } finally {
    closeSync(said);
    process.stdout.write(`\n${readFileSync(log, "utf8")}`);
  }
}

/** A step that ended badly counts as one failure at least, whatever its report says. */
function counted({ name, report, count, failures }, code) {
  const isThere = report !== undefined && existsSync(report);
  const told = isThere ? JSON.parse(readFileSync(report, "utf8")) : null;
  const { passed, failed } = told === null ? { passed: 0, failed: 0 } : count(told);
  const names = told === null ? [] : failures(told);
  if (code === 0) return { passed, failed, names };
  return { passed, failed: Math.max(failed, 1), names: names.length > 0 ? names : [name] };
}

/** A test file that could not be loaded has no tests of its own to count. */
function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const unloaded = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

function countPlaywright({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

function conclude(results) {
  const sum = (part) => results.reduce((total, result) => total + result[part], 0);
  tellFailures(results.flatMap(({ names }) => names));
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
  return results.find((result) => result.code !== 0)?.code ?? (sum("failed") > 0 ? 1 : 0);
}
