import { createStream, observe } from "../../src/domain/detection/stream.ts";
import { openingsOf } from "../score-detection/openings.ts";
import { readSeries, type Series } from "../score-detection/series.ts";

const bucketMs = 20 * 60_000;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const warmUpMs = 14 * dayMs;
/** Trouble that comes back within two hours is the same incident, as the server has it. */
const sameMs = 2 * hourMs;

/** What the server would have had on record of one service: its incidents, and the states of its stream. */
export type ServicePast = {
  name: string;
  from: number;
  to: number;
  incidents: { from: number; to: number }[];
  /** When the stream was unusual, or over its bar, by the start of the bucket. */
  watches: number[];
  alarms: number[];
};

export function readPast(file: string, name: string): ServicePast {
  const series = readSeries(file, name, bucketMs);
  const from = (series.at[0] ?? 0) + warmUpMs;
  const to = series.at.at(-1) ?? 0;
  const incidents: { from: number; to: number }[] = [];
  for (const opening of openingsOf(series)) {
    const last = incidents.at(-1);
    const until = opening.to ?? to;
    if (opening.from < from) continue;
    if (last && opening.from - last.to < sameMs) last.to = until;
    else incidents.push({ from: opening.from, to: until });
  }
  return { name, from, to, incidents, ...statesOf(series) };
}

function statesOf(series: Series): { watches: number[]; alarms: number[] } {
  const stream = createStream({ bucketMs: series.bucketMs });
  const watches: number[] = [];
  const alarms: number[] = [];
  series.at.forEach((at, index) => {
    const seen = observe(stream, at, series.counts[index] ?? null);
    if (seen.kind === "refused") return;
    if (seen.reading.state === "watch") watches.push(at);
    if (seen.reading.state === "alert") alarms.push(at);
  });
  return { watches, alarms };
}
