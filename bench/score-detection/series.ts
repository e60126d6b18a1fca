import { readFileSync } from "node:fs";

/** One recorded count stream: bins labelled at their start, null where nothing was recorded. */
export type Series = { name: string; bucketMs: number; at: number[]; counts: (number | null)[] };

/** Reads a two-column CSV with a header; times without a zone are UTC. */
export function readSeries(file: string, name: string, bucketMs: number): Series {
  const series: Series = { name, bucketMs, at: [], counts: [] };
  const [, ...rows] = readFileSync(file, "utf8").split("\n");
  for (const row of rows) {
    const [time, count] = row.trim().split(",");
    if (time === undefined || time === "") continue;
    series.at.push(readTime(time));
    series.counts.push(count === undefined || count === "" ? null : Number(count));
  }
  return series;
}

/** Milliseconds since 1970 of a time written with or without `T` and zone; UTC without one. */
export function readTime(time: string): number {
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`;
  return Date.parse(zoned.replace(" ", "T"));
}
