import { createStream, observe, type StreamReading } from "../../domain/detection/stream.ts";
import { excessWindowMs } from "../../domain/opinion.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
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
const READINGS_KEPT_MS = Math.max(excessWindowMs, HOUR_MS);
/** A platform that was not watched before is not judged by what lies further back. */
const FIRST_BACK_MS = 10 * MINUTE_MS;

/** One stream being listened to: its memory, what it counts, and what it read lately. */
export type Ear = {
  stream: StreamRow;
  counts: Map<number, number>;
  readings: StreamReading[];
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
  const lead = known.find(({ kind }) => kind === "reports");
  const first = lead ?? (await newStream(tx, { platformId, kind: "reports", end }));
  const social = sources.some(({ sensor }) => sensor.startsWith("social"));
  const second = known.find(({ kind }) => kind === "social");
  const streams = social || second ? [first, second ?? inStep(platformId, first)] : [first];
  return await Promise.all(
    streams.map(async (stream) => await open(tx, platformId, { stream, end })),
  );
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
  given: { stream: StreamRow; end: number },
): Promise<Ear> {
  const { stream, end } = given;
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
  return { stream, counts, readings, fresh: [] };
}

/** Hears one bucket. A bucket that nobody spoke about is no data, which is not zero. */
export function listen(ear: Ear, at: number): void {
  const observed = observe(ear.stream.state, at, ear.counts.get(at) ?? null);
  if (observed.kind === "refused") return;
  ear.stream.state = observed.state;
  ear.readings.push(observed.reading);
  ear.fresh.push(observed.reading);
  while ((ear.readings[0]?.at ?? at) <= at - READINGS_KEPT_MS) ear.readings.shift();
}
