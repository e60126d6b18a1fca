const minuteMs = 60_000;

/** How far back it counts how often a channel was taken down by what our receipts said. */
export const fallsCountedMs = 4 * 60 * minuteMs;
/** The first rest is as long as that; each further fall doubles it. */
const restMs = 5 * minuteMs;
const restMaxMs = 60 * minuteMs;
/** Whoever is tried out, or has just come back on the word of our receipts, has as long as that. */
const steadyMs = 5 * minuteMs;

/**
 * How long a channel rests that our receipts took down, before it is tried out again: a platform that
 * comes and goes every few minutes must not take everybody who is waiting along each time.
 */
export const restAfterFalls = (falls: number): number =>
  Math.min(restMaxMs, restMs * 2 ** Math.max(0, falls - 1));

/**
 * Whether our receipts may take a channel down now: not within five minutes of its coming back. Only a
 * few people are sent to while it is tried out, and whom it leaves in the dark afterwards goes on when
 * their patience ends. What its provider, the detector or an operator says is not held up by this.
 */
export function mayFall(
  channel: { state: string; source: string; since: number },
  now: number,
): boolean {
  const isBack = channel.state === "probing" || channel.source === "receipts";
  return !isBack || now - channel.since >= steadyMs;
}
