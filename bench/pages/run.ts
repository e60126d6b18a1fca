import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { visibleEverywhereS } from "./change.ts";
import { Communicator } from "./console.ts";
import { load } from "./load.ts";
import { openServer } from "./server.ts";
import { subscribers50kS } from "./subscribers.ts";
import { openViewers } from "./viewers.ts";

/**
 * Measures the public face: the real program on one core, the readers on the other.
 *   npm run bench:pages -- [--only load|change|viewers|subscribers] [--viewers N] [--json FILE]
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    viewers: { type: "string", default: "10000" },
    json: { type: "string" },
  },
});
const OFFERED_PER_S = 2_000;
const GZIP_LEVEL = 9;
const results: Record<string, number> = {};
const wants = (name: string): boolean => values.only === undefined || values.only === name;

function note(name: string, value: number): void {
  results[name] = Math.round(value * 1_000) / 1_000;
  console.log(`${name.padEnd(20)} ${results[name]}`);
}

const NEWS = "WhatsApp is not delivering messages";
const DRAWN_WITHIN_MS = 10_000;
const LOOK_MS = 50;

/** The page as it stands once the news is on it: a moment before, it is a smaller one. */
async function pageTelling(url: string, news: string): Promise<string> {
  for (const until = performance.now() + DRAWN_WITHIN_MS; performance.now() < until; ) {
    const page = await (await fetch(url)).text();
    if (page.includes(news)) return page;
    await pause(LOOK_MS);
  }
  throw new Error(`The page did not tell of it within ${DRAWN_WITHIN_MS} ms.`);
}

const BANNER = new URL("../../dist/widget/banner.js", import.meta.url);

{
  await using served = await openServer();
  const who = await Communicator.signIn(served);
  const incidentId = await who.openIncident();
  await who.publish(incidentId, NEWS);
  const page = await pageTelling(`${served.url}/fr`, NEWS);
  note("pageGzBytes", gzipSync(page, { level: GZIP_LEVEL }).length);
  note("bannerGzBytes", gzipSync(readFileSync(BANNER), { level: GZIP_LEVEL }).length);
  if (wants("load")) {
    await load(`${served.url}/fr`);
    const most = await load(`${served.url}/fr`);
    note("requestsPerS", most.requestsPerS);
    note("fullP99Ms", most.p99Ms);
    const steady = await load(`${served.url}/fr`, OFFERED_PER_S);
    note("p99Ms", steady.p99Ms);
    note("failedRequests", most.failed + steady.failed);
  }
  if (wants("change"))
    note("visibleEverywhereS", await visibleEverywhereS(served, who, incidentId));
  if (wants("viewers")) {
    const before = served.rssMb();
    note("rssBeforeMb", before);
    const viewers = await openViewers(served.url, Number(values.viewers));
    await visibleEverywhereS(served, who, incidentId);
    note("sseViewers", viewers.heard());
    note("sseRssMb", served.rssMb());
    note("sseAddedMb", served.rssMb() - before);
    viewers.close();
  }
}
if (wants("subscribers")) note("subscribers50kS", await subscribers50kS());
if (values.json !== undefined)
  await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
