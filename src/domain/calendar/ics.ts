import type { Repeat } from "./entry.ts";
import { type ContentLine, contentLines, plainText } from "./ics-lines.ts";
import { type Refused, repeatOf } from "./ics-repeat.ts";
import { durationMs, parseMoment } from "./ics-time.ts";

/** One VEVENT that we can use. */
export type ParsedEvent = {
  uid: string;
  title: string;
  from: number;
  until: number;
  repeat: Repeat | null;
};

/** Why an event was left out: a key of "foresight:skipped". */
export type Skip = "no_title" | "no_start" | "bad_time" | "cancelled" | "repetition" | "too_many";
export type Skipped = { line: number; title: string; why: Skip };
export type ParsedCalendar = { events: ParsedEvent[]; skipped: Skipped[] };

const eventsMax = 1_000;
const titleLengthMax = 200;
const uidLengthMax = 300;
const dayMs = 86_400_000;
/** An event without an end lasts so long (RFC 5545 says "no time at all", which loads nothing). */
const pointLengthMs = 3_600_000;
const lengthMaxMs = 400 * dayMs;

/** Reads the events of an iCalendar file (RFC 5545). What is unclear is left out and said, never guessed. */
export function parseCalendar(text: string, timeZone: string): ParsedCalendar {
  const found: ParsedCalendar = { events: [], skipped: [] };
  for (const block of eventBlocks(text)) {
    const event = readEvent(block.lines, timeZone);
    if (typeof event === "string" || found.events.length >= eventsMax) {
      const why = typeof event === "string" ? event : "too_many";
      if (found.skipped.length < eventsMax)
        found.skipped.push({ line: block.line, title: titleOf(block.lines), why });
    } else found.events.push(event);
  }
  return withoutOverridden(found);
}

type Block = { line: number; lines: ContentLine[] };

/** The lines of each VEVENT, without what is nested in it (alarms). */
function eventBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let nested = 0;
  for (const line of contentLines(text)) {
    const value = line.value.trim().toUpperCase();
    if (line.name === "BEGIN" && value === "VEVENT") {
      open = { line: line.number, lines: [] };
      nested = 0;
    } else if (open !== null && line.name === "BEGIN") nested++;
    else if (open !== null && line.name === "END" && nested > 0) nested--;
    else if (open !== null && line.name === "END") {
      if (value === "VEVENT") blocks.push(open);
      open = null;
    } else if (open !== null && nested === 0) open.lines.push(line);
  }
  return blocks;
}

function readEvent(lines: readonly ContentLine[], timeZone: string): ParsedEvent | Skip {
  const one = (name: string) => lines.find((line) => line.name === name);
  if (one("STATUS")?.value.trim().toUpperCase() === "CANCELLED") return "cancelled";
  const title = titleOf(lines);
  if (title === "") return "no_title";
  const start = one("DTSTART");
  if (start === undefined) return "no_start";
  const from = parseMoment(start, timeZone);
  if (from === null) return "bad_time";
  const until = endOf({ from: from.at, allDay: from.allDay, lines }, timeZone);
  if (until === null || until <= from.at || until - from.at > lengthMaxMs) return "bad_time";
  const repeat = repeatOf(lines, { from: from.at, timeZone });
  if (isRefused(repeat)) return repeat.refused;
  const uid = uidOf(lines, `${title} ${from.at}`, timeZone);
  return { uid, title, from: from.at, until, repeat };
}

const isRefused = (repeat: Repeat | null | Refused): repeat is Refused =>
  repeat !== null && "refused" in repeat;

const titleOf = (lines: readonly ContentLine[]): string =>
  plainText(lines.find(({ name }) => name === "SUMMARY")?.value ?? "").slice(0, titleLengthMax);

type Start = { from: number; allDay: boolean; lines: readonly ContentLine[] };

function endOf({ from, allDay, lines }: Start, timeZone: string): number | null {
  const end = lines.find(({ name }) => name === "DTEND");
  if (end !== undefined) {
    const at = parseMoment(end, timeZone)?.at ?? null;
    // Many programs write an end that is the start: a moment.
    return at === from ? from + pointLengthMs : at;
  }
  const duration = lines.find(({ name }) => name === "DURATION");
  if (duration !== undefined) {
    const lengthMs = durationMs(duration.value);
    return lengthMs === null ? null : from + lengthMs;
  }
  return from + (allDay ? dayMs : pointLengthMs);
}

/** A changed occurrence has the identity of its series and the moment it replaces. */
function uidOf(lines: readonly ContentLine[], otherwise: string, timeZone: string): string {
  const uid = lines.find(({ name }) => name === "UID")?.value.trim() || otherwise;
  const replaced = lines.find(({ name }) => name === "RECURRENCE-ID");
  const at = replaced === undefined ? null : parseMoment(replaced, timeZone);
  return `${uid.slice(0, uidLengthMax)}${at === null ? "" : `#${at.at}`}`;
}

/** What was changed for one year is struck out of its series. An identity counts once: the last word of it. */
function withoutOverridden({ events, skipped }: ParsedCalendar): ParsedCalendar {
  const byUid = new Map(events.map((event) => [event.uid, event]));
  for (const uid of byUid.keys()) {
    const [, series = "", at = ""] = /^(.*)#(\d+)$/s.exec(uid) ?? [];
    byUid.get(series)?.repeat?.except.push(Number(at));
  }
  return { events: [...byUid.values()], skipped };
}
