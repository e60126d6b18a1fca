import type { Cascade } from "../../src/domain/cascade.ts";
import { isOrder, type News, type Position } from "../../src/domain/next-step.ts";
import type { Outcome } from "../../src/domain/outcome.ts";
import type { Quiet } from "../../src/domain/ways-ahead.ts";

const SHORT_MS = 60_000;

/** What of a world decides how long somebody may wait for a provider that asks for silence. */
export type HushWorld = {
  now: number;
  ways: readonly string[];
  quiet: (Quiet | null)[];
  /** Since when this person alone is put off on a rung, without an attempt that came to anything else. */
  alone: { rung: number; since: number } | null;
  terms: { cascade: Cascade; expiresAt: number };
};

/** The provider of a rung refuses for speed: everybody keeps its pause. */
export function hush(world: HushWorld, rung: number, waitMs: number): void {
  const { now, quiet } = world;
  const known = quiet[rung] ?? null;
  const goesOn = known !== null && known.until >= now - SHORT_MS;
  const until = Math.max(known?.until ?? 0, now + waitMs);
  quiet[rung] = { since: goesOn ? known.since : now, until };
}

/** It took a message: what it asked for it still gets, but it refuses no longer. */
export function take(world: HushWorld, rung: number): void {
  const known = world.quiet[rung];
  if (known) world.quiet[rung] = known.until > world.now ? { ...known, since: world.now } : null;
}

/** One attempt came to this: a row of refusals for this person goes on with it, or is over. */
export function noteAlone(world: HushWorld, rung: number, outcome: Outcome): void {
  const known = world.alone?.rung === rung ? world.alone : null;
  const isAlone = outcome.kind === "throttled" && outcome.scope === "person";
  if (isAlone) world.alone = known ?? { rung, since: world.now };
  else world.alone = outcome.kind === "throttled" ? known : null;
}

/** A provider that says next to nothing is not asked again at once. */
export const pauseIn = (outcome: { waitMs: number | null }): number =>
  Math.max(outcome.waitMs ?? 1_000, 100);

/** Until when an order cannot be carried out: its provider asks for silence. */
export const heldUntil = ({ quiet, now }: HushWorld, rung: number): number =>
  Math.max(now, quiet[rung]?.until ?? 0);

type Seen = { world: HushWorld; before: Position; after: Position; news: News };
type Must = (holds: boolean, promise: string) => void;

/** Nobody leaves for a short pause, nobody stays for a long one or a row of short ones, and none costs a try. */
export function watchHushes({ world, before, after, news }: Seen, must: Must): void {
  if (before.settled !== null || world.now >= world.terms.expiresAt) return;
  if (news.kind === "time") return watchLook({ world, before, after, news }, must);
  if (news.kind !== "outcome" || news.outcome.kind !== "throttled" || before.fact !== 1) return;
  const { rung } = before;
  const waitMs = pauseIn(news.outcome);
  const isAlone = news.outcome.scope === "person" && world.alone?.rung === rung;
  const aloneForMs = isAlone && world.alone ? world.now + waitMs - world.alone.since : 0;
  const isHere = after.rung === rung && after.settled === null;
  must(!isHere || after.try === before.try, "throttling burns no try");
  const refusedFor = Math.max(waitMs, aloneForMs, lengthOf(world.quiet[rung]));
  const inTime = Math.max(world.now + waitMs, world.quiet[rung]?.until ?? 0);
  const isShort = refusedFor <= SHORT_MS && inTime < world.terms.expiresAt;
  must(!isShort || isHere, "a short pause moves nobody");
  const isLong = waitMs > toleranceOf(world, rung) && isAnywhereOpen(world, rung + 1);
  must(!isLong || after.rung > rung, "nobody stays for a long pause");
  const isRow = aloneForMs > toleranceOf(world, rung) && isAnywhereOpen(world, rung + 1);
  must(!isRow || after.rung > rung, "nobody is put off again and again");
}

function watchLook({ world, before, after }: Seen, must: Must): void {
  if (before.fact !== 0 || after.settled !== null) return;
  const { now, ways, quiet } = world;
  // Where they wait after this look, whether queued there or sent to as soon as that may be.
  const rung = isOrder(before, after) ? after.rung : before.rung;
  const waitMs = heldUntil(world, rung) - now;
  const isStuck = ways[rung] === "open" && waitMs > toleranceOf(world, rung);
  must(!(isStuck && isAnywhereOpen(world, before.rung)), "nobody stays for a long pause");
  const left = rung > before.rung && ways[before.rung] === "open";
  const here = quiet[before.rung];
  const isShort = lengthOf(here) <= SHORT_MS && (here?.until ?? 0) < world.terms.expiresAt;
  must(!(left && isShort), "a short pause moves nobody");
}

const lengthOf = (quiet: Quiet | null | undefined): number =>
  quiet ? quiet.until - quiet.since : 0;

const toleranceOf = ({ terms }: HushWorld, rung: number): number =>
  Math.max(terms.cascade.rungs[rung]?.patienceMs ?? 0, SHORT_MS);

const isAnywhereOpen = ({ ways, quiet }: HushWorld, from: number): boolean =>
  ways.some((way, rung) => rung >= from && way === "open" && !quiet[rung]);
