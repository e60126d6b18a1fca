import { ageMs, type Baseline, createBaseline, expectedAt, learn } from "./baseline.ts";
import { createStance, move, type Stance, type StreamPhase, scoreOnce } from "./hysteresis.ts";
import { parameters as p, type StreamSettings } from "./settings.ts";
import { createTail, heightOnceIn, learnHeight, logPeriodDays, type Tail } from "./tail.ts";
import { createWindows, pushBucket, type Windows } from "./windows.ts";

/** All a detector knows of one stream: plain numbers of bounded size, to be kept as JSON. */
export type StreamState = {
  bucketMs: number;
  at: number | null;
  baseline: Baseline;
  windows: Windows;
  tails: Tail[];
  stance: Stance;
  /** The level before a trouble so long that the baseline gave in to it. */
  levelBefore: { level: number; at: number } | null;
};

/** What one bucket means. `score` is once in N days; of an open alert, `peak` is its highest and `strongMs` its extent. */
export type StreamReading = {
  at: number;
  count: number | null;
  expected: number;
  band: number;
  score: number;
  state: StreamPhase;
  excess: number;
  since: number | null;
  peak: number | null;
  strongMs: number;
};

export type Sample = { at: number; count: number | null };
export type Refusal = "not_a_number" | "negative" | "late" | "future";

/** A refused bucket leaves the state as it was. */
export type Observation =
  | { kind: "read"; state: StreamState; reading: StreamReading }
  | { kind: "refused"; state: StreamState; why: Refusal };

export function createStream(settings: StreamSettings): StreamState {
  const windows = createWindows(settings.bucketMs, p.windowsMs);
  return {
    bucketMs: settings.bucketMs,
    at: null,
    baseline: createBaseline(),
    windows,
    tails: windows.sizes.map(createTail),
    stance: createStance(),
    levelBefore: null,
  };
}

/** Why a bucket cannot be taken, or null. Give the time of day to refuse buckets that have not begun. */
export function refusalOf(state: StreamState, sample: Sample, now: number): Refusal | null {
  const { at, count } = sample;
  if (!Number.isFinite(at) || (count !== null && !Number.isFinite(count))) return "not_a_number";
  if (count !== null && count < 0) return "negative";
  if (state.at !== null && at <= state.at) return "late";
  return at > now ? "future" : null;
}

/** Takes the next bucket; null means no data, which is not zero. Changes `state` in place, for speed. */
export function observe(
  state: StreamState,
  bucketStart: number,
  count: number | null,
): Observation {
  const why = refusalOf(state, { at: bucketStart, count }, Number.POSITIVE_INFINITY);
  if (why !== null) return { kind: "refused", state, why };
  skipMissing(state, bucketStart);
  state.at = bucketStart;
  const expected = foresee(state, bucketStart, count);
  pushBucket(state.windows, count ?? 0, count === null ? 0 : expected);
  const score = count === null ? 0 : judge(state, { at: bucketStart, count, expected });
  return { kind: "read", state, reading: read(state, { count, expected, score }) };
}

/** Buckets that never came are missing data; more than the longest window holds need no counting. */
function skipMissing(state: StreamState, bucketStart: number): void {
  if (state.at === null) return;
  const missing = Math.round((bucketStart - state.at) / state.bucketMs) - 1;
  const pushed = Math.min(missing, state.windows.counts.length);
  for (let index = 0; index < pushed; index++) pushBucket(state.windows, 0, 0);
}

/** While blind, the best guess is what is there. */
function foresee(state: StreamState, at: number, count: number | null): number {
  const { baseline, bucketMs } = state;
  if (!isBlind(state) || count === null) return expectedAt(baseline, at, bucketMs);
  return (baseline.level * baseline.seen + count) / (baseline.seen + 1);
}

function isBlind(state: StreamState): boolean {
  return ageMs(state.baseline, state.bucketMs) < p.blindMs;
}

/** The reading of a stream as it stands, for who comes back to it between two buckets. */
export function readingOf(state: StreamState): StreamReading {
  const { counts, expected, next } = state.windows;
  const last = (next + counts.length - 1) % counts.length;
  return read(state, { count: counts[last] ?? 0, expected: expected[last] ?? 0, score: 0 });
}

