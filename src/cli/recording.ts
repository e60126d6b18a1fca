import { invalid } from "../lib/errors.ts";
import { parseLines } from "./recorded-lines.ts";
import { parseTime } from "./recorded-time.ts";

/** One line of a recording. No count means that nobody counted, which is not zero. */
export type Recorded = { at: number; count: number | null };

/** What one person reported. */
export type RecordedReport = {
  at: number;
  symptom: string;
  country: string | null;
  version: string | null;
};

/** What one source saw, or counted of what people posted. */
export type RecordedReading = { source: string; at: number } & (
  | { kind: "social"; count: number }
  | {
      kind: "probe" | "official" | "deliveries";
      verdict: "up" | "degraded" | "down" | "unknown";
      detail: Record<string, unknown>;
    }
);

/** Everything that was recorded of one platform. */
export type Recording = {
  counts: Recorded[];
  readings: RecordedReading[];
  reports: RecordedReport[];
};

const INTERVAL = /^(\d+)\s*(s|m|h)$/;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 };
const INTERVAL_MIN_MS = 10_000;
const INTERVAL_MAX_MS = 6 * 3_600_000;

/** `20m`, `60s`, `1h` in milliseconds. */
export function parseInterval(text: string): number {
  const [, number, unit] = INTERVAL.exec(text.trim()) ?? [];
  if (!number || (unit !== "s" && unit !== "m" && unit !== "h")) {
    throw invalid(`"${text}" is no interval: write for example 60s, 20m or 1h.`);
  }
  const ms = Number(number) * UNIT_MS[unit];
  if (ms < INTERVAL_MIN_MS || ms > INTERVAL_MAX_MS) {
    throw invalid(`The interval must lie between 10s and 6h, and "${text}" does not.`);
  }
  return ms;
}

/** Reads a recording of either kind: lines of JSON, or lines of `timestamp,count`. */
export function parseAny(
  text: string,
  asked: { intervalMs: number; platformId: string },
): Recording {
  if (/^\uFEFF?\s*\{/.test(text)) return parseLines(text, asked);
  return { counts: parseRecording(text), readings: [], reports: [] };
}

/** Reads `timestamp,count` lines, in order of time. The first bad line ends it, with its number. */
export function parseRecording(text: string): Recorded[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const hasHeader = /^\s*"?timestamp/i.test(lines[0] ?? "");
  const recorded: Recorded[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    if ((index === 0 && hasHeader) || line.trim() === "") continue;
    const row = parseLine(line, index + 1);
    if (row.at <= last) throw invalid(`Line ${index + 1} is not later than the line before it.`);
    last = row.at;
    recorded.push(row);
  }
  if (recorded.length === 0) throw invalid("This recording has no lines with a time and a count.");
  return recorded;
}

function parseLine(line: string, number: number): Recorded {
  const [time = "", count = "", ...rest] = line.split(",").map((cell) => cell.trim());
  const at = parseTime(time.replace(/^"(.*)"$/, "$1"));
  if (at === null) throw invalid(`Line ${number}: "${time}" is not a time.`);
  if (rest.length > 0) throw invalid(`Line ${number}: expected two columns, timestamp and count.`);
  if (count === "") return { at, count: null };
  if (!/^\d{1,9}$/.test(count)) throw invalid(`Line ${number}: "${count}" is not a count.`);
  return { at, count: Number(count) };
}
