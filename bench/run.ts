import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureCampus, printCampus } from "./delivery/campus.ts";
import { measureCeiling } from "./delivery/ceiling.ts";
import { type Cost, totalUs } from "./delivery/cost.ts";
import { demoteByReceipts, demoteByWord } from "./delivery/demote.ts";
import { growthOf } from "./delivery/growth.ts";
import { sendUnderKills } from "./delivery/kills.ts";
import { planSeconds } from "./delivery/plan.ts";
import { reach } from "./delivery/reach.ts";
import { receiptsTaken } from "./delivery/receipts.ts";
import { repliesTaken } from "./delivery/replies.ts";
import { openTown, type Town } from "./delivery/town.ts";

/**
 * Measures the delivery engine on this machine against what the machine can do at most. Read the
 * ratios first: the numbers are those of whatever else runs here as well. See docs/benchmarks.md.
 *   npm run bench -- [--only NAME] [--people N] [--rate N] [--profile campus-50k-10min] [--json FILE]
 */
const PROFILE = "campus-50k-10min";
const RSS_POLL_MS = 200;
const MILLION = 1_000_000;
const LARGE = 1_500_000;
/** A sustained rate is that of warm code: as many as are counted elsewhere go first, twice as many count. */
const ATTEMPTS_SHARE = 3;
/** What went wrong under kills, case by case. */
const CASES_SHOWN = 20;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    profile: { type: "string" },
    people: { type: "string" },
    rate: { type: "string", default: "20000" },
    json: { type: "string" },
  },
});
const people = Number(values.people ?? 100_000);
const results: Record<string, number> = { people };

const parts: Readonly<Record<string, () => Promise<void>>> = {
  ceiling: async () => void (await ceiling()),
  attempts,
  receipts,
  replies,
  reach: reachPeople,
  plan,
  demote,
  demoteSilent,
  growth,
  kills,
};

async function ceiling(): Promise<{ postsPerS: number; usPerPost: number }> {
  const measured = await measureCeiling();
  note("ceilingPostsPerS", measured.postsPerS);
  note("ceilingUs", measured.usPerPost);
  return measured;
}

async function attempts(): Promise<void> {
  const { postsPerS, usPerPost } = await ceiling();
  await inTown(people * ATTEMPTS_SHARE, async (town) => {
    const asked = { state: "blackhole", success: "accepted", warmUp: people } as const;
    const { seconds, cost, people: measured } = await reach(town, asked);
    note("attemptsPerS", measured / seconds);
    note("ratioAttempts", measured / seconds / postsPerS);
    note("ratioAttemptsUs", usPerPost / noteCost("attempt", cost, measured));
  });
}

async function reachPeople(): Promise<void> {
  await inTown(people, async (town) => {
    const { seconds, cost } = await reach(town, { state: "up", success: "read" });
    note(people === 100_000 ? "reach100kS" : "reachS", seconds);
    note("reachedPerS", people / seconds);
    noteCost("reach", cost, people);
  });
}

async function receipts(): Promise<void> {
  await inTown(people, async (town) => {
    const taken = await receiptsTaken(town, people, 0);
    note("receiptsPerS", taken.perSecond);
    note("receiptsFullP99Ms", taken.p99Ms);
    const steady = await receiptsTaken(town, people, Number(values.rate));
    note("receiptsP50Ms", steady.p50Ms);
    note("receiptsP99Ms", steady.p99Ms);
  });
}

async function replies(): Promise<void> {
  await inTown(people, async (town) => {
    const { perSecond, cost } = await repliesTaken(town, people);
    note("repliesPerS", perSecond);
    noteCost("reply", cost, people);
  });
}

async function plan(): Promise<void> {
  const planned = Number(values.people ?? MILLION);
  await inTown(planned, async (town) => {
    const { planS, freezeS, countMs, nestedMs } = await planSeconds(town);
    note("planS", planS);
    note("freezeS", freezeS);
    note("countMs", countMs);
    note("countNestedMs", nestedMs);
    note(planned === MILLION ? "planMillionS" : "launchS", planS + freezeS);
  });
}

