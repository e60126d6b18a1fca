import { type Cascade, factRank, type Settled } from "./cascade.ts";
import type { Blame, Outcome } from "./outcome.ts";
import { findOpen, findRung, isMute, outlasts, pauseOf, type Quiet, rungOf } from "./ways-ahead.ts";

/** Where one person stands on the cascade. `fact` and `best` are ranks on the ladder of facts. */
export type Position = {
  rung: number;
  try: number;
  /** How far the attempt of this rung and try has come. */
  fact: number;
  /** How far any attempt has come: what we may claim about this person. */
  best: number;
  outcome: Outcome["kind"] | null;
  why: string | null;
  /** When the attempt was made; of whom waits because they alone were refused, when that began. */
  attemptedAt: number | null;
  /** The same of whom is asked for again: kept nowhere, for after a crash the attempt is unknown. */
  refusedAt: number | null;
  dueAt: number;
  settled: Settled | null;
};

/** What a rung is worth to this person right now. `none`: no way there, ever. `closed`: not now. */
export type WayState = "open" | "closed" | "none";

/** What the person's cascade is decided by: frozen at approval, but for the state of the ways. */
export type Terms = {
  cascade: Cascade;
  expiresAt: number;
  way(rung: number): WayState;
  /** The pause that the provider of this rung asks for; null where it takes messages. */
  quiet(rung: number): Quiet | null;
  /** Whether the provider drops a second request with the same key: only then may we ask again. */
  idempotent(rung: number): boolean;
};

export type News =
  | { kind: "time" }
  | { kind: "outcome"; outcome: Outcome }
  | { kind: "receipt"; rung: number; try: number; fact: number }
  | { kind: "refusal"; rung: number; try: number; blame: Blame; why: string }
  | { kind: "answer" }
  | { kind: "optOut" }
  | { kind: "cancel" };

const QUEUED = factRank("queued");
const SENDING = factRank("sending");
const ACCEPTED = factRank("accepted");
const DELIVERED = factRank("delivered");
const REPLIED = factRank("replied");
const BACKOFF_MS = 2_000;
const WHY_LENGTH_MAX = 200;

export const firstPosition = (dueAt: number): Position => ({
  rung: 0,
  try: 0,
  fact: QUEUED,
  best: QUEUED,
  outcome: null,
  why: null,
  attemptedAt: null,
  refusedAt: null,
  dueAt,
  settled: null,
});

/**
 * The only place that knows what "try the next channel" means. An answer that stands at `sending`
 * with `attemptedAt` equal to `now` is an order to make that attempt; everything else is waiting.
 */
export function nextStep(terms: Terms, at: Position, news: News, now: number): Position {
  switch (news.kind) {
    case "time":
      return at.settled === null ? onTime(terms, at, now) : at;
    case "outcome":
      return onOutcome(terms, at, news.outcome, now);
    case "receipt":
      return onReceipt(terms, at, news, now);
    case "refusal":
      return onRefusal(terms, at, news, now);
    case "answer":
      return onAnswer(at);
    case "optOut":
      return at.settled === null ? settle(at, "blocked", "opted-out") : at;
    case "cancel":
      return at.settled === null ? settle(at, end(at, "cancelled")) : at;
    default:
      return news satisfies never;
  }
}

/** Whether the step from one position to the other is an order to send. */
export const isOrder = (before: Position, after: Position): boolean =>
  after.fact === SENDING &&
  after.settled === null &&
  (before.fact === QUEUED || after.rung > before.rung || after.attemptedAt !== before.attemptedAt);

function onTime(terms: Terms, at: Position, now: number): Position {
  if (now >= terms.expiresAt) return settle(at, end(at, "expired"));
  return at.fact === QUEUED ? onQueued(terms, at, now) : onSilence(terms, at, now);
}

function onQueued(terms: Terms, at: Position, now: number): Position {
  const here = terms.way(at.rung);
  const open = findOpen(terms, at, { from: at.rung, now });
  if (open === at.rung) {
    // Due only at the very end: it waits for a channel, and here is one.
    const waitsForWay = at.dueAt >= terms.expiresAt;
    return at.dueAt <= now || waitsForWay ? send(terms, at, { rung: at.rung, now }) : at;
  }
  if (open !== null) return send(terms, at, { rung: open, now });
  const closed = here === "closed" ? at.rung : findRung(terms, at.rung + 1, "closed");
  // Every way this person has is down: that is a reason to wait, not a reason to give up.
  if (closed !== null) return queue(at, { rung: at.rung, dueAt: terms.expiresAt });
  return settle(at, end(at, "exhausted"));
}

