import { type Cascade, factRank } from "../../src/domain/cascade.ts";
import type { nextStep, WayState } from "../../src/domain/next-step.ts";
import {
  firstPosition,
  isOrder,
  type News,
  type Position,
  type Terms,
} from "../../src/domain/next-step.ts";
import type { Outcome } from "../../src/domain/outcome.ts";
import type { Quiet } from "../../src/domain/ways-ahead.ts";
import { chance as numbersOf } from "../../src/lib/chance.ts";
import {
  type HushWorld,
  heldUntil,
  hush,
  noteAlone,
  pauseIn,
  take,
  watchHushes,
} from "./hushes.ts";

/** A generator with a seed, so that every crisis can be lived through again. */
export function chance(seed: number) {
  const next = numbersOf(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[below(from.length)];
    if (found === undefined) throw new Error("Nothing to pick from.");
    return found;
  };
  return { next, below, pick };
}
type Chance = ReturnType<typeof chance>;

const SUCCESSES = ["accepted", "sent", "delivered", "read", "replied"] as const;
const FACTS_HEARD = [
  factRank("accepted"),
  factRank("sent"),
  factRank("delivered"),
  factRank("read"),
];
const STEPS_MAX = 2_000;
/** How often somebody who waits for a provider's pause to end is looked at. */
const LOOK_MS = 60_000;

type Sent = { rung: number; try: number; at: number };
type Entry = { at: number; news: News; flips?: boolean; hushMs?: number };

/** Looks on, and keeps what was promised and broken. */
type Oracle = { broken: string[]; sent: Sent[]; refused: Set<number>; stopped: boolean };

/** One random crisis for one person, lived to its end. Answers the promises that were broken. */
export function liveThrough(seed: number, step: typeof nextStep): string[] {
  const dice = chance(seed);
  const world = createWorld(dice);
  const oracle: Oracle = { broken: [], sent: [], refused: new Set(), stopped: false };
  let at = firstPosition(0);
  const pending: Entry[] = [...world.surprises];
  for (let steps = 0; ; steps++) {
    if (steps > STEPS_MAX) return [...oracle.broken, "never comes to an end"];
    const entry = takeNext(pending, at, world.looksAt);
    if (entry === null) break;
    world.now = Math.max(world.now, entry.at);
    const before = at;
    const { news } = entry;
    happen(dice, world, entry, before);
    at = step(world.terms, before, news, world.now);
    watchHushes({ world, before, after: at, news }, mustOf(oracle));
    const held = isOrder(before, at) ? heldUntil(world, at.rung) : world.now;
    world.looksAt = Math.min(held, world.now + LOOK_MS, world.terms.expiresAt);
    // No token is to be had on this channel before: nothing was sent.
    if (held > world.now) at = before;
    watch(oracle, { world, before, after: at, news, isHeld: held > world.now });
    if (isOrder(before, at)) pending.push(...answersTo(dice, world, at));
  }
  if (at.settled === null) oracle.broken.push("was left unsettled");
  return oracle.broken;
}

/** What else changes with an entry: channels, and the pauses that their providers ask for. */
function happen(dice: Chance, world: World, entry: Entry, at: Position): void {
  if (entry.flips) flip(dice, world.ways);
  if (entry.hushMs !== undefined) hush(world, dice.below(world.ways.length), entry.hushMs);
  if (entry.news.kind !== "outcome") return;
  const { outcome } = entry.news;
  if (at.fact === factRank("sending")) noteAlone(world, at.rung, outcome);
  if (outcome.kind === "accepted") take(world, at.rung);
  if (outcome.kind === "throttled" && outcome.scope !== "person") {
    hush(world, at.rung, pauseIn(outcome));
  }
}

