import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ceilingPostsPerS } from "./delivery/ceiling.ts";
import { planSeconds } from "./delivery/plan.ts";
import { reachSeconds } from "./delivery/reach.ts";
import { receiptsTaken } from "./delivery/receipts.ts";
import { openTown, type Town } from "./delivery/town.ts";

/**
 * Measures the delivery engine on this machine against what the machine can do at most. Read the
 * ratios first: the numbers are those of whatever else runs here as well.
 *   npm run bench -- [--only ceiling|attempts|reach|receipts|plan] [--people N] [--json FILE]
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    people: { type: "string", default: "100000" },
    rate: { type: "string", default: "20000" },
    json: { type: "string" },
  },
});
const people = Number(values.people);
const RSS_POLL_MS = 200;
const results: Record<string, number> = { people };
const wants = (name: string): boolean => values.only === undefined || values.only === name;

function note(name: string, value: number): void {
  results[name] = Math.round(value * 1_000) / 1_000;
  console.log(`${name.padEnd(20)} ${results[name]}`);
}

async function inTown(work: (town: Town) => Promise<void>): Promise<void> {
  const town = await openTown(people);
  try {
    await work(town);
  } finally {
    await town.close();
  }
}

let rssMax = 0;
const watch = setInterval(() => {
  rssMax = Math.max(rssMax, process.memoryUsage().rss);
}, RSS_POLL_MS);

note("ceilingPostsPerS", await ceilingPostsPerS());
if (wants("attempts")) {
  await inTown(async (town) => {
    const seconds = await reachSeconds(town, { state: "blackhole", success: "accepted" });
    note("attemptsPerS", people / seconds);
    note("ratioAttempts", people / seconds / (results["ceilingPostsPerS"] ?? 1));
  });
}
if (wants("reach")) {
  await inTown(async (town) => {
    const seconds = await reachSeconds(town, { state: "up", success: "read" });
    note(people === 100_000 ? "reach100kS" : "reachS", seconds);
    note("reachedPerS", people / seconds);
  });
}
if (wants("receipts")) {
  await inTown(async (town) => {
    const taken = await receiptsTaken(town, people, 0);
    note("receiptsPerS", taken.perSecond);
    note("receiptsFullP99Ms", taken.p99Ms);
    const steady = await receiptsTaken(town, people, Number(values.rate));
    note("receiptsP50Ms", steady.p50Ms);
    note("receiptsP99Ms", steady.p99Ms);
  });
}
if (wants("plan")) {
  await inTown(async (town) => {
    const { planS, freezeS } = await planSeconds(town);
    note("planS", planS);
    note("freezeS", freezeS);
    note(people === 1_000_000 ? "planMillionS" : "launchS", planS + freezeS);
  });
}
clearInterval(watch);
note("rssMb", rssMax / 2 ** 20);
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
