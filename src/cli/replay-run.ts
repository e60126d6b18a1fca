import { setTimeout as sleep } from "node:timers/promises";
import { type House, machine } from "../actions/action.ts";
import { advancePlatform } from "../actions/assessment/advance.ts";
import { followOpenIncidents, settleChange } from "../actions/assessment/settle.ts";
import { createPlatform } from "../actions/platform/create.ts";
import { createSource } from "../actions/source/create.ts";
import { feedCounts, openStream } from "../actions/source/feed.ts";
import { markLateTasks } from "../actions/task/overdue.ts";
import { PLATFORMS } from "../domain/platforms.ts";
import type { handClock } from "../lib/clock.ts";
import { findIncident, type IncidentRow, openIncidentOf } from "../store/incidents.ts";
import type { Recorded } from "./recording.ts";

const CHUNK_BUCKETS = 144;
const REPLAYER = machine("replay");

export type HandClock = ReturnType<typeof handClock>;
export type Replay = {
  house: House;
  clock: HandClock;
  platformId: string;
  intervalMs: number;
  /** How many times faster than life, or as fast as it goes. */
  speed: number | "max";
  signal: AbortSignal;
  onClosed(incident: IncidentRow): void;
  onProgress(buckets: number): void;
};

/**
 * Feeds a recording through the server itself: signals, assessments, incidents, plans. Only the
 * clock is ours, so that months pass in seconds. An incident still open at the end is told, too.
 */
export async function replay(run: Replay, recorded: readonly Recorded[]): Promise<void> {
  const [first] = recorded;
  if (!first) return;
  run.clock.set(first.at);
  const sourceId = await prepare(run, first.at);
  const { house, platformId, intervalMs } = run;
  await openStream(house, { platformId, bucketMs: intervalMs, at: first.at });
  for (let index = 0; index < recorded.length; index += CHUNK_BUCKETS) {
    if (run.signal.aborted) break;
    const chunk = recorded.slice(index, index + CHUNK_BUCKETS);
    const until = (chunk.at(-1)?.at ?? first.at) + intervalMs;
    const counts = chunk.flatMap(({ at, count }) => (count === null ? [] : [{ at, count }]));
    await feedCounts(house, { sourceId, counts, until });
    await live(run, until);
    run.onProgress(index + chunk.length);
  }
  const open = await openIncidentOf(house.db, platformId);
  if (open) run.onClosed(open);
}

async function prepare({ house, platformId }: Replay, at: number): Promise<string> {
  const known = PLATFORMS.find(({ id }) => id === platformId);
  const own = { id: platformId, name: platformId, failureDomain: platformId, capabilities: [] };
  await createPlatform(house, REPLAYER, known ?? own);
  const { id } = await createSource(house, REPLAYER, {
    sensor: "user-reports",
    platformId,
    name: `recording from ${new Date(at).toISOString()}`,
    settings: {},
  });
  return id;
}

/** Lives until the moment; while an incident is open, bucket by bucket, since deadlines pass. */
async function live(run: Replay, end: number): Promise<void> {
  const { house, clock, platformId, intervalMs, speed } = run;
  let open = await openIncidentOf(house.db, platformId);
  for (;;) {
    const slow = open !== undefined || speed !== "max";
    const until = slow ? Math.min(end, clock() + intervalMs) : end;
    const step = await advancePlatform(house, { platformId, until });
    if (step.change) {
      clock.set(step.change.at);
      await settleChange(house, step.change);
      open = await openIncidentOf(house.db, platformId);
    } else if (!step.more) clock.set(until);
    if (open) open = await follow(run, open);
    if (speed !== "max") await pause(intervalMs / speed, run.signal);
    if (run.signal.aborted || (!step.more && until >= end)) return;
  }
}

async function follow(run: Replay, open: IncidentRow): Promise<IncidentRow | undefined> {
  await followOpenIncidents(run.house);
  await markLateTasks(run.house);
  const row = await findIncident(run.house.db, open.id);
  if (!row?.closed_at) return row;
  run.onClosed(row);
  return undefined;
}

/** Told to stop, nobody waits for the end of a pause. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