function createWorld(dice: Chance) {
  const rungs = Array.from({ length: 1 + dice.below(4) }, (_, index) => ({
    channelId: index + 1,
    patienceMs: 1_000 * (1 + dice.below(120)),
    success: dice.pick(SUCCESSES),
  }));
  const cascade: Cascade = { rungs, expiresAfterMs: 600_000, triesMax: 1 + dice.below(4) };
  const ways = rungs.map((): WayState => (dice.next() < 0.2 ? "none" : "open"));
  const quiet = rungs.map((): Quiet | null => null);
  const idempotent = rungs.map(() => dice.next() < 0.2);
  const terms: Terms = {
    cascade,
    expiresAt: 30_000 + dice.below(570_000),
    way: (rung) => ways[rung] ?? "none",
    quiet: (rung) => quiet[rung] ?? null,
    idempotent: (rung) => idempotent[rung] ?? false,
  };
  const stubborn = dice.next() < 0.1 ? dice.below(rungs.length) : null;
  const moods = { stubborn, ways, quiet, idempotent, alone: null as HushWorld["alone"] };
  return { now: 0, looksAt: 0, ...moods, terms, surprises: surprisesOf(dice) };
}
type World = ReturnType<typeof createWorld>;

/** Channels that go down and come back, people who answer unasked, people who have had enough. */
function surprisesOf(dice: Chance): Entry[] {
  const entries: Entry[] = [];
  for (let n = dice.below(6); n > 0; n--) {
    entries.push({ at: dice.below(600_000), news: { kind: "time" }, flips: true });
  }
  for (let n = dice.below(3); n > 0; n--) {
    const hushMs = pauseOf(dice);
    entries.push({ at: dice.below(300_000), news: { kind: "time" }, hushMs });
  }
  if (dice.next() < 0.1) entries.push({ at: dice.below(300_000), news: { kind: "answer" } });
  if (dice.next() < 0.1) entries.push({ at: dice.below(300_000), news: { kind: "optOut" } });
  if (dice.next() < 0.05) entries.push({ at: dice.below(300_000), news: { kind: "cancel" } });
  return entries;
}

/** Mostly a moment, now and then an hour. */
const pauseOf = (dice: Chance): number =>
  dice.next() < 0.6 ? dice.below(20_000) : dice.below(dice.next() < 0.5 ? 300_000 : 7_200_000);

function flip(dice: Chance, ways: WayState[]): void {
  const rung = dice.below(ways.length);
  if (ways[rung] === "none") return;
  ways[rung] = ways[rung] === "open" ? "closed" : "open";
}

/** The soonest of what the world has in store and of the person's own timer. */
function takeNext(pending: Entry[], at: Position, looksAt: number): Entry | null {
  pending.sort((a, b) => a.at - b.at);
  const first = pending[0];
  const timer = at.settled === null ? Math.max(at.dueAt, looksAt) : Number.POSITIVE_INFINITY;
  if (first && first.at <= timer) return pending.shift() ?? null;
  return at.settled === null ? { at: timer, news: { kind: "time" } } : null;
}

/** What a provider may do with one attempt: answer or not, tell late, twice, out of order, or lie. */
function answersTo(dice: Chance, world: World, at: Position): Entry[] {
  const key = { rung: at.rung, try: at.try };
  const soon = (ms: number): number => world.now + dice.below(ms);
  const outcome = at.rung === world.stubborn ? putOff(dice) : randomOutcome(dice);
  const entries: Entry[] = [{ at: soon(10_000), news: { kind: "outcome", outcome } }];
  const handedOver =
    outcome.kind === "accepted" || (outcome.kind === "unknown" && dice.next() < 0.5);
  if (!handedOver) return entries;
  for (let n = dice.below(5); n > 0; n--) {
    const news = { kind: "receipt" as const, ...key, fact: dice.pick(FACTS_HEARD) };
    entries.push({ at: soon(200_000), news });
  }
  if (dice.next() < 0.15) {
    const blame = dice.pick(["address", "message", "consent", "platform"] as const);
    entries.push({ at: soon(60_000), news: { kind: "refusal", ...key, blame, why: "simulated" } });
  }
  if (dice.next() < 0.1) entries.push({ at: soon(200_000), news: { kind: "answer" } });
  return entries;
}

/** One that has nothing against us, but will not have this person now, each time for a little longer. */
const putOff = (dice: Chance): Outcome => ({
  kind: "throttled",
  waitMs: 5_000 + dice.below(25_000),
  scope: "person",
});