/** Scores the bucket, moves the phase, and only then learns: nothing explains itself away. */
function judge(
  state: StreamState,
  bucket: { at: number; count: number; expected: number },
): number {
  const { bucketMs, stance } = state;
  if (isBlind(state)) {
    learn(state.baseline, { ...bucket, bucketMs, halfLifeMs: p.levelHalfLifeMs });
    return 0;
  }
  const heights = heightsOf(state.windows, bucket.expected);
  const logDays = rarest(state.tails, heights);
  const { sizes, countSums: sums } = state.windows;
  move(stance, { at: bucket.at, bucketMs, logDays, heights, sizes, sums });
  const score = Math.min(p.scoreDaysMax, Math.exp(scoreOnce(stance, { logDays, bucketMs })));
  learnTails(state, heights);
  adapt(state, bucket);
  return score;
}

function heightsOf(windows: Windows, now: number): number[] {
  return windows.countSums.map((count, index) => {
    const expected = Math.max(windows.expectedSums[index] ?? 0, now * (windows.sizes[index] ?? 1));
    return Math.log((count + p.pseudoReports) / (expected + p.pseudoReports));
  });
}

function rarest(tails: Tail[], heights: number[]): number {
  let logDays = Number.NEGATIVE_INFINITY;
  tails.forEach((tail, index) => {
    logDays = Math.max(logDays, logPeriodDays(tail, heights[index] ?? 0));
  });
  return logDays;
}

function learnTails(state: StreamState, heights: number[]): void {
  const { bucketMs, windows } = state;
  state.tails.forEach((tail, index) => {
    const windowMs = bucketMs * (windows.sizes[index] ?? 1);
    const gapMs = Math.max(p.episodeGapMs, windowMs);
    learnHeight(tail, heights[index] ?? 0, { bucketMs, gapMs });
  });
}

/** Learns clipped counts in calm, nothing in an alert, and everything in an alert that has become the new normal. */
function adapt(state: StreamState, bucket: { at: number; count: number; expected: number }): void {
  const { baseline, bucketMs, stance } = state;
  if (stance.alertSince === null) {
    comeBack(state, bucket.at);
    const halfLifeMs = isSettling(state, bucket.at) ? p.escapeHalfLifeMs : p.levelHalfLifeMs;
    learn(baseline, { at: bucket.at, count: clipped(state, bucket), bucketMs, halfLifeMs });
    return;
  }
  const freezeMs = Math.min(p.freezeMaxMs, ageMs(baseline, bucketMs) * p.freezeShare);
  const isFrozen = bucket.at - stance.alertSince < freezeMs;
  if (isFrozen && !isSettling(state, bucket.at)) return;
  state.levelBefore ??= { level: baseline.level, at: bucket.at };
  learn(baseline, { ...bucket, bucketMs, halfLifeMs: p.escapeHalfLifeMs });
}

function clipped(state: StreamState, bucket: { count: number; expected: number }): number {
  if (ageMs(state.baseline, state.bucketMs) < p.clipAfterMs) return bucket.count;
  return Math.min(bucket.count, p.clipRatio * bucket.expected + p.clipReports);
}

/** The days after a baseline has given in: it is still on its way. */
function isSettling({ levelBefore }: StreamState, at: number): boolean {
  return levelBefore !== null && at - levelBefore.at < p.settleMs;
}

/** A long flood that ends gives back the level it had pushed aside. */
function comeBack(state: StreamState, at: number): void {
  const { baseline, levelBefore, windows } = state;
  if (levelBefore === null) return;
  const share = baseline.level > 0 ? levelBefore.level / baseline.level : 1;
  const foreseen = (windows.expectedSums.at(-1) ?? 0) * share + p.pseudoReports;
  const isBack = ((windows.countSums.at(-1) ?? 0) + p.pseudoReports) / foreseen < p.closeRatio;
  if (isBack && share < 1) baseline.level = levelBefore.level;
  if (isBack || at - levelBefore.at > p.returnMaxMs) state.levelBefore = null;
}

function read(
  state: StreamState,
  seen: { count: number | null; expected: number; score: number },
): StreamReading {
  const { count, expected, score } = seen;
  const { stance } = state;
  const [tail = createTail()] = state.tails;
  const bandRatio = Math.exp(heightOnceIn(tail, p.watchDays));
  const isAlert = stance.phase === "alert";
  return {
    at: state.at ?? 0,
    count,
    expected,
    band: (expected + p.pseudoReports) * bandRatio - p.pseudoReports,
    score,
    state: stance.phase,
    excess: Math.max(0, (count ?? expected) - expected),
    since: stance.alertSince,
    peak: isAlert ? Math.min(p.scoreDaysMax, Math.exp(stance.peakLogDays)) : null,
    strongMs: isAlert ? stance.strongMs : 0,
  };
}
