import { unknownSurroundings } from "../../domain/detection/classify.ts";
import { type Assessment, nextAssessment } from "../../domain/detection/fuse.ts";
import { isTrouble, riseBegan } from "../../domain/incident.ts";
import { evidenceAt, excessOf, type Sight, type Voices } from "../../domain/opinion.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import { type AssessmentRow, latestAssessment } from "../../store/assessments.ts";
import type { Tx } from "../../store/database.ts";
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
import { type Ear, listen, openEars } from "./ears.ts";
import {
  type Neighbours,
  readNeighbours,
  readSights,
  readSurroundings,
  siblingsAt,
  sightsAt,
} from "./scenery.ts";

/** So many buckets are worked through in one transaction. */
export const BUCKETS_MAX = 288;
/** A source that is late is waited for so long; then the bucket counts as missing. */
export const LATE_MAX_MS = 3 * MINUTE_MS;
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
    const walk = await prepare(tx, { platformId, sources, ears, span: { from, to } });
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
  const looked = counting.map(({ looked_at }) => looked_at?.getTime() ?? 0);
  return Math.max(until - LATE_MAX_MS, Math.min(until, ...looked));
}

type Walk = {
  platformId: string;
  ears: Ear[];
  span: { from: number; to: number };
  previous: Assessment | null;
  recorded: AssessmentRow | undefined;
  neighbours: Neighbours;
  sights: Sight[];
};

type Walked = { at: number; buckets: number; assessment: Assessment; changed: boolean };

async function prepare(
  tx: Tx,
  given: Pick<Walk, "platformId" | "ears" | "span"> & { sources: SourceRow[] },
): Promise<Walk> {
  const { sources, ...walk } = given;
  const neighbours = await readNeighbours(tx, walk.platformId);
  return {
    ...walk,
    previous: neighbours.own,
    recorded: await latestAssessment(tx, walk.platformId),
    neighbours,
    sights: await readSights(tx, sources, walk.span),
  };
}

async function walkThrough(tx: Tx, walk: Walk): Promise<Walked> {
  const bucketMs = walk.ears[0]?.stream.bucketMs ?? MINUTE_MS;
  let previous = walk.previous;
  for (let buckets = 1; ; buckets++) {
    const start = walk.span.from + (buckets - 1) * bucketMs;
    const at = start + bucketMs;
    for (const ear of walk.ears) listen(ear, start);
    const assessment = await assess(tx, { walk, previous }, at);
    const changed = differs(walk.recorded, assessment);
    if (changed || at >= walk.span.to) return { at, buckets, assessment, changed };
    previous = assessment;
  }
}

async function assess(
  tx: Tx,
  seen: { walk: Walk; previous: Assessment | null },
  at: number,
): Promise<Assessment> {
  const { walk, previous } = seen;
  const { platformId, neighbours } = walk;
  const voices: Voices[] = walk.ears.map(({ stream: { kind, state }, readings }) => ({
    kind,
    state,
    readings,
  }));
  const sights = sightsAt(walk.sights, at);
  const evidence = evidenceAt({ voices, sights, siblings: siblingsAt(neighbours, at) }, at);
  const [lead] = voices;
  const troubled =
    voices.some(({ readings }) => readings.at(-1)?.state !== "quiet") ||
    sights.some(({ verdict }) => verdict !== "up");
  const surroundings =
    troubled && lead
      ? await readSurroundings(tx, { platformId, voices: lead, sights, neighbours }, at)
      : unknownSurroundings;
  const next = nextAssessment(previous, { evidence, surroundings }, at);
  // While trouble eases nothing speaks any more, and what it rested on has not changed.
  const speaks = next.addends.some(({ weight }) => weight > 0);
  return speaks ? next : { ...next, crowdOnly: previous?.crowdOnly ?? next.crowdOnly };
}

/** Whether the record says something else. The class counts only while there is trouble. */
function differs(recorded: AssessmentRow | undefined, now: Assessment): boolean {
  if (!recorded || recorded.level !== now.level) return true;
  if (!isTrouble(now.level)) return false;
  const named = now.class !== "unknown_yet" && recorded.class !== now.class;
  return named || recorded.crowd_only !== now.crowdOnly;
}

async function keep(tx: Tx, walk: Walk, walked: Walked): Promise<void> {
  for (const { stream, fresh } of walk.ears) {
    await saveStream(tx, walk.platformId, { ...stream, nextAt: walked.at });
    await insertPoints(tx, stream.id, fresh);
  }
  const size = excessOf(walk.ears[0]?.readings ?? []);
  await saveOpinion(tx, {
    platformId: walk.platformId,
    at: walked.at,
    assessment: walked.assessment,
    excess: size.excess,
    ratio: size.ratio,
  });
}

/** When the trouble began, as far as the reports tell: at the first bucket of the rise. */
async function startOf(tx: Tx, walk: Walk, walked: Walked): Promise<number> {
  if (!walked.changed || !isTrouble(walked.assessment.level)) return walked.at;
  const bucketMs = walk.ears[0]?.stream.bucketMs ?? MINUTE_MS;
  const streamId = streamIdOf(walk.platformId, "reports");
  const span = { from: walked.at - RISE_BACK_MS, to: walked.at };
  return riseBegan(await pointsOf(tx, streamId, span), walked.at - bucketMs);
}
