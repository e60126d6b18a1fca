import { assessCapabilities, type CapabilityOpinions } from "../../domain/capability.ts";
import { type Surroundings, unknownSurroundings } from "../../domain/detection/classify.ts";
import { type Assessment, nextAssessment } from "../../domain/detection/fuse.ts";
import type { StreamState } from "../../domain/detection/stream.ts";
import { isTrouble, riseBegan, saysElse } from "../../domain/incident.ts";
import { evidenceAt, excessOf, type Sight, type Voices } from "../../domain/opinion.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import { type AccountTrouble, accountTroubles } from "../../store/account-notes.ts";
import { type AssessmentRow, latestAssessment } from "../../store/assessments.ts";
import type { Tx } from "../../store/database.ts";
import { findPlatform } from "../../store/platforms.ts";
import { type SourceRow, sourcesOf } from "../../store/sources.ts";
import {
  insertPoints,
  pointsOf,
  saveOpinion,
  saveStream,
  streamIdOf,
  tryLockPlatform,
} from "../../store/streams.ts";
import { defineIntake } from "../action.ts";
import { type Ear, listenUpTo, openEars } from "./ears.ts";
import { keepParts, listenToParts, openParts, type PartsEar, symptomsOf } from "./parts.ts";
import {
  type Neighbours,
  readNeighbours,
  readSights,
  readSurroundings,
  siblingsAt,
  sightsAt,
} from "./scenery.ts";

/** So many buckets are worked through in one transaction. */
const BUCKETS_MAX = 288;
/** A source that is late is waited for so long; then the bucket counts as missing. */
const LATE_MAX_MS = 3 * MINUTE_MS;
const PUSH_LATE_MS = 90_000;
const RISE_BACK_MS = 4 * HOUR_MS;

/** The opinion on a platform is another one since the bucket that ended at `at`. */
export type Change = { platformId: string; at: number; assessment: Assessment; startedAt: number };
export type Advanced = { buckets: number; change: Change | null; more: boolean };

/**
 * Works through the buckets of one platform that are over, in order, and stops at the first that
 * changes the opinion. What it learned is kept with them, so a restart goes on where it stopped.
 */
export const advancePlatform = defineIntake(
  async (tx: Tx, input: { platformId: string; until: number }): Promise<Advanced> => {
    const { platformId, until } = input;
    const idle = { buckets: 0, change: null, more: false };
    if (!(await tryLockPlatform(tx, platformId))) return idle;
    const sources = (await sourcesOf(tx, platformId)).filter(({ enabled }) => enabled);
    if (sources.length === 0) return idle;
    const end = frontier(sources, until);
    const ears = await openEars(tx, { platformId, sources, end });
    const [lead] = ears;
    if (!lead) return idle;
    const from = lead.stream.nextAt;
    const due = Math.floor((end - from) / lead.stream.bucketMs);
    if (due < 1) return idle;
    const to = from + Math.min(due, BUCKETS_MAX) * lead.stream.bucketMs;
    const walk = await prepare(tx, { platformId, sources, ears, lead, span: { from, to } });
    const walked = await walkThrough(tx, walk);
    await keep(tx, walk, walked);
    const startedAt = await startOf(tx, walk, walked);
    const change = walked.changed
      ? { platformId, at: walked.at, assessment: walked.assessment, startedAt }
      : null;
    return { buckets: walked.buckets, change, more: walked.changed || due > walked.buckets };
  },
);

/** Up to where every counting source has spoken, or had its time to. */
function frontier(sources: readonly SourceRow[], until: number): number {
  const counting = sources.filter(({ sensor }) => sensor === "user-reports");
  // A system that counts for us needs a moment to add up and to tell.
  const pushing = sources.filter(({ settings }) => settings["counts"] === true);
  const looked = [
    ...counting.map(({ looked_at }) => looked_at?.getTime() ?? 0),
    ...pushing.map(({ looked_at }) => (looked_at?.getTime() ?? 0) - PUSH_LATE_MS),
  ];
  return Math.max(until - LATE_MAX_MS, Math.min(until, ...looked));
}

type Walk = {
  platformId: string;
  ears: Ear[];
  lead: Ear;
  parts: PartsEar;
  span: { from: number; to: number };
  capabilities: readonly string[];
  previous: Opinions;
  recorded: AssessmentRow | undefined;
  neighbours: Neighbours;
  sights: Sight[];
  accounts: AccountTrouble[];
};

/** What is thought of a platform, and of each of its capabilities. */
type Opinions = { assessment: Assessment | null; capabilities: CapabilityOpinions };
type Walked = Opinions & { at: number; buckets: number; assessment: Assessment; changed: boolean };

