import { parameters as p } from "./settings.ts";

/**
 * How far a stream strays by itself, for one window: a threshold passed about once a day, and the mean height of the
 * episodes above it. The exponential tail over the two turns any height into "once in N days", whatever the interval.
 */
export type Tail = { threshold: number; scale: number; peak: number | null; belowMs: number };

const dayMs = 86_400_000;

/** A tail that has learned nothing yet: wider than most streams turn out to be. */
export function createTail(): Tail {
  return { threshold: p.thresholdPrior, scale: p.scalePrior, peak: null, belowMs: 0 };
}

/** Natural logarithm of the days between two episodes of at least this height. */
export function logPeriodDays(tail: Tail, height: number): number {
  return (height - tail.threshold) / tail.scale - Math.log(p.episodesPerDay);
}

/** The height that comes about once in so many days. */
export function heightOnceIn(tail: Tail, days: number): number {
  return tail.threshold + tail.scale * Math.log(days * p.episodesPerDay);
}

/** Learns one height, in place. An episode ends when the height stayed below the threshold for `gapMs`. */
export function learnHeight(
  tail: Tail,
  height: number,
  span: { bucketMs: number; gapMs: number },
): void {
  const drift = (p.thresholdStep * p.episodesPerDay * span.bucketMs) / dayMs;
  const raise = height > tail.threshold && tail.peak === null ? p.thresholdStep : 0;
  const threshold = tail.threshold - drift;
  if (height > threshold) {
    tail.peak = Math.max(tail.peak ?? height, height);
    tail.belowMs = 0;
  } else if (tail.peak !== null) {
    tail.belowMs += span.bucketMs;
    if (tail.belowMs >= span.gapMs) endEpisode(tail, tail.peak);
  }
  tail.threshold = clamp(threshold + raise, p.thresholdMin, p.thresholdMax);
}

/** One outage must not teach the stream that outages are normal: the excess is capped. */
function endEpisode(tail: Tail, peak: number): void {
  const excess = clamp(peak - tail.threshold, 0, p.scaleCap * tail.scale);
  const scale = tail.scale + (excess - tail.scale) / p.scaleMemoryEpisodes;
  tail.scale = clamp(scale, p.scaleMin, p.scaleMax);
  tail.peak = null;
  tail.belowMs = 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