function randomOutcome(dice: Chance): Outcome {
  const kinds: Outcome[] = [
    { kind: "accepted", providerId: null },
    { kind: "accepted", providerId: null },
    { kind: "accepted", providerId: null },
    { kind: "unknown", why: "" },
    { kind: "throttled", waitMs: pauseOf(dice) },
    { kind: "throttled", waitMs: pauseOf(dice), scope: "person" },
    { kind: "unreachable", why: "" },
    { kind: "rejected", why: "" },
    { kind: "unsubscribed" },
    { kind: "misconfigured", why: "" },
  ];
  return dice.pick(kinds);
}

type Seen = { world: World; before: Position; after: Position; news: News; isHeld: boolean };

const mustOf =
  ({ broken }: Oracle) =>
  (holds: boolean, promise: string): void =>
    void (holds || broken.push(promise));

function watch(oracle: Oracle, seen: Seen): void {
  const { world, before, after, news } = seen;
  const must = mustOf(oracle);
  must(after.rung >= before.rung, "never goes back a rung");
  must(after.best >= before.best, "facts only climb");
  const same = after.rung === before.rung && after.try === before.try;
  must(!same || after.fact >= before.fact || after.fact === 0, "facts only climb");
  noteRefusal(oracle, seen);
  watchPatience(seen, must);
  if (isOrder(before, after)) watchOrder(oracle, seen, must);
  if (before.settled === null && after.settled !== null) {
    must(world.now <= world.terms.expiresAt, "settles in time");
  }
  if (news.kind === "receipt" && before.settled === null && news.rung <= before.rung) {
    const success = world.terms.cascade.rungs[news.rung]?.success ?? "replied";
    const known = news.rung < before.rung || news.try <= before.try;
    const enough = known && news.fact >= factRank(success);
    must(!enough || after.settled === "reached", "success settles");
  }
  // An opt-out that the provider tells of is one like any other.
  if (isTheirOptOut(seen)) oracle.stopped = true;
  if (news.kind === "answer" || news.kind === "optOut" || news.kind === "cancel") {
    must(after.settled !== null, "stops when a person answers, opts out or cancels");
    oracle.stopped = true;
  }
}

function isTheirOptOut({ before, news }: Seen): boolean {
  if (before.settled !== null) return false;
  if (news.kind === "outcome") {
    return news.outcome.kind === "unsubscribed" && before.fact === factRank("sending");
  }
  return news.kind === "refusal" && news.blame === "consent";
}

/** An attempt that may have arrived has its time: no less of it while its channel is open, and no more. */
function watchPatience(
  { world, before, after, news, isHeld }: Seen,
  must: (holds: boolean, promise: string) => void,
): void {
  if (isHeld || before.settled !== null || before.fact < factRank("sending")) return;
  const isEarly = world.now < before.dueAt && world.ways[before.rung] === "open";
  must(!(isEarly && isOrder(before, after)), "leaves nobody before patience ends");
  const isOver = news.kind === "time" && world.now >= before.dueAt;
  const hasNext = world.ways.some((way, rung) => rung > before.rung && way === "open");
  const mustGo = isOver && hasNext && world.now < world.terms.expiresAt;
  must(!mustGo || isOrder(before, after), "goes on when patience ends");
}

function noteRefusal(oracle: Oracle, { before, after, news }: Seen): void {
  const surely = ["throttled", "unreachable", "misconfigured"];
  const definite = news.kind === "outcome" && surely.includes(news.outcome.kind);
  if (before.fact === factRank("sending") && definite) oracle.refused.add(before.rung);
  if (news.kind === "refusal" && news.blame === "platform" && after.try > before.try) {
    oracle.refused.add(before.rung);
  }
}

function watchOrder(
  oracle: Oracle,
  { world, before, after }: Seen,
  must: (holds: boolean, promise: string) => void,
): void {
  const { rung } = after;
  must(!oracle.stopped && before.settled === null, "sends nothing after the end");
  must(world.ways[rung] !== "none", "never sends without consent");
  must(world.ways[rung] === "open", "never sends on a channel that is down");
  must(world.now < world.terms.expiresAt, "never sends what has expired");
  const repeated = oracle.sent.some((sent) => sent.rung === rung);
  const allowed = oracle.refused.has(rung) || world.idempotent[rung] === true;
  must(!repeated || allowed, "never twice on one rung without a definite refusal");
  oracle.sent.push({ rung, try: after.try, at: world.now });
  oracle.refused.delete(rung);
}
