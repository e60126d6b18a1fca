import {
  createStream,
  observe,
  type StreamReading,
  type StreamState,
} from "../../src/domain/detection/stream.ts";
import type { Kind } from "./scenarios.ts";

/** A platform that people report on: one stream for all, and the same reports by country, symptom and version. */
export type Platform = {
  bucketMs: number;
  seed: number;
  rate: number;
  peak: number;
  total: StreamState;
  another: StreamState;
  countries: Record<string, StreamState>;
  symptoms: Record<string, StreamState>;
  versions: Record<string, StreamState>;
};

/** More reports than usual: how many times the usual in all, and where the more comes from. */
export type Trouble = {
  times: number;
  anotherTimes: number;
  country: string | null;
  symptom: string | null;
  version: string | null;
};

const bucketMs = 300_000;
const day = 86_400_000;
const usual = {
  countries: { FR: 0.4, ES: 0.25, BR: 0.2, DE: 0.15 },
  symptoms: { sending: 0.4, login: 0.25, calls: 0.2, media: 0.15 },
  versions: { new: 0.35, old: 0.5, older: 0.15 },
};
const concentrated = 0.9;

/** Seeded sizes: from one report in ten minutes to some twenty in five. */
export function platformIn(seed: number): Platform {
  const fresh = () => createStream({ bucketMs });
  const each = (shares: Record<string, number>) =>
    Object.fromEntries(Object.keys(shares).map((name) => [name, fresh()]));
  const platform = {
    bucketMs,
    seed,
    rate: 0,
    peak: 0,
    total: fresh(),
    another: fresh(),
    countries: each(usual.countries),
    symptoms: each(usual.symptoms),
    versions: each(usual.versions),
  };
  platform.rate = 0.5 * 40 ** chance(platform);
  platform.peak = 15 + 60 * chance(platform);
  return platform;
}

/** What happens at one moment (0 to 1) of a trouble of this kind: a sharp rise for most, a slow one for a bad release. */
export function troubled(kind: Kind, platform: Platform, moment: number): Trouble {
  const nowhere = { anotherTimes: 0, country: null, symptom: null, version: null };
  const size = platform.peak + 20 / platform.rate;
  const sudden = size * Math.min(1, moment * 10);
  switch (kind) {
    case "general":
      return { ...nowhere, times: sudden };
    case "regional":
      return { ...nowhere, times: sudden, country: "ES" };
    case "feature":
      return { ...nowhere, times: sudden, symptom: "calls" };
    case "app_version":
      return { ...nowhere, times: size * moment, version: "new" };
    case "only_us":
      return { ...nowhere, times: 0 };
    case "spill_over":
      return { ...nowhere, times: sudden / 8, anotherTimes: sudden * 2 };
    default:
      return kind satisfies never;
  }
}

/** One more bucket of reports for every stream; the answer is the reading of the stream of all. */
export function step(platform: Platform, trouble: Trouble | null): StreamReading | null {
  const at = (platform.total.at ?? 0) + bucketMs;
  const rate = platform.rate * (1 + 0.6 * Math.sin((2 * Math.PI * (at % day)) / day));
  const calm = poisson(platform, rate);
  const more = trouble === null ? 0 : poisson(platform, rate * trouble.times);
  spread(platform, "countries", { at, calm, more, where: trouble?.country ?? null });
  spread(platform, "symptoms", { at, calm, more, where: trouble?.symptom ?? null });
  spread(platform, "versions", { at, calm, more, where: trouble?.version ?? null });
  observe(platform.another, at, poisson(platform, rate * (1 + (trouble?.anotherTimes ?? 0))));
  const seen = observe(platform.total, at, calm + more);
  return seen.kind === "read" ? seen.reading : null;
}

function spread(
  platform: Platform,
  by: "countries" | "symptoms" | "versions",
  bucket: { at: number; calm: number; more: number; where: string | null },
): void {
  const counts = new Map<string, number>();
  const put = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (let report = 0; report < bucket.calm; report++) put(pick(platform, usual[by]));
  for (let report = 0; report < bucket.more; report++) {
    const here = bucket.where !== null && chance(platform) < concentrated;
    put(here && bucket.where !== null ? bucket.where : pick(platform, usual[by]));
  }
  for (const [name, stream] of Object.entries(platform[by])) {
    observe(stream, bucket.at, counts.get(name) ?? 0);
  }
}

function pick(platform: Platform, shares: Record<string, number>): string {
  let left = chance(platform);
  for (const [name, share] of Object.entries(shares)) {
    left -= share;
    if (left < 0) return name;
  }
  return Object.keys(shares)[0] ?? "";
}

function poisson(platform: Platform, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(platform)));
  let count = -1;
  for (let product = 1, floor = Math.exp(-mean); product > floor; count++)
    product *= chance(platform);
  return Math.max(0, count);
}

function normal(platform: Platform): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(platform)));
  return radius * Math.cos(2 * Math.PI * chance(platform));
}

/** The next number from 0 to 1 of the platform's own seed (mulberry32). */
function chance(platform: Platform): number {
  platform.seed = (platform.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(platform.seed ^ (platform.seed >>> 15), 1 | platform.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