async function prepare(
  tx: Tx,
  given: Pick<Walk, "platformId" | "ears" | "lead" | "span"> & { sources: SourceRow[] },
): Promise<Walk> {
  const { sources, ...walk } = given;
  const { platformId, lead, span } = walk;
  const neighbours = await readNeighbours(tx, platformId);
  return {
    ...walk,
    parts: await openParts(tx, { platformId, lead, end: span.to }),
    capabilities: (await findPlatform(tx, platformId))?.capabilities ?? [],
    previous: neighbours.own,
    recorded: await latestAssessment(tx, platformId),
    neighbours,
    sights: await readSights(tx, sources, span),
    accounts: await accountTroubles(tx, platformId),
  };
}

async function walkThrough(tx: Tx, walk: Walk): Promise<Walked> {
  const { bucketMs } = walk.lead.stream;
  let previous = walk.previous;
  for (let buckets = 1; ; buckets++) {
    const at = walk.span.from + buckets * bucketMs;
    for (const ear of walk.ears) listenUpTo(ear, at);
    listenToParts(walk.parts, walk.lead, at);
    const opinions = await assess(tx, { walk, previous }, at);
    const changed = saysElse(recordOf(walk.recorded), opinions.assessment);
    if (changed || at >= walk.span.to) return { at, buckets, ...opinions, changed };
    previous = opinions;
  }
}

async function assess(
  tx: Tx,
  seen: { walk: Walk; previous: Opinions },
  at: number,
): Promise<Opinions & { assessment: Assessment }> {
  const { walk, previous } = seen;
  const voices = voicesOf(walk.ears);
  const sights = sightsAt(walk.sights, at);
  const siblings = siblingsAt(walk.neighbours, at);
  const accounts = walk.accounts.filter(({ since }) => since <= at);
  const evidence = [
    ...evidenceAt({ voices, sights, siblings }, at),
    ...accounts.map(({ channel, state }) => ({ kind: "account" as const, channel, state })),
  ];
  const symptoms = symptomsOf(walk.parts);
  const around = await lookAround(tx, { walk, voices, sights, symptoms }, at);
  const accountBlocked = accounts.some(({ state }) => state === "blocked") || around.accountBlocked;
  const surroundings = { ...around, accountBlocked };
  const assessment = nextAssessment(previous.assessment, { evidence, surroundings }, at);
  const { capabilities } = walk;
  const scene = { capabilities, voices, symptoms, sights, siblings, surroundings };
  return { assessment, capabilities: assessCapabilities(previous.capabilities, scene, at) };
}

const voicesOf = (ears: readonly Ear[]): Voices[] =>
  ears.map(({ stream: { kind, state }, readings }) => ({ kind, state, readings }));

/** What stands around the trouble; where there is none, nobody asks. */
async function lookAround(
  tx: Tx,
  seen: {
    walk: Walk;
    voices: readonly Voices[];
    sights: Sight[];
    symptoms: ReadonlyMap<string, StreamState>;
  },
  at: number,
): Promise<Surroundings> {
  const { walk, voices, sights, symptoms } = seen;
  const { platformId, neighbours } = walk;
  const [lead] = voices;
  const troubled =
    voices.some(({ readings }) => readings.at(-1)?.state !== "quiet") ||
    sights.some(({ verdict }) => verdict !== "up") ||
    [...symptoms.values()].some(({ stance }) => stance.phase === "alert");
  if (!troubled || !lead) return unknownSurroundings;
  return await readSurroundings(tx, { platformId, voices: lead, sights, neighbours }, at);
}

const recordOf = (row: AssessmentRow | undefined) =>
  row ? { level: row.level, class: row.class, crowdOnly: row.crowd_only } : null;

async function keep(tx: Tx, walk: Walk, walked: Walked): Promise<void> {
  for (const { stream, fresh } of walk.ears) {
    await saveStream(tx, walk.platformId, stream);
    await insertPoints(tx, stream.id, fresh);
  }
  await keepParts(tx, walk.platformId, walk.parts);
  const size = excessOf(walk.lead.readings);
  await saveOpinion(tx, {
    platformId: walk.platformId,
    at: walked.at,
    assessment: walked.assessment,
    excess: size.excess,
    ratio: size.ratio,
    capabilities: walked.capabilities,
  });
}

/** When the trouble began, as far as the reports tell: at the first bucket of the rise. */
async function startOf(tx: Tx, walk: Walk, walked: Walked): Promise<number> {
  if (!walked.changed || !isTrouble(walked.assessment.level)) return walked.at;
  const { bucketMs } = walk.lead.stream;
  const streamId = streamIdOf(walk.platformId, "reports");
  const span = { from: walked.at - RISE_BACK_MS, to: walked.at };
  return riseBegan(await pointsOf(tx, streamId, span), walked.at - bucketMs);
}
