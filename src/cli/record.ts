import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { z } from "zod";
import type { House } from "../actions/action.ts";
import { recordIn } from "../copies/manifest.ts";
import { momentOf, wallTime } from "../domain/calendar/zone.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { codeOf, conflict, invalid } from "../lib/errors.ts";
import { jsonOf } from "../lib/json.ts";
import { wordsFor } from "../lib/words.ts";
import { toldEvent } from "../pages/told-event.ts";
import {
  type Chain,
  ChainWalk,
  type SealedEvent,
  type Span,
  sealedEvents,
  verifyChain,
} from "../store/events.ts";
import { findOrganisation } from "../store/organisation.ts";
import { listPlatforms } from "../store/platforms.ts";
import type { WithHouse } from "./contacts.ts";
import { parseTime } from "./recorded-time.ts";
import { terminalLanguage } from "./terminal.ts";

type Options = { at?: string; from?: string; to?: string; json?: boolean };

const AROUND_MS = 5 * MINUTE_MS;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `tocsin record` and `tocsin check-record`: what happened, and whether anybody changed it since. */
export function registerRecord(program: Command, withHouse: WithHouse): void {
  program
    .command("record")
    .description("Tell what happened: every decision, by whom, and whether the record is whole")
    .option("--at <time>", "around this time, five minutes to either side")
    .option("--from <time>", "10:14 (today), 2026-01-31 10:14 (your clock) or 2026-01-31T10:14Z")
    .option("--to <time>", "until when")
    .option("--json", "one event a line, each with its seal: to keep, or to check elsewhere")
    .action(async (options: Options) => {
      await withHouse(async (house) => await tellRecord(house, options));
    });
  program
    .command("check-record")
    .description(
      "Check the whole record in a file of `record --json`: needs no server, no database",
    )
    .argument("<file>", "the file")
    .option(
      "--anchor <seal>",
      "a seal that was noted elsewhere, or the manifest.json of a copy: the record must hold it",
    )
    .action(async (file: string, { anchor }: { anchor?: string }) => {
      const noted = anchor === undefined ? null : await notedSeal(anchor);
      const { sealed, brokenAt, head, anchoredAt } = await checkRecord(file, noted);
      if (brokenAt !== null) throw conflict(`The chain does not fit at event ${brokenAt}.`);
      if (noted !== null && anchoredAt === null) {
        throw conflict(
          `The seal ${noted} is not in this record: its end was cut off, or it was written anew.`,
        );
      }
      print(`${sealed} events, whole. The last seal is ${head}.`);
      if (anchoredAt !== null)
        print(`The seal that was noted elsewhere is that of event ${anchoredAt}.`);
    });
}

async function tellRecord({ db, now }: House, options: Options): Promise<void> {
  const timeZone = (await findOrganisation(db))?.time_zone ?? "UTC";
  const span = spanOf(options, { timeZone, now: now() });
  if (options.json) {
    for await (const event of sealedEvents(db, span)) print(JSON.stringify(event));
    return;
  }
  const words = wordsFor(terminalLanguage(process.env));
  const names = new Map((await listPlatforms(db)).map(({ id, name }) => [id, name]));
  const platformOf = (id: string) => names.get(id) ?? id;
  let told = 0;
  for await (const event of sealedEvents(db, span)) {
    print(toldEvent(event, { words, timeZone, platformOf, withDay: true }));
    told++;
  }
  const { sealed, brokenAt, head } = await verifyChain(db);
  print(words("audience:cli.record_told", { count: told, timeZone }));
  if (brokenAt !== null) {
    throw conflict(`The record does not fit from event ${brokenAt} on.`, {
      sentence: "audience:cli.record_broken",
      id: brokenAt,
    });
  }
  print(words("audience:cli.record_whole", { count: sealed, head }));
}

/** The span that is asked for; a time without a zone is one of the organisation's clock. */
function spanOf(options: Options, here: { timeZone: string; now: number }): Span {
  const [at, from, to] = [options.at, options.from, options.to].map((text) =>
    text === undefined ? undefined : readTime(text, here),
  );
  if (at !== undefined && (from !== undefined || to !== undefined)) {
    throw invalid("Say either --at, or --from and --to.");
  }
  if (at !== undefined) return { from: new Date(at - AROUND_MS), to: new Date(at + AROUND_MS) };
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

/** Reads `10:14`, `2026-01-31 10:14` or a time with its zone. */
export function readTime(text: string, here: { timeZone: string; now: number }): number {
  const isClock = /^\d\d:\d\d(:\d\d)?$/.test(text);
  const hasZone =
    /(Z|[+-]\d\d:?\d\d)$/i.test(text) && !isClock && text.length > "2026-01-31".length;
  const today = new Date(asUtc(here.now, here.timeZone)).toISOString().slice(0, 10);
  const at = parseTime(isClock ? `${today} ${text}` : text);
  if (at === null) {
    throw invalid(`“${text}” is no time: write 10:14, 2026-01-31 10:14 or 2026-01-31T10:14Z.`);
  }
  return hasZone ? at : momentOf(wallTime(at, "UTC"), here.timeZone);
}

/** What the clock of that zone shows, as if it were UTC. */
function asUtc(at: number, timeZone: string): number {
  return momentOf(wallTime(at, timeZone), "UTC");
}

const Line: z.ZodType<SealedEvent> = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  name: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  incidentId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  seal: z.object({ no: z.number(), hash: z.string() }).nullable(),
});

const SEAL = /^[0-9a-f]{64}$/;

/** The seal itself, or the one that a manifest notes. */
async function notedSeal(anchor: string): Promise<string> {
  if (SEAL.test(anchor)) return anchor;
  try {
    const noted = recordIn(await readFile(anchor));
    if (noted !== null) return noted;
  } catch (cause) {
    throw unreadable(anchor, cause);
  }
  throw invalid(`${anchor} notes no seal: give 64 hexadecimal digits, or a copy's manifest.json.`);
}

/** A file of a record, and which event carries the seal that was noted elsewhere. */
type Checked = Chain & { anchoredAt: number | null };

/** Walks the chain of a file. What is not sealed yet at its end proves nothing and breaks nothing. */
export async function checkRecord(file: string, noted: string | null = null): Promise<Checked> {
  const events: (SealedEvent & { seal: NonNullable<SealedEvent["seal"]> })[] = [];
  for await (const { seal, ...event } of readLines(file)) {
    if (seal !== null) events.push({ ...event, seal });
  }
  events.sort((one, other) => one.seal.no - other.seal.no);
  const walk = new ChainWalk();
  const broken = events.find((event) => !walk.follow(event, event.seal));
  const anchored = events.find(({ seal }) => seal.hash === noted);
  return { ...walk.endedAt(broken?.id ?? null), anchoredAt: anchored?.id ?? null };
}

async function* readLines(file: string): AsyncGenerator<SealedEvent> {
  let no = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file) })) {
      no++;
      if (text.trim() === "") continue;
      const line = Line.safeParse(jsonOf(text));
      if (!line.success) throw invalid(`Line ${no} of ${file} is no event of a record.`);
      yield line.data;
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (no === 0) throw invalid(`There is nothing in ${file}.`);
}

/** A file that is not there, or that we may not read, is the caller's trouble; all else is ours. */
function unreadable(file: string, cause: unknown): unknown {
  const code = codeOf(cause);
  return code?.startsWith("E") ? invalid(`The file ${file} cannot be read (${code}).`) : cause;
}
