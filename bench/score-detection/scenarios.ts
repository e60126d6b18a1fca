import {
  classify,
  type Surroundings,
  unknownSurroundings,
} from "../../src/domain/detection/classify.ts";
import { crowdOf } from "../../src/domain/detection/crowd.ts";
import type { Evidence } from "../../src/domain/detection/evidence.ts";
import { nextAssessment } from "../../src/domain/detection/fuse.ts";
import { excessOf, rampMinutes, sharesOf } from "../../src/domain/detection/shares.ts";
import { type Platform, platformIn, step, troubled } from "./world.ts";

export const kinds = [
  "general",
  "regional",
  "feature",
  "app_version",
  "only_us",
  "spill_over",
] as const;
export type Kind = (typeof kinds)[number];

/** How often a scenario of one kind was given each class, and how often it was shown as an outage. */
export type Confusion = Record<Kind, { classes: Record<string, number>; open: number }>;

const warmDays = 15;
const bucketsPerDay = 288;
const troubleBuckets = 30;
const slowBuckets = 48;

/** Plays every kind of trouble once per seed, on a made-up but seeded world, and counts the classes given. */
export function scoreScenarios(seeds: readonly number[]): Confusion {
  const confusion = emptyConfusion();
  for (const seed of seeds) {
    const calm = platformIn(seed);
    for (let bucket = 0; bucket < warmDays * bucketsPerDay; bucket++) step(calm, null);
    for (const kind of kinds) {
      const { given, open } = play(kind, structuredClone(calm));
      const line = confusion[kind];
      line.classes[given] = (line.classes[given] ?? 0) + 1;
      if (open) line.open++;
    }
  }
  return confusion;
}

function emptyConfusion(): Confusion {
  const line = () => ({ classes: {}, open: 0 });
  return {
    general: line(),
    regional: line(),
    feature: line(),
    app_version: line(),
    only_us: line(),
    spill_over: line(),
  };
}

/** One trouble from its first bucket on; judged when it has lasted a while. */
function play(kind: Kind, platform: Platform): { given: string; open: boolean } {
  const counts: number[] = [];
  const expected: number[] = [];
  const buckets = kind === "app_version" ? slowBuckets : troubleBuckets;
  let assessment = null;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const reading = step(platform, troubled(kind, platform, bucket / buckets));
    if (reading === null) continue;
    counts.push(reading.count ?? 0);
    expected.push(reading.expected);
    const surroundings = seen(kind, platform, rampMinutes(counts, expected, platform.bucketMs));
    const evidence = evidenceOf(kind, platform, reading);
    assessment = nextAssessment(assessment, { evidence, surroundings }, reading.at);
  }
  const open = assessment?.level === "suspected" || assessment?.level === "confirmed";
  return { given: assessment?.class ?? classify(unknownSurroundings).class, open };
}

function evidenceOf(
  kind: Kind,
  platform: Platform,
  reading: NonNullable<ReturnType<typeof step>>,
): Evidence[] {
  const controlOk = kind !== "only_us";
  const down = kind === "only_us" || kind === "general";
  const verdict = down ? ("down" as const) : ("up" as const);
  return [
    { kind: "reports", ...crowdOf(platform.total, reading) },
    { kind: "probe", vantages: [{ place: "here", verdict, controlOk }] },
  ];
}

function seen(kind: Kind, platform: Platform, ramp: number): Surroundings {
  const { excess, ratio } = excessOf(platform.total);
  return {
    ...unknownSurroundings,
    excess,
    ratio,
    byCountry: sharesOf(platform.countries),
    bySymptom: sharesOf(platform.symptoms),
    byVersion: sharesOf(platform.versions),
    rampMinutes: ramp,
    textProbe: kind === "general" ? "down" : "up",
    controlsFail: kind === "only_us",
    unrelatedDown: kind === "only_us" ? 6 : 0,
    others: [{ platform: "another", ...excessOf(platform.another) }],
  };
}
