import { observeParts, type PartStream } from "../../src/domain/detection/parts.ts";
import {
  createStream,
  observe,
  type StreamReading,
  type StreamState,
} from "../../src/domain/detection/stream.ts";
import { excessWindowMs, type Parts } from "../../src/domain/opinion.ts";
import { between, type Chance, chance, poisson, wavering } from "./chance.ts";
import { dispersions, season } from "./shapes.ts";
import { calm, type Trouble } from "./troubles.ts";

/** A platform that people report on, and another one beside it, as the server hears them. */
export type Platform = {
  chance: Chance;
  /** Reports per bucket as usual, and how much their number wavers. */
  rate: number;
  dispersion: number;
  mood: number;
  total: Crowd;
  another: Crowd;
  symptoms: Map<string, PartStream>;
  /** Counts of every part in the buckets of the last two weeks, one row after the other. */
  history: Uint16Array;
  /** Which of those buckets were in alert: they are no part of what is usual. */
  alerts: Uint8Array;
  hour: number[];
  past: number[];
  buckets: number;
};

/** A stream and what it read in the last hours. */
export type Crowd = { state: StreamState; readings: StreamReading[] };

export const bucketMs = 300_000;
const hourBuckets = excessWindowMs / bucketMs;
const pastBuckets = 14 * 288;
const readingsKept = 48;
/** Calm was recorded by twenty minutes: that is how long its numbers waver together. */
const moodBuckets = 4;
const concentrated = 0.9;
const usual = {
  country: { FR: 0.4, ES: 0.25, BR: 0.2, DE: 0.15 },
  symptom: { send: 0.4, login: 0.25, calls: 0.2, media: 0.15 },
  version: { "2.24": 0.35, "2.23": 0.5, "2.20": 0.15 },
} as const;
type By = keyof typeof usual;
const parts = (Object.keys(usual) as By[]).flatMap((by) =>
  Object.entries(usual[by]).map(([name, share]) => ({ by, name, share })),
);
const rows = hourBuckets + pastBuckets;

/** Seeded sizes, as recorded: from a report in an hour to some twenty in five minutes. */
export function platformIn(seed: number): Platform {
  const from = { seed };
  const crowd = () => ({ state: createStream({ bucketMs }), readings: [] });
  return {
    chance: from,
    rate: between(from, 0.1, 20),
    dispersion: between(from, dispersions.low, dispersions.high),
    mood: 1,
    total: crowd(),
    another: crowd(),
    symptoms: new Map(),
    history: new Uint16Array(rows * parts.length),
    alerts: new Uint8Array(rows),
    hour: parts.map(() => 0),
    past: parts.map(() => 0),
    buckets: 0,
  };
}

/** One more bucket of reports for every stream; answers when it ended. */
export function step(platform: Platform, trouble: Trouble = calm): number {
  const at = (platform.total.state.at ?? 0) + bucketMs;
  const hour = season[Math.floor(at / 3_600_000) % 24] ?? 1;
  if (platform.buckets % moodBuckets === 0) {
    platform.mood = wavering(platform.chance, platform.rate * moodBuckets, platform.dispersion);
  }
  const rate = platform.rate * hour * platform.mood;
  const more = platform.rate * hour * trouble.times;
  const counts = parts.map((part) =>
    poisson(platform.chance, meanOf(part, { rate, more, trouble })),
  );
  const total = sumBy(counts, "country");
  hear(platform.total, at, total);
  const another = platform.rate * hour * (1 + trouble.anotherTimes);
  hear(platform.another, at, poisson(platform.chance, another));
  remember(platform, counts);
  const symptoms = new Map<string, number>();
  parts.forEach(({ by, name }, index) => {
    if (by === "symptom") symptoms.set(`symptom:${name}`, counts[index] ?? 0);
  });
  observeParts(platform.symptoms, { at, bucketMs, counts: symptoms }, platform.total.state);
  return at + bucketMs;
}

function meanOf(
  { by, name, share }: (typeof parts)[number],
  { rate, more, trouble }: { rate: number; more: number; trouble: Trouble },
): number {
  const where = trouble[by];
  if (where === null) return (rate + more) * share;
  const spread = more * (1 - concentrated) * share;
  return rate * share + spread + (where === name ? more * concentrated : 0);
}

const sumBy = (counts: readonly number[], wanted: By): number =>
  counts.reduce((sum, count, index) => sum + (parts[index]?.by === wanted ? count : 0), 0);

function hear(crowd: Crowd, at: number, count: number): void {
  const seen = observe(crowd.state, at, count);
  if (seen.kind === "read") crowd.readings.push(seen.reading);
  if (crowd.readings.length > readingsKept) crowd.readings.shift();
}

/** Running sums: what enters the last hour, what leaves it for the weeks before, and what is forgotten. */
function remember(platform: Platform, counts: readonly number[]): void {
  const { history, alerts, buckets } = platform;
  const entering = buckets % rows;
  const leaving = (buckets + rows - hourBuckets) % rows;
  const calmly = { leaving: 1 - (alerts[leaving] ?? 0), forgotten: 1 - (alerts[entering] ?? 0) };
  counts.forEach((count, index) => {
    const left = history[leaving * parts.length + index] ?? 0;
    const forgotten = history[entering * parts.length + index] ?? 0;
    platform.hour[index] = (platform.hour[index] ?? 0) + count - left;
    const change = left * calmly.leaving - forgotten * calmly.forgotten;
    platform.past[index] = (platform.past[index] ?? 0) + change;
    history[entering * parts.length + index] = count;
  });
  alerts[entering] = platform.total.state.stance.phase === "alert" ? 1 : 0;
  platform.buckets++;
}

/** How many reports of the last hour, and of the two weeks before it, named each part. */
export function partsOf({ hour, past }: Platform): { now: Parts; usual: Parts } {
  return { now: named(hour), usual: named(past) };
}

function named(counts: readonly number[]): Parts {
  const of = (wanted: By) =>
    Object.fromEntries(
      parts.flatMap(({ by, name }, index) => {
        const count = counts[index] ?? 0;
        return by === wanted && count > 0 ? [[name, count]] : [];
      }),
    );
  return { bySymptom: of("symptom"), byCountry: of("country"), byVersion: of("version") };
}

/** A copy of the world as it is, with chances of its own. */
export function branch(platform: Platform, salt: number): Platform {
  const copy = structuredClone(platform);
  copy.chance.seed = (copy.chance.seed + salt * 7_919) | 0;
  chance(copy.chance);
  return copy;
}