function onSilence(terms: Terms, at: Position, now: number): Position {
  const open = findOpen(terms, at, { from: at.rung + 1, now });
  // On a channel that went down, a message that nobody has seen yet is not worth its patience.
  const lostCause = at.fact <= ACCEPTED && terms.way(at.rung) === "closed" && open !== null;
  if (now < at.dueAt && !lostCause) return at;
  if (open !== null) return send(terms, at, { rung: open, now });
  const closed = findRung(terms, at.rung + 1, "closed");
  if (closed !== null) return queue(at, { rung: closed, dueAt: terms.expiresAt });
  if (mayAskAgain(terms, at)) return send(terms, at, { rung: at.rung, now });
  return settle(at, end(at, "exhausted"), at.fact === SENDING ? "no-answer" : at.why);
}

/** Asking again after silence is safe where the provider knows our key, and useless elsewhere. */
const mayAskAgain = (terms: Terms, at: Position): boolean =>
  at.fact === SENDING && terms.idempotent(at.rung) && terms.way(at.rung) === "open";

function onOutcome(terms: Terms, at: Position, outcome: Outcome, now: number): Position {
  // A receipt was faster: it knows more than the answer that it overtook.
  if (at.fact !== SENDING || at.settled !== null) return at;
  const told = { ...at, outcome: outcome.kind, why: "why" in outcome ? cut(outcome.why) : null };
  switch (outcome.kind) {
    case "accepted":
      return climbed(terms, told, ACCEPTED);
    case "unknown":
      return told;
    case "throttled":
      return onThrottled(terms, told, outcome, now);
    case "misconfigured":
      return backInQueue(terms, told, now);
    case "unreachable":
      return again(terms, told, now) ?? onwards(terms, told, now);
    case "rejected":
      return onwards(terms, told, now);
    case "unsubscribed":
      return settle(told, "blocked", "opted-out");
    default:
      return outcome satisfies never;
  }
}

/**
 * Surely not handed over: the same attempt waits, and no try is burnt. Where that takes longer than
 * waiting for a receipt would have, the next way is taken now. Pauses that one person is put off with
 * again and again are one.
 */
function onThrottled(terms: Terms, at: Position, told: Throttled, now: number): Position {
  const isAlone = told.scope === "person";
  const since = at.refusedAt ?? (isAlone ? now : null);
  const until = now + pauseOf(told);
  const waits = { ...backInQueue(terms, at, until), attemptedAt: since };
  const asked = { since: isAlone ? (since ?? now) : now, until };
  const isLong = outlasts(terms, at.rung, asked) || isMute(terms, waits, { rung: at.rung, now });
  const open = isLong ? findOpen(terms, waits, { from: at.rung + 1, now }) : null;
  if (open === null || isMute(terms, waits, { rung: open, now })) return waits;
  return queue(at, { rung: open, dueAt: Math.min(now, terms.expiresAt) });
}

type Throttled = Extract<Outcome, { kind: "throttled" }>;

type Receipt = { rung: number; try: number; fact: number };

function onReceipt(terms: Terms, at: Position, news: Receipt, now: number): Position {
  // From an attempt that this database has not made (yesterday's backup): noticed, never acted on.
  if (isAhead(at, news)) return at;
  if (isCurrent(at, news)) {
    const seen = { ...at, outcome: "accepted" as const };
    const waiting = at.fact === QUEUED ? patient(terms, seen, now) : seen;
    return climbed(terms, waiting, news.fact);
  }
  const better = { ...at, best: Math.max(at.best, news.fact) };
  return reaches(terms, news.rung, news.fact) ? reached(better) : better;
}

/** A receipt for what went back to the queue proves that it was handed over after all. */
const patient = (terms: Terms, at: Position, now: number): Position => ({
  ...at,
  attemptedAt: now,
  dueAt: Math.min(now + rungOf(terms, at.rung).patienceMs, terms.expiresAt),
});

