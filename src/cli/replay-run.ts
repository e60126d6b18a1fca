import { setTimeout as sleep } from "node:timers/promises";
import { type House, machine } from "../actions/action.ts";
import { advancePlatform } from "../actions/assessment/advance.ts";
import { followOpenIncidents, settleChange } from "../actions/assessment/settle.ts";
import { createPlatform } from "../actions/platform/create.ts";
import { createSource } from "../actions/source/create.ts";
import { feedCounts, feedReadings, feedReports, openStream } from "../actions/source/feed.ts";
import { markLateTasks } from "../actions/task/overdue.ts";
import { PLATFORMS } from "../domain/platforms.ts";
import type { handClock } from "../lib/clock.ts";
import { findIncident, type IncidentRow, openIncidentOf } from "../store/incidents.ts";
import type { RecordedReading, Recording } from "./recording.ts";
import { createTeller, type Teller } from "./replay-teller.ts";

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
export async function replay(run: Replay, recording: Recording): Promise<void> {
  const { counts: recorded, reports } = recording;
  const [first] = recorded;
  if (!first) return;
  run.clock.set(first.at);
  const sourceId = await prepare(run, first.at);
  const sources = await addSources(run, recording.readings);
  const teller = createTeller(run.onClosed);
  const { house, platformId, intervalMs } = run;
  await openStream(house, { platformId, bucketMs: intervalMs, at: first.at });
  for (let index = 0; index < recorded.length; index += CHUNK_BUCKETS) {
    if (run.signal.aborted) break;
    const chunk = recorded.slice(index, index + CHUNK_BUCKETS);
    const until = (chunk.at(-1)?.at ?? first.at) + intervalMs;
    const counts = chunk.flatMap(({ at, count }) => (count === null ? [] : [{ at, count }]));
    const span = { from: chunk[0]?.at ?? first.at, to: until };
    await feedReports(house, { platformId, reports: within(reports, span) });
    await feedReadings(house, { platformId, readings: readingsWithin(sources, recording, span) });
    await feedCounts(house, { sourceId, counts, until });
    await live(run, teller, until);
    run.onProgress(index + chunk.length);
  }
  teller.end(await openIncidentOf(house.db, platformId));
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

type Named = { kind: RecordedReading["kind"]; source: string };
const nameOf = ({ kind, source }: Named): string => `${kind} ${source}`;

/** A sensor of each kind, which is never asked to look: what it saw is in the recording. */
const SENSORS: Record<
  RecordedReading["kind"],
  { sensor: string; settings: Record<string, string> }
> = {
  probe: { sensor: "heartbeat", settings: { token: "this source only replays" } },
  official: { sensor: "statuspage", settings: { url: "https://status.example.org" } },
  deliveries: { sensor: "own-deliveries", settings: {} },
  social: {
    sensor: "mastodon-tags",
    settings: { url: "https://social.example.org", tags: "outage" },
  },
};
const ROUND_MS = 10 * 60_000;

/** A source for each one that speaks in the recording; what it said holds as if it looked every ten minutes. */
async function addSources(
  { house, platformId, intervalMs }: Replay,
  readings: readonly RecordedReading[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const reading of readings) {
    const name = nameOf(reading);
    if (ids.has(name)) continue;
    const fresh = { ...SENSORS[reading.kind], platformId, name: reading.source };
    const everyMs = Math.max(ROUND_MS, intervalMs);
    ids.set(name, (await createSource(house, REPLAYER, { ...fresh, everyMs })).id);
  }
  return ids;
}

type Span = { from: number; to: number };

/** What lies in the span, of things in order of time. */
function within<T extends { at: number }>(things: readonly T[], { from, to }: Span): T[] {
  return things.filter(({ at }) => at >= from && at < to);
}

function readingsWithin(
  sources: ReadonlyMap<string, string>,
  { readings }: Recording,
  span: Span,
): (RecordedReading & { sourceId: string })[] {
  return within(readings, span).flatMap((reading) => {
    const sourceId = sources.get(nameOf(reading));
    return sourceId === undefined ? [] : [{ ...reading, sourceId }];
  });
}

/** Lives until the moment; while an incident is open, bucket by bucket, since deadlines pass. */
async function live(run: Replay, teller: Teller, end: number): Promise<void> {
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
      if (open) teller.opened(open);
    } else if (!step.more) clock.set(until);
    if (open) open = await follow(run, teller, open);
    teller.passed(clock());
    if (speed !== "max") await pause(intervalMs / speed, run.signal);
    if (run.signal.aborted || (!step.more && until >= end)) return;
  }
}

async function follow(
  run: Replay,
  teller: Teller,
  open: IncidentRow,
): Promise<IncidentRow | undefined> {
  await followOpenIncidents(run.house);
  await markLateTasks(run.house);
  const row = await findIncident(run.house.db, open.id);
  if (!row?.closed_at) return row;
  teller.closed(row);
  return undefined;
}

/** Told to stop, nobody waits for the end of a pause. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
