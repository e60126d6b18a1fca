import { createStream, observe, type StreamReading } from "../../domain/detection/stream.ts";
import { excessWindowMs } from "../../domain/opinion.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import { findSensor } from "../../sensors/index.ts";
import type { Tx } from "../../store/database.ts";
import { countedUpTo } from "../../store/listening.ts";
import { countsIn, firstCountAt } from "../../store/signals.ts";
import type { SourceRow } from "../../store/sources.ts";
import {
  pointsOf,
  type StreamKind,
  type StreamRow,
  streamIdOf,
  streamsOf,
} from "../../store/streams.ts";

const BUCKET_MS = MINUTE_MS;
/** A bad release spreads for hours, and has to be told from a sudden outage. */
const READINGS_KEPT_MS = Math.max(excessWindowMs, 4 * HOUR_MS);
/** A platform that was not watched before is not judged by what lies further back. */
const FIRST_BACK_MS = 10 * MINUTE_MS;

/** People in public are counted a little later than our own reports, and waited for no longer. */
const SOCIAL_LATE_MAX_MS = 5 * MINUTE_MS;

/** One stream being listened to: its memory, what it counts, and what it read lately. */
export type Ear = {
  stream: StreamRow;
  counts: Map<number, number>;
  readings: StreamReading[];
  /** Nothing that is later has been counted for good. */
  upTo: number;
  /** What was read in this transaction and is still to be written. */
  fresh: StreamReading[];
};

/** Every stream of a platform, in step, with the counts up to `end`. The reports come first. */
export async function openEars(
  tx: Tx,
  given: { platformId: string; sources: readonly SourceRow[]; end: number },
): Promise<Ear[]> {
  const { platformId, sources, end } = given;
  const known = await streamsOf(tx, platformId);
  const first =
    known.find(({ kind }) => kind === "reports") ??
    (await newStream(tx, { platformId, kind: "reports", end }));
  const social = sources.filter(({ sensor }) => findSensor(sensor)?.signalKind === "social");
  const second = known.find(({ kind }) => kind === "social");
  const lead = await open(tx, platformId, { stream: first, end, upTo: end });
  if (social.length === 0 && !second) return [lead];
  const upTo = await heardUpTo(tx, social, end);
  const stream = second ?? inStep(platformId, first);
  return [lead, await open(tx, platformId, { stream, end, upTo })];
}

/** How far every source that works has counted; nobody waits for one that is known not to. */
async function heardUpTo(tx: Tx, social: readonly SourceRow[], end: number): Promise<number> {
  const working = social.filter(({ health }) => health !== "unhealthy").map(({ id }) => id);
  const earliest = end - SOCIAL_LATE_MAX_MS;
  const counted = await countedUpTo(tx, { sourceIds: working, from: earliest });
  const ends = working.map((id) => (counted.get(id) ?? 0) + BUCKET_MS);
  return Math.max(earliest, Math.min(end, ...ends));
}

async function newStream(
  tx: Tx,
  given: { platformId: string; kind: StreamKind; end: number },
): Promise<StreamRow> {
  const { platformId, kind, end } = given;
  const at = (await firstCountAt(tx, { platformId, kind }, end - FIRST_BACK_MS)) ?? end - BUCKET_MS;
  const nextAt = Math.floor(at / BUCKET_MS) * BUCKET_MS;
  const state = createStream({ bucketMs: BUCKET_MS });
  return { id: streamIdOf(platformId, kind), kind, bucketMs: BUCKET_MS, nextAt, state };
}

function inStep(platformId: string, { bucketMs, nextAt }: StreamRow): StreamRow {
  const state = createStream({ bucketMs });
  return { id: streamIdOf(platformId, "social"), kind: "social", bucketMs, nextAt, state };
}

async function open(
  tx: Tx,
  platformId: string,
  given: { stream: StreamRow; end: number; upTo: number },
): Promise<Ear> {
  const { stream, end, upTo } = given;
  const { kind, bucketMs, nextAt } = stream;
  const span = { from: nextAt, to: end };
  const counts = await countsIn(tx, { platformId, kind, bucketMs }, span);
  const before = { from: nextAt - READINGS_KEPT_MS, to: nextAt };
  const readings = (await pointsOf(tx, stream.id, before)).map((point) => ({
    ...point,
    excess: Math.max(0, (point.count ?? point.expected) - point.expected),
    since: null,
    peak: null,
    strongMs: 0,
  }));
  return { stream, counts, readings, upTo, fresh: [] };
}

/** Hears every bucket that is over at `at`, as far as it has been counted. */
export function listenUpTo(ear: Ear, at: number): void {
  const { stream } = ear;
  const end = Math.min(at, ear.upTo);
  for (; stream.nextAt + stream.bucketMs <= end; stream.nextAt += stream.bucketMs) {
    listen(ear, stream.nextAt);
  }
}

/** A bucket that nobody spoke about is no data, which is not zero. */
function listen(ear: Ear, at: number): void {
  const observed = observe(ear.stream.state, at, ear.counts.get(at) ?? null);
  if (observed.kind === "refused") return;
  ear.stream.state = observed.state;
  ear.readings.push(observed.reading);
  ear.fresh.push(observed.reading);
  while ((ear.readings[0]?.at ?? at) <= at - READINGS_KEPT_MS) ear.readings.shift();
}
