import { once } from "node:events";
import type { Command } from "commander";
import {
  createStream,
  observe,
  type Refusal,
  type StreamReading,
  type StreamState,
} from "../domain/detection/stream.ts";
import { codeOf, invalid } from "../lib/errors.ts";
import { parseTime } from "./recorded-time.ts";

const headers = ["timestamp,count", "timestamp,value"];
const answerHeader = "timestamp,count,expected,score,state\n";
const lineLengthMax = 1_000;
const unitsMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };
const intervalMinMs = 10_000;
const intervalMaxMs = 24 * 3_600_000;
const digits = 4;

const refusals: Record<Refusal, string> = {
  not_a_number: "the count is not a number",
  negative: "the count is negative",
  late: "the timestamp is not later than the one before",
  future: "the timestamp has not come yet",
};

/** `tocsin detect`: counts on standard input, the detector's readings on standard output. */
export function registerDetect(program: Command): void {
  program
    .command("detect")
    .description("Read timestamp,count rows and say which are out of the ordinary.")
    .requiredOption("--interval <time>", "time between two rows, such as 1m, 5m, 20m or 1h")
    .action(async (options: { interval: string }) => {
      const intervalMs = readInterval(options.interval);
      process.stdin.setEncoding("utf8");
      await print(detect(process.stdin, intervalMs));
    });
}

/** One row out for each row in, as soon as it is complete; a bad row throws its sentence after the rows before it. */
export async function* detect(
  input: AsyncIterable<string>,
  intervalMs: number,
): AsyncGenerator<string> {
  const reader = { stream: createStream({ bucketMs: intervalMs }), line: 0 };
  yield answerHeader;
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > lineLengthMax) throw badRow(reader.line + 1, "it is too long");
    yield* answers(reader, lines);
  }
  yield* answers(reader, rest === "" ? [] : [rest]);
  if (reader.line === 0) throw invalid("There was nothing to read on standard input.");
}

/** Reads an interval such as `20m` into milliseconds. */
export function readInterval(text: string): number {
  const [, amount = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(text.trim()) ?? [];
  const intervalMs = Number(amount) * (unitsMs[unit] ?? 0);
  if (intervalMs >= intervalMinMs && intervalMs <= intervalMaxMs) return intervalMs;
  throw invalid(`"${text}" is not an interval from 10s to 24h, such as 20m.`);
}

type Reader = { stream: StreamState; line: number };

function* answers(reader: Reader, lines: string[]): Generator<string> {
  let rows = "";
  try {
    for (const line of lines) rows += answer(reader, line);
  } catch (cause) {
    if (rows !== "") yield rows;
    throw cause;
  }
  if (rows !== "") yield rows;
}

function answer(reader: Reader, text: string): string {
  reader.line++;
  const line = text.replace(/^\uFEFF/, "").trim();
  if (line.length > lineLengthMax) throw badRow(reader.line, "it is too long");
  if (reader.line === 1) return checkHeader(line);
  if (line === "") return "";
  const [time = "", count = "", ...more] = line.split(",").map(unquoted);
  if (more.length > 0 || !line.includes(",")) {
    throw badRow(reader.line, "it must be a timestamp and a count, with one comma between");
  }
  const at = readTime(time, reader.line);
  const seen = observe(reader.stream, at, readCount(count, reader.line));
  if (seen.kind === "refused") throw badRow(reader.line, refusals[seen.why]);
  return row(time, count, seen.reading);
}

function checkHeader(line: string): string {
  const header = line.split(",").map(unquoted).join(",").toLowerCase();
  if (headers.includes(header)) return "";
  throw badRow(1, `the header must be "timestamp,count", not "${line.slice(0, 80)}"`);
}

function unquoted(field: string): string {
  return field.trim().replace(/^"(.*)"$/, "$1");
}

function readTime(text: string, line: number): number {
  const at = parseTime(text);
  if (at !== null) return at;
  throw badRow(line, `"${text.slice(0, 40)}" is not a time such as 2026-01-31T12:00:00Z`);
}

/** An empty count is no data. Only plain decimal numbers count as numbers. */
function readCount(text: string, line: number): number | null {
  if (text === "") return null;
  if (!/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) {
    throw badRow(line, `the count "${text.slice(0, 40)}" is not a number`);
  }
  return Number(text);
}

function row(time: string, count: string, reading: StreamReading): string {
  const { expected, score, state } = reading;
  return `${time},${count},${short(expected)},${short(score)},${state}\n`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(digits)));
}

function badRow(line: number, why: string): Error {
  return invalid(`Line ${line} cannot be used: ${why}.`);
}

/** Whoever reads us may stop early (`| head`): that is no failure. */
async function print(rows: AsyncGenerator<string>): Promise<void> {
  const out = process.stdout;
  try {
    for await (const text of rows) {
      if (!out.write(text)) await once(out, "drain");
      if (out.errored) return;
    }
  } catch (cause) {
    if (codeOf(cause) !== "EPIPE") throw cause;
  }
}
