import { readFileSync } from "node:fs";
import type { StreamPhase } from "../../src/domain/detection/hysteresis.ts";
import { createStream, observe } from "../../src/domain/detection/stream.ts";

/** A recorded incident: report counts around the bin in which the market leader declared the problem. */
export type Declared = {
  id: string;
  bucketMs: number;
  startAt: number;
  counts: number[];
  bin: number;
};

export type DeclaredScore = {
  incidents: number;
  clean: number;
  before: number;
  byThen: number;
  quietDays: number;
  quietAlarmBins: number;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
const binsPerHour = 4;
const leadBinsMax = 8;
const visible = { reportsMin: 20, ratioMin: 4 };
const calm = { reportsMax: 10, ratioMax: 4 };

export function readDeclared(file: string): Declared[] {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line) => {
    const row = JSON.parse(line);
    const bucketMs = row.bin_minutes * minuteMs;
    // Bins are labelled at their end, the detector's buckets at their start.
    const startAt = Date.parse(row.first_bin_at) - bucketMs;
    return { id: row.id, bucketMs, startAt, counts: row.counts, bin: row.declared_bin };
  });
}

/** Each incident is a stream of its own that starts twelve hours before: the detector knows nothing else. */
export function scoreDeclared(incidents: Declared[]): DeclaredScore {
  const score = { incidents: 0, clean: 0, before: 0, byThen: 0, quietDays: 0, quietAlarmBins: 0 };
  for (const incident of incidents) {
    score.incidents++;
    if (!isClean(incident)) continue;
    const phases = phasesOf(incident);
    const quietEnd = incident.bin - leadBinsMax;
    const first = phases.findIndex((phase, at) => at >= quietEnd && phase === "alert");
    score.clean++;
    if (first >= 0 && first < incident.bin) score.before++;
    if (first >= 0 && first <= incident.bin) score.byThen++;
    score.quietDays += (quietEnd * incident.bucketMs) / dayMs;
    score.quietAlarmBins += phases.slice(0, quietEnd).filter((phase) => phase === "alert").length;
  }
  return score;
}

function phasesOf(incident: Declared): StreamPhase[] {
  const stream = createStream({ bucketMs: incident.bucketMs });
  return incident.counts.map((count, index) => {
    const seen = observe(stream, incident.startAt + index * incident.bucketMs, count);
    return seen.kind === "read" ? seen.reading.state : "quiet";
  });
}

/** Clean: calm until two hours before the declaration, and plain to see within an hour of it. */
function isClean({ counts, bin }: Declared): boolean {
  const quiet = counts.slice(0, bin - leadBinsMax);
  const perHour = binsPerHour * (sum(quiet) / quiet.length);
  const wasCalm = worstHour(quiet) < Math.max(calm.reportsMax, calm.ratioMax * perHour);
  const around = worstHour(counts.slice(bin - binsPerHour, bin + binsPerHour));
  return wasCalm && around >= Math.max(visible.reportsMin, visible.ratioMin * perHour);
}

function worstHour(counts: number[]): number {
  const hours = counts.map((_, at) => sum(counts.slice(Math.max(0, at - binsPerHour + 1), at + 1)));
  return Math.max(0, ...hours);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
