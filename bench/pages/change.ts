import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Communicator } from "./console.ts";
import type { Served } from "./server.ts";
import { openViewers } from "./viewers.ts";

const POLL_MS = 10;
const TOO_LATE_MS = 30_000;
const PLACES = [
  "/fr",
  "/en",
  "/fr.md",
  "/fr/banner.json",
  "/en/banner.json",
  "/fr/feed.atom",
  "/history.rss",
  "/feed.json",
  "/api/v2/summary.json",
  "/api/v2/incidents/unresolved.json",
] as const;

/** Seconds from the click on “Publish” until the last outlet says it: pages, feeds, API, banner, files, viewers. */
export async function visibleEverywhereS(
  served: Served,
  who: Communicator,
  incidentId: string,
): Promise<number> {
  const viewers = await openViewers(served.url, 1);
  const title = `Told at ${Date.now()}`;
  const askedAt = await who.publish(incidentId, title);
  const says = async (place: string) => (await fetch(`${served.url}${place}`)).text();
  const waits = [
    ...PLACES.map((place) => until(async () => (await says(place)).includes(title), place)),
    until(async () => (await copied(served)).includes(title), "the copy"),
    until(() => Promise.resolve(viewers.heard() > 0), "open pages"),
  ];
  const seenAt = Math.max(...(await Promise.all(waits)));
  viewers.close();
  return (seenAt - askedAt) / 1_000;
}

const copied = async ({ dataDir }: Served): Promise<string> =>
  await readFile(join(dataDir, "public/fr/index.html"), "utf8");

async function until(isTrue: () => Promise<boolean>, what: string): Promise<number> {
  const startedAt = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - startedAt > TOO_LATE_MS) throw new Error(`${what} never said it.`);
    await pause(POLL_MS);
  }
  return performance.now();
}
