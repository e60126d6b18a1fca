import { type Sentence, sentence } from "./sentence.ts";

/** One look at one official feed. */
export type FeedLook = {
  at: number;
  verdict: "up" | "degraded" | "down" | "unknown";
  declaredAt: number | null;
};

/** What a feed said about one incident of ours. Only `heard`, `never` and `waiting` can be compared. */
export type FeedWord =
  | { kind: "heard"; at: number; declaredAt: number | null }
  | { kind: "waiting" }
  | { kind: "never" }
  /** It spoke of trouble long before, and had not taken it back. */
  | { kind: "already" }
  /** It could not be read. */
  | { kind: "blind" };

export type Span = { suspectedAt: number; closedAt: number | null };

const minuteMs = 60_000;
/** Before our first suspicion, a word may still be about this incident for so long. */
export const earlyMaxMs = 60 * minuteMs;
/** After the end, a feed has so long to say that there was something. */
export const lateMaxMs = 240 * minuteMs;
/** A feed that never says a word counts as one that takes four hours. */
export const neverMinutes = 240;
export const gradedDays = 90;
/** Two words of trouble further apart than this are about two troubles. */
export const standGapMs = 30 * minuteMs;

/**
 * Finds the first word of a feed about an incident. `looks` in order, from before the earliest moment on. A feed that
 * leaves no row while it has nothing to say is silent, not blind, as long as it was looked at.
 */
export function feedWord(
  feed: { looks: readonly FeedLook[]; lookedAt: number | null },
  span: Span,
  now: number,
): FeedWord {
  const from = span.suspectedAt - earlyMaxMs;
  const until = Math.min(now, (span.closedAt ?? now) + lateMaxMs);
  const within = feed.looks.filter(({ at }) => at >= from && at <= until);
  let last = feed.looks.findLast(({ at, verdict }) => at < from && verdict !== "unknown");
  const stood = last !== undefined && isTroubled(last) && from - last.at <= standGapMs;
  let heard: FeedLook | null = null;
  for (const look of within) {
    if (look.verdict === "unknown") continue;
    const goesOn = last !== undefined && isTroubled(last) && look.at - last.at <= standGapMs;
    if (isTroubled(look) && !goesOn) heard ??= look;
    // What was taken back before our suspicion was about something else.
    if (!isTroubled(look) && look.at <= span.suspectedAt) heard = null;
    last = look;
  }
  if (heard) return { kind: "heard", at: heard.at, declaredAt: heard.declaredAt };
  if (stood) return { kind: "already" };
  if (isBlind(within, feed.lookedAt, from)) return { kind: "blind" };
  return isFinal(span, now) ? { kind: "never" } : { kind: "waiting" };
}

const isTroubled = ({ verdict }: FeedLook): boolean => verdict === "degraded" || verdict === "down";

/** Nobody looked, or nobody could read what was there. */
function isBlind(within: readonly FeedLook[], lookedAt: number | null, from: number): boolean {
  if (within.length > 0) return within.every(({ verdict }) => verdict === "unknown");
  return lookedAt === null || lookedAt < from;
}

/** Whether time can still change the word. */
export const isFinal = ({ closedAt }: Span, now: number): boolean =>
  closedAt !== null && now >= closedAt + lateMaxMs;

export type Grade = "A" | "B" | "C" | "D" | "F";

const bars: readonly [Grade, number][] = [
  ["A", 15],
  ["B", 30],
  ["C", 120],
  ["D", neverMinutes],
];

export function gradeOf(minutes: number): Grade {
  return bars.find(([, under]) => minutes < under)?.[0] ?? "F";
}

/** One incident as a feed's record has it; minutes count from our confirmation, or else our suspicion. */
export type LagFacts = {
  word: FeedWord["kind"];
  suspectedAt: number;
  confirmedAt: number | null;
  heardAt: number | null;
};

/** Minutes from a moment of ours to the feed's first word; below zero: it was first. */
export const minutesAfter = (heardAt: number | null, ours: number | null): number | null =>
  heardAt === null || ours === null ? null : Math.round((heardAt - ours) / minuteMs);

/** What counts for the grade: no credit below zero, and nothing is worse than silence. Null: nothing to compare. */
export function gradedMinutes(lag: LagFacts): number | null {
  if (lag.word === "never") return neverMinutes;
  const minutes = minutesAfter(lag.heardAt, lag.confirmedAt ?? lag.suspectedAt);
  return minutes === null ? null : Math.min(neverMinutes, Math.max(0, minutes));
}

/** What to tell of one feed and one incident; minutes count from our confirmation, or else our suspicion. */
export function lagSentence(lag: LagFacts): Sentence {
  const minutes = minutesAfter(lag.heardAt, lag.confirmedAt ?? lag.suspectedAt);
  if (minutes === null) return sentence(`foresight:lag.${lag.word}`);
  if (minutes === 0) return sentence("foresight:lag.same");
  const side = minutes > 0 ? "after" : "before";
  return sentence(`foresight:lag.${side}`, { count: Math.abs(minutes) });
}

export type FeedRecord = {
  grade: Grade | null;
  medianMinutes: number | null;
  incidents: number;
  never: number;
  beforeUs: number;
};

/** The record of one feed over the incidents of its platform. */
export function feedRecord(lags: readonly LagFacts[]): FeedRecord {
  const graded = lags.flatMap((lag) => gradedMinutes(lag) ?? []);
  const median = medianOf(graded);
  return {
    grade: median === null ? null : gradeOf(median),
    medianMinutes: median,
    incidents: graded.length,
    never: lags.filter(({ word }) => word === "never").length,
    beforeUs: lags.filter(
      ({ heardAt, confirmedAt, suspectedAt }) =>
        heardAt !== null && heardAt < (confirmedAt ?? suspectedAt),
    ).length,
  };
}

/** Under so many incidents nobody can say what is usual. */
const usualFromIncidents = 3;

/** How late the first official word usually is, over so many incidents. */
export type OfficialDelay = { medianMinutes: number; incidents: number; never: number };

/**
 * How late a platform's own word usually is, whichever of its feeds speaks first; null while too few
 * incidents can be compared. An incident that it never spoke of counts as four hours.
 */
export function officialDelay(
  lags: readonly (LagFacts & { incidentId: string })[],
): OfficialDelay | null {
  const incidents = [...Map.groupBy(lags, ({ incidentId }) => incidentId).values()];
  const known = incidents.flatMap((feeds) => {
    const heard = feeds.filter(({ word }) => word === "heard");
    const graded = (heard.length > 0 ? heard : feeds).flatMap((lag) => gradedMinutes(lag) ?? []);
    return graded.length === 0 ? [] : [{ minutes: Math.min(...graded), isHeard: heard.length > 0 }];
  });
  const median = medianOf(known.map(({ minutes }) => minutes));
  if (median === null || known.length < usualFromIncidents) return null;
  const never = known.filter(({ isHeard }) => !isHeard).length;
  return { medianMinutes: median, incidents: known.length, never };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  if (upper === undefined) return null;
  const lower = sorted.length % 2 === 0 ? sorted[half - 1] : upper;
  return Math.round(((lower ?? upper) + upper) / 2);
}
