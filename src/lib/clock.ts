/** Milliseconds since the epoch. */
export type Clock = () => number;

/** The wall clock, which never steps back: a corrected clock waits until time has caught up. */
export function steadyClock(read: Clock = Date.now): Clock {
  let last = 0;
  return () => (last = Math.max(last, read()));
}

/** A clock that goes no further than it may: until `mayReach` lets it. */
export type HeldClock = Clock & {
  mayReach(at: number): void;
  /** How many of its seconds pass in one of ours: one as soon as it has caught up. */
  pace(): number;
};

/**
 * A clock that starts in the past, runs at `speed`, and becomes the plain clock when it has caught
 * up: the training organisation lives through an hour in a minute, and no time it shows lies ahead.
 * Whoever plays on it holds it back: a slow machine then takes longer, and tells the same story.
 */
export function catchingUpClock(
  behindMs: number,
  speed: number,
  read: Clock = Date.now,
): HeldClock {
  const wall = steadyClock(read);
  let readAt = wall();
  let at = readAt - behindMs;
  let most = Number.POSITIVE_INFINITY;
  const clock = () => {
    const now = wall();
    at = Math.max(at, Math.min(now, at + (now - readAt) * speed, most));
    readAt = now;
    return at;
  };
  return Object.assign(clock, {
    mayReach: (until: number) => void (most = until),
    pace: () => (clock() < readAt ? speed : 1),
  });
}

/** A clock turned by hand. */
export function handClock(
  startAt: number,
): Clock & { pass(ms: number): void; set(at: number): void } {
  let at = startAt;
  return Object.assign(() => at, {
    pass: (ms: number) => void (at += ms),
    set: (to: number) => void (at = Math.max(at, to)),
  });
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
