import { observeParts, type PartStream, partBucketMs } from "../../domain/detection/parts.ts";
import type { StreamReading, StreamState } from "../../domain/detection/stream.ts";
import { DAY_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { firstReportAt, partCountsIn, partsOf, saveParts } from "../../store/part-streams.ts";
import type { Ear } from "./ears.ts";

/** Parts that are heard for the first time learn from what is on record of so many days. */
const FIRST_BACK_MS = 14 * DAY_MS;

/** The parts of a platform's reports, being listened to: what they know, what they counted, what they read. */
export type PartsEar = {
  bucketMs: number;
  nextAt: number;
  parts: Map<string, PartStream>;
  counts: ReadonlyMap<number, ReadonlyMap<string, number>>;
  readings: { part: string; reading: StreamReading }[];
  gone: string[];
};

/** The parts with what they counted up to `end`; silent until the first report is in. */
export async function openParts(
  tx: Tx,
  given: { platformId: string; lead: Ear; end: number },
): Promise<PartsEar> {
  const { platformId, lead, end } = given;
  const known = await partsOf(tx, platformId);
  const bucketMs = known?.bucketMs ?? partBucketMs(lead.stream.bucketMs);
  const nextAt = known?.nextAt ?? (await firstBucket(tx, { platformId, lead, bucketMs }));
  const silent = { bucketMs, nextAt: nextAt ?? end, parts: new Map(), readings: [], gone: [] };
  if (nextAt === null) return { ...silent, counts: new Map() };
  const counts = await partCountsIn(tx, { platformId, bucketMs }, { from: nextAt, to: end });
  return { ...silent, parts: known?.parts ?? new Map(), counts };
}

async function firstBucket(
  tx: Tx,
  given: { platformId: string; lead: Ear; bucketMs: number },
): Promise<number | null> {
  const { platformId, lead, bucketMs } = given;
  const first = await firstReportAt(tx, platformId, lead.stream.nextAt - FIRST_BACK_MS);
  return first === null ? null : Math.floor(first / bucketMs) * bucketMs;
}

/** Hears every bucket of the parts that is over by `at`. Where nobody counted the whole, nobody counted a part. */
export function listenToParts(ear: PartsEar, lead: Ear, at: number): void {
  while (ear.nextAt + ear.bucketMs <= at) {
    const bucket = { at: ear.nextAt, bucketMs: ear.bucketMs, counts: countsAt(ear, lead) };
    const { readings, gone } = observeParts(ear.parts, bucket, lead.stream.state);
    for (const [part, reading] of readings) ear.readings.push({ part, reading });
    ear.gone.push(...gone.filter((part) => !ear.gone.includes(part)));
    ear.nextAt += ear.bucketMs;
  }
}

function countsAt({ nextAt, bucketMs, counts }: PartsEar, lead: Ear): PartsCounts {
  const told = counts.get(nextAt);
  if (told !== undefined) return told;
  const heard = lead.readings.filter(({ at }) => at >= nextAt && at < nextAt + bucketMs);
  const isMissing = heard.length > 0 && heard.every(({ count }) => count === null);
  return isMissing ? null : new Map();
}

type PartsCounts = ReadonlyMap<string, number> | null;

/** The streams of the symptoms, by the name of the symptom. */
export function symptomsOf({ parts }: PartsEar): Map<string, StreamState> {
  const symptoms = [...parts.values()].filter(({ name }) => name.startsWith("symptom:"));
  return new Map(symptoms.map(({ name, state }) => [name.slice("symptom:".length), state]));
}

/** Writes down what was heard, if anything was. */
export async function keepParts(tx: Tx, platformId: string, ear: PartsEar): Promise<void> {
  if (ear.readings.length === 0 && ear.gone.length === 0) return;
  const gone = ear.gone.filter((part) => !ear.parts.has(part));
  await saveParts(tx, platformId, { ...ear, gone });
}
