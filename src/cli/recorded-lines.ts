import { z } from "zod";
import { SYMPTOMS, UNSAID } from "../domain/report-details.ts";
import { invalid } from "../lib/errors.ts";
import { parseTime } from "./recorded-time.ts";
import type { Recorded, Recording } from "./recording.ts";

const BUCKETS_MAX = 2_000_000;
const NAME_LENGTH_MAX = 80;
const COUNT_MAX = 1_000_000_000;

const at = z.string().transform((text, context) => {
  const time = parseTime(text.trim());
  if (time === null) context.addIssue({ code: "custom", message: `"${text}" is not a time` });
  return time ?? 0;
});
const platform = z.string().optional();
const source = z.string().trim().min(1).max(NAME_LENGTH_MAX).optional();
const detail = z.record(z.string(), z.unknown()).default({});

/** One line: what one person reported, what was counted in one bucket, or what one look told. */
const Line = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("report"),
    at,
    platform,
    symptom: z.enum([...SYMPTOMS, UNSAID]).default(UNSAID),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
    version: z.string().trim().min(1).max(40).nullable().default(null),
  }),
  z.object({
    kind: z.enum(["reports", "social"]),
    at,
    platform,
    source,
    count: z.number().int().min(0).max(COUNT_MAX).nullable(),
  }),
  z.object({
    kind: z.enum(["probe", "official", "deliveries"]),
    at,
    platform,
    source,
    detail,
    verdict: z.enum(["up", "degraded", "down", "unknown"]),
  }),
]);
type Line = z.infer<typeof Line>;

/**
 * Reads one JSON object a line, in order of time. What people reported is counted per interval, beside the counts there are;
 * between the first and the last line an interval without any report counts none.
 */
export function parseLines(
  text: string,
  asked: { intervalMs: number; platformId: string },
): Recording {
  const recording: Recording = { counts: [], readings: [], reports: [] };
  const counted = new Map<number, number | null>();
  let last = Number.NEGATIVE_INFINITY;
  let reported = false;
  for (const [index, row] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (row.trim() === "") continue;
    const line = parseLine(row, index + 1);
    if (line.at < last) throw invalid(`Line ${index + 1} is earlier than the line before it.`);
    last = line.at;
    if (line.platform !== undefined && line.platform !== asked.platformId) continue;
    take(recording, counted, { line, intervalMs: asked.intervalMs });
    reported ||= line.kind === "report";
  }
  if (!Number.isFinite(last)) throw invalid("This recording has no lines.");
  return { ...recording, counts: bucketsOf(recording, { counted, reported, ...asked }) };
}

function parseLine(row: string, number: number): Line {
  const read = Line.safeParse(jsonOf(row, number));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join(".") ?? "";
  const why = issue?.message ?? "it is not understood";
  throw invalid(`Line ${number}: ${field === "" ? "" : `${field}: `}${why}.`);
}

function jsonOf(row: string, number: number): unknown {
  try {
    return JSON.parse(row);
  } catch {
    throw invalid(`Line ${number} is not JSON.`);
  }
}

function take(
  recording: Recording,
  counted: Map<number, number | null>,
  { line, intervalMs }: { line: Line; intervalMs: number },
): void {
  const bucket = Math.floor(line.at / intervalMs) * intervalMs;
  switch (line.kind) {
    case "report": {
      const { symptom, country, version } = line;
      recording.reports.push({ at: line.at, symptom, country, version });
      counted.set(bucket, (counted.get(bucket) ?? 0) + 1);
      return;
    }
    case "reports":
      if (line.count === null) counted.set(bucket, counted.get(bucket) ?? null);
      else counted.set(bucket, (counted.get(bucket) ?? 0) + line.count);
      return;
    case "social":
      if (line.count !== null)
        recording.readings.push({
          kind: line.kind,
          source: line.source ?? line.kind,
          at: bucket,
          count: line.count,
        });
      return;
    case "probe":
    case "official":
    case "deliveries": {
      const { verdict, detail: told } = line;
      const { kind, source: name = kind } = line;
      recording.readings.push({ kind, source: name, at: line.at, verdict, detail: told });
      return;
    }
    default:
      line satisfies never;
  }
}

/** The counts of every interval from the first thing that happened to the last. */
function bucketsOf(
  { readings }: Recording,
  given: { counted: Map<number, number | null>; reported: boolean; intervalMs: number },
): Recorded[] {
  const { counted, reported, intervalMs } = given;
  const times = [...counted.keys(), ...readings.map(({ at: time }) => time)];
  const from = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const to = times.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const first = Math.floor(from / intervalMs) * intervalMs;
  const length = Math.floor((to - first) / intervalMs) + 1;
  if (times.length === 0) throw invalid("This recording says nothing about that platform.");
  if (length > BUCKETS_MAX)
    throw invalid(`This recording spans more than ${BUCKETS_MAX} intervals.`);
  const silence = reported ? 0 : null;
  return Array.from({ length }, (_, index) => {
    const start = first + index * intervalMs;
    return { at: start, count: counted.has(start) ? (counted.get(start) ?? null) : silence };
  });
}
