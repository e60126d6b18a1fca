import type { Outcome } from "./outcome.ts";
import { type Sentence, sentence } from "./sentence.ts";

/** What counts as the arrival of a test message. */
export const PROOFS = ["delivered", "reply", "accepted"] as const;
export type Proof = (typeof PROOFS)[number];

/** One test message to ourselves, and what became of it. */
export type Flight = {
  sentAt: number;
  dueAt: number;
  /** Null while nobody knows what the provider answered. */
  outcome: Outcome["kind"] | null;
  why: string | null;
  /** The provider said that it passed the message on. */
  passedOn: boolean;
  arrivedAt: number | null;
  endedAt: number | null;
};

export type CanaryPolicy = {
  /** The usual pause between two test messages. */
  everyMs: number;
  /** So many in a row must stay without a receipt before the platform is called down. */
  missesMax: number;
};

/** What the test messages amount to. `miss`: the newest is missing, and whose fault that is must be asked. */
export type Judged =
  | { kind: "arrived"; verdict: "up" | "degraded"; seconds: number; evidence: Sentence }
  | { kind: "miss"; verdict: "degraded" | "down"; evidence: Sentence }
  | { kind: "unknown"; evidence: Sentence }
  | { kind: "nothing"; evidence: Sentence };

const minuteMs = 60_000;
const secondMs = 1_000;
/** After bad news the next one goes soon: one lost message proves nothing. */
const hurryMs = minuteMs;
/** What the last one told is true for so many rounds. */
const staleRounds = 2;
/** Usual times are not known before so many arrivals. */
const usualMin = 10;
const usualQuantile = 0.9;
const slowRatio = 2;
const slowExtraMs = 5 * secondMs;

/** What the flights say, newest first. */
export function judgeFlights(
  flights: readonly Flight[],
  policy: CanaryPolicy,
  now: number,
): Judged {
  const ended = flights.filter(({ endedAt }) => endedAt !== null);
  const [last] = ended;
  if (!last) return { kind: "nothing", evidence: sentence("canary:first") };
  const patienceMs = last.dueAt - last.sentAt;
  if (now - last.sentAt > staleRounds * policy.everyMs + patienceMs) {
    return { kind: "nothing", evidence: sentence("canary:old") };
  }
  if (last.arrivedAt !== null) return arrived(last, last.arrivedAt, ended.slice(1));
  if (isMiss(last)) return missed(ended, policy);
  if (last.outcome === null) return { kind: "unknown", evidence: sentence("canary:lost") };
  const params = { why: last.why ?? "" };
  return { kind: "unknown", evidence: sentence(`canary:refused.${last.outcome}`, params) };
}

/** When the next one may go: at the usual pace, or soon after bad news. */
export function nextFlightAt(flights: readonly Flight[], policy: CanaryPolicy): number {
  const [newest] = flights;
  if (!newest) return 0;
  const isBad = newest.endedAt !== null && newest.arrivedAt === null && isMiss(newest);
  return newest.sentAt + (isBad ? Math.min(hurryMs, policy.everyMs) : policy.everyMs);
}

/** Taken, or tried in vain, and never received: the platform may be at fault. */
const isMiss = ({ outcome, arrivedAt }: Flight): boolean =>
  arrivedAt === null &&
  (outcome === "accepted" || outcome === "unknown" || outcome === "unreachable");

function arrived(last: Flight, arrivedAt: number, before: readonly Flight[]): Judged {
  const tookMs = arrivedAt - last.sentAt;
  const limitMs = slowLimitMs(before);
  const isSlow = arrivedAt > last.dueAt || (limitMs !== null && tookMs > limitMs);
  const seconds = Math.round(tookMs / secondMs);
  const usual = limitMs === null ? 0 : Math.round(limitMs / secondMs);
  const code = !isSlow ? "arrived" : limitMs === null ? "late" : "slow";
  const evidence = sentence(`canary:${code}`, { count: seconds, usual });
  return { kind: "arrived", verdict: isSlow ? "degraded" : "up", seconds, evidence };
}

function missed(ended: readonly Flight[], { missesMax }: CanaryPolicy): Judged {
  const untilArrival = ended.findIndex(({ arrivedAt }) => arrivedAt !== null);
  const recent = untilArrival < 0 ? ended : ended.slice(0, untilArrival);
  const misses = recent.filter(isMiss).slice(0, missesMax);
  const count = misses.length;
  const [last] = misses;
  // What the provider passed on may wait for a test phone that is switched off.
  if (misses.every(({ passedOn }) => passedOn)) {
    return { kind: "miss", verdict: "degraded", evidence: sentence("canary:passed_on", { count }) };
  }
  const isTaken = last?.outcome === "accepted";
  const evidence = isTaken
    ? sentence("canary:missed", { count })
    : sentence("canary:out_of_reach", { count, why: last?.why ?? "" });
  return { kind: "miss", verdict: count >= missesMax ? "down" : "degraded", evidence };
}

/**
 * From how long on an arrival is slow: well beyond the time that nine in ten usually need. A slow
 * hour lifts this limit only as far as the limit itself, so it does not pass for the usual at once.
 */
export function slowLimitMs(newestFirst: readonly Flight[]): number | null {
  const counted: number[] = [];
  for (const { sentAt, arrivedAt } of newestFirst.toReversed()) {
    if (arrivedAt === null) continue;
    const limit = limitOf(counted);
    const tookMs = arrivedAt - sentAt;
    counted.push(limit === null ? tookMs : Math.min(tookMs, limit));
  }
  return limitOf(counted);
}

function limitOf(tookMs: readonly number[]): number | null {
  if (tookMs.length < usualMin) return null;
  const sorted = tookMs.toSorted((a, b) => a - b);
  const usual = sorted[Math.floor(usualQuantile * (sorted.length - 1))] ?? 0;
  return Math.max(slowRatio * usual, usual + slowExtraMs);
}
