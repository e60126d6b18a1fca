import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { House } from "../actions/action.ts";
import { PLATFORMS } from "../domain/platforms.ts";
import { codeOf, invalid } from "../lib/errors.ts";
import type { IncidentRow } from "../store/incidents.ts";
import { createProgress } from "./progress.ts";
import { parseAny, parseInterval } from "./recording.ts";
import { type HandClock, replay } from "./replay-run.ts";

const FILE_BYTES_MAX = 200_000_000;
const MONTH_MS = 30.44 * 86_400_000;
const SPEED_MAX = 1_000_000;

/** Gives a house on a database that keeps nothing, and the clock it lives by. */
export type WithReplayHouse = (
  work: (house: House, clock: HandClock, signal: AbortSignal) => Promise<void>,
) => Promise<void>;

/** `tocsin replay`: recorded reports through the whole server, at full speed. */
export function registerReplay(program: Command, withReplayHouse: WithReplayHouse): void {
  program
    .command("replay")
    .description("Feed a recording through the whole server, on a virtual clock")
    .argument(
      "<file>",
      "CSV with the columns timestamp,count (an empty count means no data), or one JSON object a line: " +
        "reports, counts and readings (docs/detection.md)",
    )
    .requiredOption("--platform <id>", "which platform the reports are about")
    .option("--interval <time>", "how long each count counts for: 60s, 20m, 1h", "20m")
    .option("--speed <times>", "how many times faster than life, or max", "max")
    .action(async (file: string, options: Options) => await run(file, options, withReplayHouse));
}

type Options = { platform: string; interval: string; speed: string };

async function run(file: string, options: Options, withHouse: WithReplayHouse): Promise<void> {
  const intervalMs = parseInterval(options.interval);
  const speed = parseSpeed(options.speed);
  requirePlatform(options.platform);
  const recording = parseAny(await read(file), { intervalMs, platformId: options.platform });
  const recorded = recording.counts;
  const startedAt = performance.now();
  const closed: IncidentRow[] = [];
  let buckets = 0;
  await withHouse(async (house, clock, signal) => {
    // What people read goes to the terminal with the bar; what programs read stays free of it.
    const onTerminal = process.stdout.isTTY;
    const out = onTerminal ? process.stdout : process.stderr;
    const progress = createProgress({ label: "buckets", total: recorded.length, out });
    await replay(
      {
        house,
        clock,
        platformId: options.platform,
        intervalMs,
        speed,
        signal,
        onClosed(incident) {
          closed.push(incident);
          if (onTerminal) progress.line(lineOf(incident));
          else process.stdout.write(`${lineOf(incident)}\n`);
        },
        onProgress(done) {
          buckets = done;
          progress.set(done);
        },
      },
      recording,
    );
    progress.end();
  });
  const last = recorded[Math.max(0, buckets - 1)];
  const spanMs = (last?.at ?? 0) - (recorded[0]?.at ?? 0) + intervalMs;
  const tookMs = performance.now() - startedAt;
  process.stdout.write(`${summaryOf(closed, { spanMs, buckets, tookMs })}\n`);
}

async function read(file: string): Promise<string> {
  try {
    const text = await readFile(file, "utf8");
    if (text.length <= FILE_BYTES_MAX) return text;
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") throw invalid(`There is no file ${file}.`);
    throw invalid(`The file ${file} cannot be read (${codeOf(cause) ?? "unknown reason"}).`);
  }
  throw invalid(`The file ${file} is larger than ${FILE_BYTES_MAX / 1e6} MB.`);
}

function requirePlatform(id: string): void {
  const known = PLATFORMS.map((platform) => platform.id);
  if (known.includes(id)) return;
  throw invalid(`There is no platform "${id}". --platform takes one of ${known.join(", ")}.`);
}

function parseSpeed(text: string): number | "max" {
  if (text === "max") return "max";
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0 && speed <= SPEED_MAX) return speed;
  throw invalid(`--speed takes a number up to ${SPEED_MAX} or "max", not "${text}".`);
}

/** One line for one incident: opened, class, peak, closed. */
export function lineOf(incident: IncidentRow): string {
  const { started_at, opened_at, closed_at, peak } = incident;
  const count = typeof peak["count"] === "number" ? peak["count"] : null;
  const usual = typeof peak["expected"] === "number" ? peak["expected"].toFixed(1) : "?";
  return [
    `opened ${stamp(opened_at)} (began ${stamp(started_at)})`,
    incident.class.padEnd(11),
    `peak ${count === null ? "?" : String(count).padStart(5)} (usual ${usual})`,
    closed_at ? `${incident.state} ${stamp(closed_at)}` : `still ${incident.state}`,
  ].join("  ");
}

const stamp = (at: Date): string => at.toISOString().slice(0, 16).replace("T", " ");

function summaryOf(
  incidents: readonly IncidentRow[],
  run: { spanMs: number; buckets: number; tookMs: number },
): string {
  const months = run.spanMs / MONTH_MS;
  const rate = Math.round(run.buckets / (run.tookMs / 1_000));
  const seconds = (run.tookMs / 1_000).toFixed(1);
  return (
    `${incidents.length} incidents in ${months.toFixed(1)} months, ` +
    `${(incidents.length / months).toFixed(2)} a month. ` +
    `${run.buckets} buckets in ${seconds} s, ${rate} a second.`
  );
}
