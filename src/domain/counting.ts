import { FACTS, factRank } from "./cascade.ts";
import type { Position } from "./next-step.ts";

/** Counts `what` for a channel, or for people where the channel is null. */
export type Count = (channelId: number | null, what: string) => void;

const SENDING = factRank("sending");
const ACCEPTED = factRank("accepted");

/** What one step adds to the numbers: each fact newly reached, by the attempt and by the person. */
export function countStep(
  count: Count,
  step: { before: Position; after: Position; channelId: number },
): void {
  const { before, after, channelId } = step;
  const same = before.rung === after.rung && before.try === after.try;
  countFacts(count, channelId, { from: same ? before.fact : after.fact, to: after.fact });
  countFacts(count, null, { from: before.best, to: after.best });
  if (after.settled !== null && after.settled !== before.settled) {
    // A sad ending that was corrected was counted once already.
    if (before.settled !== null) count(null, `mended:${before.settled}`);
    count(null, `settled:${after.settled}`);
  }
}

/** A receipt of an attempt that was left behind counts for its own channel. */
export function countFacts(
  count: Count,
  channelId: number | null,
  climb: { from: number; to: number },
): void {
  for (let rank = Math.max(climb.from, SENDING) + 1; rank <= climb.to; rank++) {
    const fact = FACTS[rank];
    if (fact) count(channelId, fact);
  }
}

/** Whether patience ended on an attempt that the provider took and was never heard of again. */
export const isSilent = (before: Position, after: Position, now: number): boolean =>
  before.fact === ACCEPTED &&
  now >= before.dueAt &&
  (after.rung > before.rung || after.settled === "exhausted");
