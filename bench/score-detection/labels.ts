import type { Series } from "./series.ts";

/** One labelled stretch of bins, both ends included. `onset` is the first bin of its rise. */
export type Stretch = { onset: number; from: number; to: number };

/** What a stream is scored against: events to catch, and bursts that count neither way. */
export type Labels = { events: Stretch[]; ignored: Stretch[]; expected: number[] };

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const neighbourhoodDays = 14;
const trimmedShare = 0.05;
const mergeHours = 2;

const eventRule = { reportsMin: 20, ratioMin: 10 };
const ignoredRule = { reportsMin: 10, ratioMin: 4 };
const onsetRatioMin = 3;

/**
 * An hour with at least 20 reports and ten times the expected count is an event; 10 reports and four times are ignored.
 * The expected count looks both ways in time, which a detector may not: it is the judge's, not ours.
 */
export function labelSeries(series: Series): Labels {
  const expected = expectedAround(series);
  const events = stretches(series, expected, eventRule);
  const bursts = stretches(series, expected, ignoredRule);
  const ignored = bursts.filter((burst) => !events.some((event) => overlaps(burst, event)));
  return { events: events.map((event) => widen(event, bursts)), ignored, expected };
}

/** Whether two stretches share a bin. */
export function overlaps(
  a: { from: number; to: number },
  b: { from: number; to: number },
): boolean {
  return a.from <= b.to && b.from <= a.to;
}

function widen(event: Stretch, bursts: Stretch[]): Stretch {
  const around = bursts.filter((burst) => overlaps(burst, event));
  return {
    onset: event.onset,
    from: Math.min(event.onset, event.from, ...around.map((burst) => burst.from)),
    to: Math.max(event.to, ...around.map((burst) => burst.to)),
  };
}

function stretches(
  series: Series,
  expected: number[],
  rule: { reportsMin: number; ratioMin: number },
): Stretch[] {
  const perHour = Math.round(hourMs / series.bucketMs);
  const found: Stretch[] = [];
  for (let to = perHour - 1; to < series.counts.length; to++) {
    const from = to - perHour + 1;
    const reports = sum(series.counts, from, to);
    if (reports < rule.reportsMin || reports < rule.ratioMin * sum(expected, from, to)) continue;
    const last = found.at(-1);
    if (last !== undefined && from - last.to <= mergeHours * perHour) last.to = to;
    else found.push({ onset: onsetOf(series, expected, { from, to }), from, to });
  }
  return found;
}

/** The first bin of the unbroken rise to the peak of the hour. */
function onsetOf(series: Series, expected: number[], hour: { from: number; to: number }): number {
  let onset = hour.from;
  for (let at = hour.from; at <= hour.to; at++) {
    if ((series.counts[at] ?? 0) > (series.counts[onset] ?? 0)) onset = at;
  }
  while (onset > 0 && rises(series, expected, onset - 1)) onset--;
  return onset;
}

function rises(series: Series, expected: number[], at: number): boolean {
  const count = series.counts[at] ?? 0;
  return count > 0 && count >= onsetRatioMin * (expected[at] ?? 0);
}

function sum(values: (number | null)[], from: number, to: number): number {
  let total = 0;
  for (let at = from; at <= to; at++) total += values[at] ?? 0;
  return total;
}

/** The trimmed mean of the same hour of day in the four weeks around each bin, kept per day and hour. */
function expectedAround(series: Series): number[] {
  const byDayHour = new Map<number, number[]>();
  series.at.forEach((at, index) => {
    const count = series.counts[index];
    if (count === null || count === undefined) return;
    const key = Math.floor(at / hourMs);
    byDayHour.set(key, [...(byDayHour.get(key) ?? []), count]);
  });
  const means = new Map<number, number>();
  for (const at of series.at) {
    const key = Math.floor(at / hourMs);
    if (!means.has(key)) means.set(key, trimmedMean(neighbours(byDayHour, key)));
  }
  return series.at.map((at) => means.get(Math.floor(at / hourMs)) ?? 0);
}

function neighbours(byDayHour: Map<number, number[]>, key: number): number[] {
  const around: number[] = [];
  const perDay = dayMs / hourMs;
  for (let day = -neighbourhoodDays; day <= neighbourhoodDays; day++) {
    around.push(...(byDayHour.get(key + day * perDay) ?? []));
  }
  return around;
}

function trimmedMean(values: number[]): number {
  const kept = values.sort((a, b) => a - b).slice(0, Math.ceil(values.length * (1 - trimmedShare)));
  return kept.length === 0 ? 0 : kept.reduce((total, value) => total + value, 0) / kept.length;
}
