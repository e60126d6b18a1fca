import { createFading, type Fading, fade, type Sums } from "./fade.ts";
import { parameters as p } from "./settings.ts";

export type StreamPhase = "quiet" | "watch" | "alert";

/** Where a stream stands: its phase, since when it is in alert, how long it has been calm, its last records. */
export type Stance = {
  phase: StreamPhase;
  alertSince: number | null;
  calmMs: number;
  /** How long, in this alert, a quarter of an hour or so stood high by itself. */
  strongMs: number;
  fading: Fading;
  peakLogDays: number;
  recordLogDays: number | null;
  commonMs: number;
};

/** What one bucket says: how rare it is, and how high every window stands. */
export type Look = Sums & { at: number; logDays: number };

const once = 0; // the logarithm of one day

export function createStance(): Stance {
  const never = { alertSince: null, recordLogDays: null };
  const fading = createFading();
  return {
    phase: "quiet",
    ...never,
    calmMs: 0,
    strongMs: 0,
    fading,
    peakLogDays: once,
    commonMs: 0,
  };
}

/** Moves the phase on by one bucket, in place: an alert needs rarity, size and people, and ends when it is calm. */
export function move(stance: Stance, look: Look): void {
  if (stance.phase === "alert") stay(stance, look);
  else if (opens(look)) open(stance, look);
  else stance.phase = look.logDays >= Math.log(p.watchDays) ? "watch" : "quiet";
}

/**
 * The logarithm of the score to show. "Once in N days" counts episodes, so a bucket scores above a day only when it
 * begins one or doubles its record; what merely goes on has been said.
 */
export function scoreOnce(stance: Stance, look: { logDays: number; bucketMs: number }): number {
  if (look.logDays < once) {
    stance.commonMs += look.bucketMs;
    if (stance.commonMs >= p.recordGapMs) stance.recordLogDays = null;
    return look.logDays;
  }
  stance.commonMs = 0;
  const record = stance.recordLogDays;
  if (record !== null && look.logDays < record + Math.log(p.recordFactor)) return once;
  stance.recordLogDays = look.logDays;
  return look.logDays;
}

function opens(look: Look): boolean {
  const rare = look.logDays >= Math.log(p.alertDays);
  return rare && highest(look) >= Math.log(p.openRatio) && (look.sums.at(-1) ?? 0) >= p.reportsMin;
}

function open(stance: Stance, look: Look): void {
  stance.phase = "alert";
  stance.alertSince = look.at;
  stance.peakLogDays = look.logDays;
  stance.calmMs = 0;
  stance.strongMs = isStrong(look) ? look.bucketMs : 0;
  stance.fading = createFading();
  fade(stance.fading, look);
}

function stay(stance: Stance, look: Look): void {
  stance.peakLogDays = Math.max(stance.peakLogDays, look.logDays);
  const isHigh = fade(stance.fading, look);
  if (isHigh && isStrong(look)) stance.strongMs += look.bucketMs;
  const calm = highest(look) < Math.log(p.closeRatio) || look.logDays < once;
  stance.calmMs = calm ? stance.calmMs + look.bucketMs : 0;
  if (stance.calmMs < p.calmMs) return;
  stance.phase = "quiet";
  stance.alertSince = null;
}

/** The longest window remembers a burst for an hour; the one before it tells whether it still goes on. */
function isStrong(look: Look): boolean {
  const height = look.heights.at(-2) ?? look.heights.at(-1) ?? 0;
  return height >= Math.log(p.openRatio);
}

/** Only the bucket and the longest window decide about size; those between only about rarity. */
function highest(look: Look): number {
  return Math.max(look.heights[0] ?? 0, look.heights.at(-1) ?? 0);
}
