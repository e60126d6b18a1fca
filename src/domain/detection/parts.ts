import { ageMs } from "./baseline.ts";
import { parameters as p } from "./settings.ts";
import { createStream, observe, type StreamReading, type StreamState } from "./stream.ts";

export type PartKind = "symptom" | "country" | "version";

/** One part of a platform's reports, such as `symptom:send` or `country:FR`: a stream of its own. */
export type PartStream = { name: string; state: StreamState };

/** So many parts are listened to: memory stays bounded, whatever people type into a form. */
export const partsMax: Record<PartKind, number> = { symptom: 8, country: 12, version: 6 };

/** What a newcomer is taken to have had already, at most, and the reports its first share is shrunk by. */
const bornAgeMs = 86_400_000;
const bornPseudoReports = 3;
const minuteMs = 60_000;
const bucketMinMs = 5 * minuteMs;

/** Parts are small, so they are counted in buckets of at least five minutes, made of whole buckets of the whole. */
export function partBucketMs(wholeBucketMs: number): number {
  return wholeBucketMs * Math.ceil(bucketMinMs / wholeBucketMs);
}

/** Of which kind a part is, by its name. */
export function partKindOf(name: string): PartKind | null {
  const kind = name.slice(0, name.indexOf(":"));
  return kind === "symptom" || kind === "country" || kind === "version" ? kind : null;
}

/** One bucket of all parts: what each counted, or null where nobody counted the whole either. */
export type PartBucket = {
  at: number;
  bucketMs: number;
  counts: ReadonlyMap<string, number> | null;
};

/**
 * Takes the next bucket of every part, in place, and answers what was read. Who is new finds a place while there
 * is one, or takes that of the smallest quiet part of its kind; the names of those are answered, too.
 */
export function observeParts(
  parts: Map<string, PartStream>,
  bucket: PartBucket,
  whole: StreamState,
): { readings: Map<string, StreamReading>; gone: string[] } {
  const gone = admit(parts, bucket, whole);
  const readings = new Map<string, StreamReading>();
  for (const part of parts.values()) {
    const count = bucket.counts === null ? null : (bucket.counts.get(part.name) ?? 0);
    const seen = observe(part.state, bucket.at, count);
    if (seen.kind === "read") readings.set(part.name, seen.reading);
  }
  return { readings, gone };
}

function admit(parts: Map<string, PartStream>, bucket: PartBucket, whole: StreamState): string[] {
  const newcomers = [...(bucket.counts ?? [])].filter(
    ([name, count]) => count > 0 && !parts.has(name),
  );
  const gone: string[] = [];
  for (const [name, count] of newcomers.sort(([, a], [, b]) => b - a)) {
    const kind = partKindOf(name);
    if (kind === null) continue;
    const left = makeRoom(parts, kind, count);
    if (left === "full") continue;
    if (left !== null) gone.push(left);
    parts.set(name, { name, state: born(name, bucket, whole) });
  }
  return gone;
}

/** The name of who has to go, null while there is room, or "full" where nobody is smaller than the newcomer. */
function makeRoom(parts: Map<string, PartStream>, kind: PartKind, count: number): string | null {
  const own = [...parts.values()].filter(({ name }) => partKindOf(name) === kind);
  if (own.length < partsMax[kind]) return null;
  const [least] = own
    .filter(({ state }) => state.stance.phase === "quiet")
    .sort((a, b) => a.state.baseline.level - b.state.baseline.level);
  if (least === undefined || lastHourOf(least.state) >= count) return "full";
  parts.delete(least.name);
  return least.name;
}

const lastHourOf = ({ windows }: StreamState): number => windows.countSums.at(-1) ?? 0;

/**
 * A part that was never heard before: until it has a history of its own it is expected to have its present share of what
 * the whole usually counts. So it neither looks like an outage by being new, nor hides one.
 */
function born(name: string, { at, bucketMs, counts }: PartBucket, whole: StreamState): StreamState {
  const state = createStream({ bucketMs });
  const kind = partKindOf(name);
  let told = 0;
  for (const [other, count] of counts ?? []) if (partKindOf(other) === kind) told += count;
  const share = (counts?.get(name) ?? 0) / (told + bornPseudoReports);
  state.baseline.level = (whole.baseline.level * bucketMs * share) / whole.bucketMs;
  const age = Math.min(bornAgeMs, ageMs(whole.baseline, whole.bucketMs));
  state.baseline.seen = Math.floor(age / bucketMs);
  state.at = at - bucketMs;
  return state;
}

/** What a part that is well known is expected to count in its longest window, and how far it stands above. */
export function standingOf({ windows }: StreamState): { expected: number; excess: number } {
  const expected = windows.expectedSums.at(-1) ?? 0;
  return { expected, excess: Math.max(0, (windows.countSums.at(-1) ?? 0) - expected) };
}

/** Long enough heard to be believed when it says that all is as usual. */
export const isKnown = ({ baseline, bucketMs }: StreamState): boolean =>
  ageMs(baseline, bucketMs) >= p.blindMs;