async function demote(): Promise<void> {
  const { stoppedS, movedS } = await demoteByWord(people);
  note("demoteS", stoppedS);
  note("demoteMovedS", movedS);
}

async function demoteSilent(): Promise<void> {
  const { stoppedS, movedS } = await demoteByReceipts(people);
  note("demoteFromReceiptsS", stoppedS);
  note("demoteFromReceiptsMovedS", movedS);
}

async function growth(): Promise<void> {
  const many = Number(values.people ?? LARGE);
  const { large, growthRatio } = await growthOf(many);
  note(many === LARGE ? "reach1500kS" : "reachLargeS", large.seconds);
  noteCost("reachLarge", large.cost, many);
  note("growthRatio", growthRatio);
}

async function kills(): Promise<void> {
  // The flood lays down its own people: each has two addresses.
  await inTown(0, async (town) => {
    const { seconds, kills: killed, unknown, verdict } = await sendUnderKills(town, people);
    note("killsS", seconds);
    note("kills", killed);
    note("killsUnknown", unknown);
    for (const [what, cases] of Object.entries(verdict)) {
      note(`kills${what.charAt(0).toUpperCase()}${what.slice(1)}`, cases.length);
      for (const one of cases.slice(0, CASES_SHOWN)) console.error(`${what}: ${one}`);
      if (cases.length > 0) process.exitCode = 1;
    }
  });
}

function note(name: string, value: number): void {
  results[name] = Math.round(value * 1_000) / 1_000;
  console.log(`${name.padEnd(24)} ${results[name]}`);
}

/** Processor time for each person, which other work on the machine changes little. */
function noteCost(name: string, cost: Cost, of: number): number {
  for (const [part, us] of Object.entries(cost)) note(`${name}:${part}`, us / of);
  return totalUs(cost) / of;
}

async function inTown(of: number, work: (town: Town) => Promise<void>): Promise<void> {
  const town = await openTown(of);
  try {
    await work(town);
  } finally {
    await town.close();
  }
}

async function measureOne(name: string): Promise<void> {
  const part = parts[name];
  if (!part) throw new Error(`--only knows ${Object.keys(parts).join(", ")}.`);
  console.log(`# ${name}`);
  await part();
}

/**
 * One part after the other, each in a process of its own: none warms or burdens the next. What fails
 * says so, and the others are measured all the same.
 */
async function measureAll(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
  // The ceiling is measured together with the attempts.
  for (const name of Object.keys(parts).filter((each) => each !== "ceiling")) {
    const json = join(folder, `${name}.json`);
    const args = [import.meta.filename, "--only", name, "--json", json, "--rate", values.rate];
    if (values.people !== undefined) args.push("--people", values.people);
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    const [code] = await once(child, "exit");
    if (code !== 0) process.exitCode = 1;
    else keep(JSON.parse(await readFile(json, "utf8")));
  }
  await rm(folder, { recursive: true });
}

function keep(measured: Record<string, number>): void {
  const rssMb = Math.max(results["rssMb"] ?? 0, measured["rssMb"] ?? 0);
  Object.assign(results, measured, { rssMb });
}

async function measureProfile(name: string): Promise<void> {
  if (name !== PROFILE) throw new Error(`--profile knows ${PROFILE}.`);
  const measured = await measureCampus(Number(values.people ?? 50_000));
  printCampus(measured);
  Object.assign(results, { people: measured.people, ...measured.keys });
}

/** The most memory that this process held meanwhile; the simulators have processes of their own. */
async function withMemory(work: () => Promise<void>): Promise<void> {
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, RSS_POLL_MS);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  note("rssMb", most / 2 ** 20);
}

const { only, profile, json: file } = values;
if (profile !== undefined) await withMemory(async () => await measureProfile(profile));
else if (only !== undefined) await withMemory(async () => await measureOne(only));
else await measureAll();
if (file !== undefined) await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
