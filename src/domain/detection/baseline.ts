import { parameters as p } from "./settings.ts";

/**
 * What a stream usually counts: a level per bucket, times a factor for the hour of day, times one for the hour of week.
 * A factor is reports seen over reports foreseen, both fading, shrunk towards one while they are few.
 */
export type Baseline = { level: number; seen: number; hours: Season; week: Season };

type Season = { counted: number[]; foreseen: number[] };
type Lesson = { at: number; count: number; bucketMs: number; halfLifeMs: number };

const hourMs = 3_600_000;
const hoursPerDay = 24;
const hoursPerWeek = 168;

/** A baseline that has seen nothing. */
export function createBaseline(): Baseline {
  return { level: 0, seen: 0, hours: createSeason(hoursPerDay), week: createSeason(hoursPerWeek) };
}

/** How long the baseline has been learning, in time with data. */
export function ageMs(baseline: Baseline, bucketMs: number): number {
  return baseline.seen * bucketMs;
}

/** Reports foreseen in the bucket that starts at `at`. */
export function expectedAt(baseline: Baseline, at: number, bucketMs: number): number {
  const hour = hourOf(at);
  const daily = baseline.level * hourFactor(baseline, hour, bucketMs);
  if (ageMs(baseline, bucketMs) < p.weekAfterMs) return daily;
  return daily * weekFactor(baseline, hour, bucketMs);
}

/** Learns one bucket, in place. The caller clips the count and says how fast the level may follow. */
export function learn(baseline: Baseline, lesson: Lesson): void {
  const { count, bucketMs } = lesson;
  const hour = hourOf(lesson.at);
  const daily = hourFactor(baseline, hour, bucketMs);
  const foreseen = baseline.level;
  const steady = 1 - 2 ** (-bucketMs / lesson.halfLifeMs);
  const step = Math.max(p.coldStep / (baseline.seen + p.coldStep), steady);
  baseline.level += step * (count / daily - foreseen);
  baseline.seen++;
  if (ageMs(baseline, bucketMs) < p.seasonAfterMs) return;
  note(baseline.hours, hour % hoursPerDay, { count, foreseen, bucketMs });
  note(baseline.week, hour % hoursPerWeek, { count, foreseen: foreseen * daily, bucketMs });
}

function createSeason(cells: number): Season {
  const zeros = () => new Array<number>(cells).fill(0);
  return { counted: zeros(), foreseen: zeros() };
}

/** Hours since 1970, wrapped so that times before it count as well. */
function hourOf(at: number): number {
  return Math.floor(at / hourMs) + hoursPerWeek * 1_000_000;
}

function hourFactor(baseline: Baseline, hour: number, bucketMs: number): number {
  const days = (p.seasonPseudoDays * baseline.level * hourMs) / bucketMs;
  return factor(baseline.hours, hour % hoursPerDay, p.seasonPseudoReports + days);
}

function weekFactor(baseline: Baseline, hour: number, bucketMs: number): number {
  const days = (p.weekPseudoDays * baseline.level * hourMs) / bucketMs;
  return factor(baseline.week, hour % hoursPerWeek, p.weekPseudoReports + days);
}

function factor(season: Season, cell: number, pseudo: number): number {
  return ((season.counted[cell] ?? 0) + pseudo) / ((season.foreseen[cell] ?? 0) + pseudo);
}

/** A cell meets its hour once per round, so it fades by the round's share of the half-life. */
function note(
  season: Season,
  cell: number,
  seen: { count: number; foreseen: number; bucketMs: number },
): void {
  const keep = 2 ** (-(seen.bucketMs * hoursPerDay) / p.seasonHalfLifeMs);
  season.counted[cell] = (season.counted[cell] ?? 0) * keep + seen.count;
  season.foreseen[cell] = (season.foreseen[cell] ?? 0) * keep + seen.foreseen;
}
