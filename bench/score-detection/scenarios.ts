import { assessCapabilities, type CapabilityOpinions } from "../../src/domain/capability.ts";
import { type Assessment, nextAssessment } from "../../src/domain/detection/fuse.ts";
import type { StreamPhase } from "../../src/domain/detection/hysteresis.ts";
import { isTrouble } from "../../src/domain/incident.ts";
import {
  evidenceAt,
  excessOf,
  rampMinutesOf,
  type Sight,
  surroundingsOf,
} from "../../src/domain/opinion.ts";
import { normal } from "./chance.ts";
import { type Book, createBook, follow } from "./incident-book.ts";
import { officialLag } from "./shapes.ts";
import { calm, type Kind, kinds, scriptOf, type Trouble } from "./troubles.ts";
import { branch, bucketMs, type Platform, partsOf, platformIn, step } from "./world.ts";

/** What became of one made-up trouble. */
export type Played = {
  kind: Kind;
  /** Its name while it was shown as trouble; where it never was, its last name. */
  called: string;
  book: Book;
  /** Minutes from onset to the alert of the stream, to the incident, and to the official word; null: never. */
  alertMinutes: number | null;
  openMinutes: number | null;
  declaredMinutes: number;
  /** Buckets of the trouble and the hours after it: how rare, and whether they were part of it. */
  scores: number[];
  troubleBuckets: number;
  capabilities: CapabilityOpinions;
};

/** What a platform did in weeks without any trouble. */
export type Quiet = { buckets: number; alerts: number; alertBuckets: number; incidents: number };

const warmBuckets = 15 * 288;
const quietBuckets = 14 * 288;
const afterBuckets = 36;
const minuteMs = 60_000;
const bucketMinutes = bucketMs / minuteMs;
const few = { sent: 5, delivered: 5 };
const capabilities = ["send", "login", "calls", "media"];

/** Plays every kind of trouble once per seed, on a made-up but seeded world, after weeks of nothing. */
export function playScenarios(seeds: readonly number[]): { played: Played[]; quiet: Quiet } {
  const quiet = { buckets: 0, alerts: 0, alertBuckets: 0, incidents: 0 };
  const played = seeds.flatMap((seed) => {
    const platform = platformIn(seed);
    for (let bucket = 0; bucket < warmBuckets; bucket++) step(platform);
    rest(platform, quiet);
    return kinds.map((kind, index) => play(kind, branch(platform, index + 1)));
  });
  return { played, quiet };
}

type Mind = { assessment: Assessment | null; capabilities: CapabilityOpinions; book: Book };

function rest(platform: Platform, quiet: Quiet): void {
  const mind = { assessment: null, capabilities: {}, book: createBook() };
  let before: StreamPhase = "quiet";
  for (let bucket = 0; bucket < quietBuckets; bucket++) {
    think(mind, platform, { trouble: calm, at: step(platform) });
    const phase = platform.total.state.stance.phase;
    quiet.buckets++;
    if (phase === "alert") quiet.alertBuckets++;
    if (phase === "alert" && before !== "alert") quiet.alerts++;
    before = phase;
  }
  quiet.incidents += mind.book.opened;
}

/** One trouble from its first bucket to three hours after its last. */
function play(kind: Kind, platform: Platform): Played {
  const script = scriptOf(kind, platform.rate, platform.chance);
  const lag = officialLag.medianMinutes * Math.exp(officialLag.sigma * normal(platform.chance));
  const troubleBuckets = Math.round(script.minutes / bucketMinutes);
  const mind: Mind = { assessment: null, capabilities: {}, book: createBook() };
  const seen = { called: "unknown_yet", alertAt: null as number | null, scores: [] as number[] };
  const onset = (platform.total.state.at ?? 0) + bucketMs;
  let worst: CapabilityOpinions = {};
  for (let bucket = 0; bucket < troubleBuckets + afterBuckets; bucket++) {
    const trouble = bucket < troubleBuckets ? script.at((bucket + 0.5) * bucketMinutes) : calm;
    const at = step(platform, trouble);
    const { level, class: name } = think(mind, platform, { trouble, at });
    const isShown = isTrouble(level) || (mind.book.opened === 0 && bucket < troubleBuckets);
    if (isShown) seen.called = lastName(name, seen.called);
    if (platform.total.state.stance.phase === "alert") seen.alertAt ??= at;
    seen.scores.push(platform.total.readings.at(-1)?.score ?? 0);
    if (bucket === Math.floor(troubleBuckets / 2)) worst = mind.capabilities;
  }
  const since = (at: number | null) => (at === null ? null : (at - onset) / minuteMs);
  return {
    kind,
    called: seen.called,
    book: mind.book,
    scores: seen.scores,
    troubleBuckets,
    alertMinutes: since(seen.alertAt),
    openMinutes: since(mind.book.firstAt),
    declaredMinutes: lag,
    capabilities: worst,
  };
}

const lastName = (name: string, before: string): string => (name === "unknown_yet" ? before : name);

/** One opinion, through the very functions that the server calls, and what it does to the incidents. */
function think(mind: Mind, platform: Platform, now: { trouble: Trouble; at: number }): Assessment {
  const { at, trouble } = now;
  const { total, another, symptoms } = platform;
  const sights = sightsOf(trouble, at);
  const voices = [{ kind: "reports" as const, ...total }];
  const since = total.readings.at(-1)?.since ?? at;
  const other = excessOf(another.readings);
  const surroundings = surroundingsOf({
    crowd: { ...excessOf(total.readings), rampMinutes: rampMinutesOf(total.readings, since) },
    ...partsOf(platform),
    networks: { largest: 0, all: 0 },
    others: [{ platform: "another", excess: other.excess, ratio: other.ratio }],
    unrelatedDown: trouble.ourLine ? 3 : 0,
    sights,
  });
  const evidence = evidenceAt({ voices, sights, siblings: [] }, at);
  const assessment = nextAssessment(mind.assessment, { evidence, surroundings }, at);
  const streams = new Map(
    [...symptoms].map(([name, { state }]) => [name.split(":")[1] ?? "", state]),
  );
  const scene = { capabilities, voices, symptoms: streams, sights, siblings: [], surroundings };
  mind.capabilities = assessCapabilities(mind.capabilities, scene, at);
  mind.assessment = assessment;
  follow(mind.book, assessment, at);
  return assessment;
}

/** Two places look at the machines; our own messages tell whether text passes. */
function sightsOf({ probe, ourLine }: Trouble, at: number): Sight[] {
  const code = "crisis:seen";
  const sight = (sourceId: string, kind: Sight["kind"], verdict: Sight["verdict"]): Sight => ({
    sourceId,
    kind,
    verdict,
    place: sourceId,
    at: at - minuteMs,
    everyMs: minuteMs,
    evidence: { code, params: {} },
    detail: {},
  });
  // Too few of our own messages to weigh anything, and enough to tell whether text passes.
  const own = { ...sight("own", "deliveries", ourLine ? "unknown" : probe), detail: few };
  return [sight("here", "probe", probe), sight("there", "probe", probe), own];
}