function onRefusal(
  terms: Terms,
  at: Position,
  news: Extract<News, { kind: "refusal" }>,
  now: number,
): Position {
  if (at.settled !== null || isAhead(at, news)) return at;
  if (news.blame === "consent") return settle(at, "blocked", "opted-out");
  if (!isCurrent(at, news) || at.fact >= DELIVERED || at.fact === QUEUED) return at;
  const told = { ...at, outcome: "rejected" as const, why: cut(news.why) };
  if (news.blame === "platform" && findRung(terms, at.rung + 1, "any") === null) {
    return again(terms, told, now) ?? onwards(terms, told, now);
  }
  return onwards(terms, told, now);
}

function onAnswer(at: Position): Position {
  if (at.settled === "blocked") return at;
  // Only an attempt can have been answered; what is still queued keeps its own, humbler fact.
  const fact = at.fact === QUEUED ? at.fact : REPLIED;
  return settle({ ...at, fact, best: REPLIED }, "acknowledged");
}

function climbed(terms: Terms, at: Position, fact: number): Position {
  const here = { ...at, fact: Math.max(at.fact, fact), best: Math.max(at.best, fact) };
  return reaches(terms, at.rung, here.fact) ? reached(here) : here;
}

/** Late good news corrects a sad ending; it does not undo an opt-out. */
function reached(at: Position): Position {
  const mends = at.settled === "exhausted" || at.settled === "expired";
  return at.settled === null || mends ? settle(at, "reached") : at;
}

const reaches = (terms: Terms, rung: number, fact: number): boolean =>
  fact >= factRank(rungOf(terms, rung).success);

/** The same rung once more, after a definite refusal. Null when tries or time have run out. */
function again(terms: Terms, at: Position, now: number): Position | null {
  const dueAt = now + BACKOFF_MS * 2 ** at.try;
  const since = at.attemptedAt ?? now;
  const patienceEnds = since + rungOf(terms, at.rung).patienceMs;
  if (at.try + 1 >= terms.cascade.triesMax || dueAt >= patienceEnds) return null;
  return { ...backInQueue(terms, at, dueAt), try: at.try + 1 };
}

function onwards(terms: Terms, at: Position, now: number): Position {
  const rung = findRung(terms, at.rung + 1, "any");
  return rung === null
    ? settle(at, end(at, "exhausted"))
    : queue(at, { rung, dueAt: Math.min(now, terms.expiresAt) });
}

function send(terms: Terms, at: Position, to: { rung: number; now: number }): Position {
  const stays = at.rung === to.rung;
  const patienceMs = rungOf(terms, to.rung).patienceMs;
  return {
    ...at,
    rung: to.rung,
    try: stays ? at.try : 0,
    fact: SENDING,
    outcome: null,
    why: null,
    attemptedAt: to.now,
    refusedAt: stays && at.fact === QUEUED && at.outcome === "throttled" ? at.attemptedAt : null,
    dueAt: Math.min(to.now + patienceMs, terms.expiresAt),
  };
}

function queue(at: Position, to: { rung: number; dueAt: number }): Position {
  if (at.rung === to.rung) return { ...at, dueAt: to.dueAt };
  const fresh = { try: 0, fact: QUEUED, outcome: null, why: null };
  const never = { attemptedAt: null, refusedAt: null };
  return { ...at, ...fresh, ...never, rung: to.rung, dueAt: to.dueAt };
}

const backInQueue = (terms: Terms, at: Position, dueAt: number): Position => ({
  ...at,
  fact: QUEUED,
  attemptedAt: null,
  refusedAt: null,
  dueAt: Math.min(dueAt, terms.expiresAt),
});

const settle = (at: Position, settled: Settled, why: string | null = at.why): Position => ({
  ...at,
  settled,
  why,
});

/** Whoever has it in hand was reached, whatever else we still hoped for. */
const end = (at: Position, otherwise: Settled): Settled =>
  at.best >= DELIVERED ? "reached" : otherwise;

type Named = { rung: number; try: number };
const isCurrent = (at: Position, news: Named): boolean =>
  at.rung === news.rung && at.try === news.try;
const isAhead = (at: Position, news: Named): boolean =>
  news.rung > at.rung || (news.rung === at.rung && news.try > at.try);
const cut = (why: string): string => why.slice(0, WHY_LENGTH_MAX);
