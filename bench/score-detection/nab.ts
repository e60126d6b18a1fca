import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createStream, observe } from "../../src/domain/detection/stream.ts";
import { readSeries, readTime, type Series } from "./series.ts";

/** Rows of a benchmark series that score, and what a detection there is worth. */
type Window = { from: number; to: number };
export type Detection = { score: number; opens: boolean; worth: number; window: string | null };

export type NabScore = { best: number; bestThreshold: number; shipped: number; openings: number };

const bucketMs = 300_000;
const falseAlarmWeight = 0.11; // the standard profile; a caught and a missed window weigh 1
const probationShare = 0.15;
const probationRowsMax = 750;

/** The Numenta Anomaly Benchmark's own scoring, standard profile, one threshold for all series. */
export function scoreNab(folder: string, alertScore: number): NabScore {
  const windows: Record<string, [string, string][]> = JSON.parse(
    readFileSync(join(folder, "windows.json"), "utf8"),
  );
  const rows = Object.entries(windows).flatMap(([path, spans]) => {
    const name = path.split("/").at(-1) ?? path;
    return rowsOf(readSeries(join(folder, name), name, bucketMs), spans);
  });
  const total = Object.values(windows).flat().length;
  const sweep = sweepThresholds(rows, total);
  const shipped = rows.filter((row) => row.score >= alertScore);
  const openings = rows.filter((row) => row.opens);
  return { ...sweep, shipped: normalised(shipped, total), openings: normalised(openings, total) };
}

function rowsOf(series: Series, spans: [string, string][]): Detection[] {
  const windows = spans.map(([from, to]) => ({
    from: series.at.findIndex((at) => at >= readTime(from)),
    to: series.at.findLastIndex((at) => at <= readTime(to)),
  }));
  const stream = createStream({ bucketMs });
  const probation = Math.min(Math.floor(probationShare * series.at.length), probationRowsMax);
  let state = "quiet";
  const rows = series.at.map((at, index) => {
    const seen = observe(stream, at, series.counts[index] ?? null);
    const before = state;
    state = seen.kind === "read" ? seen.reading.state : before;
    const score = seen.kind === "read" ? seen.reading.score : 0;
    const opens = state === "alert" && before !== "alert";
    return { score, opens, ...worthOf(windows, index, series.name) };
  });
  return rows.slice(probation);
}

/** What a detection in this row is worth, and which window it catches. */
export function worthOf(
  windows: Window[],
  index: number,
  name: string,
): { worth: number; window: string | null } {
  const inside = windows.findIndex((window) => window.from <= index && index <= window.to);
  const window = windows[inside];
  if (window !== undefined) {
    const position = -(window.to - index + 1) / (window.to - window.from + 1);
    return { worth: sigmoid(position) / sigmoid(-1), window: `${name} ${inside}` };
  }
  const previous = windows.findLast((earlier) => earlier.to < index);
  if (previous === undefined) return { worth: -falseAlarmWeight, window: null };
  const position = (index - previous.to) / (previous.to - previous.from);
  return { worth: falseAlarmWeight * sigmoid(position), window: null };
}

function sigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

function sweepThresholds(
  rows: Detection[],
  total: number,
): { best: number; bestThreshold: number } {
  const falling = [...rows].sort((a, b) => b.score - a.score);
  const caught = new Map<string, number>();
  let worth = 0;
  let found = { best: 0, bestThreshold: Number.POSITIVE_INFINITY };
  falling.forEach((row, index) => {
    worth += gain(row, caught);
    const next = falling[index + 1];
    if (next !== undefined && next.score === row.score) return;
    const score = normalise(worth - (total - caught.size), total);
    if (score > found.best) found = { best: score, bestThreshold: row.score };
  });
  return found;
}

/** A window is worth its earliest detection; outside windows every detection costs. */
function gain(row: Detection, caught: Map<string, number>): number {
  if (row.window === null) return row.worth;
  const before = caught.get(row.window) ?? 0;
  const now = caught.has(row.window) ? Math.max(before, row.worth) : row.worth;
  caught.set(row.window, now);
  return now - before;
}

/** The score of a set of detections, where nothing found is 0 and everything at once is 100. */
export function normalised(detections: Detection[], total: number): number {
  const caught = new Map<string, number>();
  const worth = detections.reduce((sum, row) => sum + gain(row, caught), 0);
  return normalise(worth - (total - caught.size), total);
}

function normalise(raw: number, total: number): number {
  return (100 * (raw + total)) / (2 * total);
}
