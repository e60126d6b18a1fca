import type { Rung } from "./cascade.ts";
import type { Position, Terms, WayState } from "./next-step.ts";

/** Since when a provider has refused everything for speed, and until when it asks for silence. */
export type Quiet = { since: number; until: number };

/** What a provider asks for that refuses for speed, and says nothing, or as good as nothing. */
const PAUSE_MS = 1_000;
const PAUSE_MIN_MS = 100;

/** How long it is waited before somebody who was refused for speed is asked for again. */
export const pauseOf = ({ waitMs }: { waitMs: number | null }): number =>
  Math.max(waitMs ?? PAUSE_MS, PAUSE_MIN_MS);

/** So short a pause moves nobody to another channel, however little patience a rung has. */
export const SHORT_HUSH_MS = 60_000;

/** Whether a pause is longer than this rung may be waited for. */
export const outlasts = (terms: Terms, rung: number, { since, until }: Quiet): boolean =>
  until >= terms.expiresAt ||
  until - since > Math.max(rungOf(terms, rung).patienceMs, SHORT_HUSH_MS);

/** Whether this person would wait too long for the provider of a rung to take messages again. */
export function isMute(
  terms: Terms,
  at: Position,
  { rung, now }: { rung: number; now: number },
): boolean {
  const quiet = terms.quiet(rung);
  if (quiet === null) return false;
  // Whoever was refused there has waited since; everybody else, since their turn came.
  const wasRefused = at.rung === rung && at.outcome === "throttled";
  const turn = wasRefused ? quiet.since : Math.max(quiet.since, Math.min(at.dueAt, now));
  return outlasts(terms, rung, { since: turn, until: quiet.until });
}

/** The first open way from there on; where every provider asks for too long a pause, the shortest. */
export function findOpen(
  terms: Terms,
  at: Position,
  { from, now }: { from: number; now: number },
): number | null {
  let soonest: { rung: number; until: number } | null = null;
  for (let rung = from; rung < terms.cascade.rungs.length; rung++) {
    if (terms.way(rung) !== "open") continue;
    if (!isMute(terms, at, { rung, now })) return rung;
    const until = terms.quiet(rung)?.until ?? now;
    if (soonest === null || until < soonest.until) soonest = { rung, until };
  }
  return soonest?.rung ?? null;
}

/** The first rung from there on whose way is in this state, or that this person has a way for at all. */
export function findRung(terms: Terms, from: number, state: WayState | "any"): number | null {
  for (let rung = from; rung < terms.cascade.rungs.length; rung++) {
    const found = terms.way(rung);
    if (state === "any" ? found !== "none" : found === state) return rung;
  }
  return null;
}

export function rungOf(terms: Terms, rung: number): Rung {
  const found = terms.cascade.rungs[rung];
  if (!found) throw new Error(`The cascade has no rung ${rung}.`);
  return found;
}
