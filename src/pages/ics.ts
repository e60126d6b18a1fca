import type { Maintenance } from "../domain/maintenance.ts";
import { plainLines } from "../domain/text/plain-lines.ts";
import type { PageContext } from "./context.ts";
import { workAddress } from "./work-said.ts";

/** RFC 5545, 3.1: a line is 75 octets long at the most, without its end. */
const LINE_BYTES_MAX = 75;
const REFRESH = "PT1H";

/** Planned work as a calendar (RFC 5545, with RFC 7986's name and rhythm) that any agenda can follow. */
export function calendarOf(context: PageContext): string {
  const { words, state, language, publicUrl } = context;
  const name = words("pages:ics.name", { name: state.organisation.name });
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Tocsin//Planned work//${language.toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    `URL:${publicUrl}/${language}/maintenance`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    `X-PUBLISHED-TTL:${REFRESH}`,
    ...state.works.flatMap((work) => eventOf(context, work)),
    "END:VCALENDAR",
  ];
  return `${lines.flatMap(folded).join("\r\n")}\r\n`;
}

/** The same work keeps its name for ever; whoever holds an older word takes the higher sequence. */
function eventOf(context: PageContext, work: Maintenance): string[] {
  const { words, language, publicUrl } = context;
  const from = Math.min(work.beganAt ?? work.from, work.from);
  return [
    "BEGIN:VEVENT",
    `UID:maintenance-${work.id}@${new URL(publicUrl).hostname}`,
    `SEQUENCE:${work.version}`,
    `DTSTAMP:${utc(work.updatedAt)}`,
    `LAST-MODIFIED:${utc(work.updatedAt)}`,
    `DTSTART:${utc(from)}`,
    `DTEND:${utc(work.until)}`,
    `SUMMARY:${escaped(summaryOf(context, work))}`,
    `DESCRIPTION:${escaped(descriptionOf(context, work))}`,
    `URL:${workAddress(context, work)}`,
    `STATUS:${statusOf(work)}`,
    `CATEGORIES:${escaped(words("pages:planned.title"))}`,
    // Nobody is busy because a phone line is.
    "TRANSP:TRANSPARENT",
    `X-TOCSIN-STATE;LANGUAGE=${language}:${escaped(words(`pages:state.${work.state}`))}`,
    "END:VEVENT",
  ];
}

function summaryOf({ state, words, language }: PageContext, work: Maintenance): string {
  const title = work.title[language];
  const training = state.organisation.mode === "training";
  return training ? words("public:feed.exercise", { title }) : title;
}

function descriptionOf({ words, state, language }: PageContext, work: Maintenance): string {
  const names = state.points
    .filter(({ id }) => work.pointIds.includes(id))
    .map((point) => point.name[language]);
  const touched =
    names.length === 0
      ? words("pages:planned.touchesNone")
      : `${names.join(", ")} – ${words(`pages:effect.${work.effect}`)}`;
  return [work.message[language], touched].filter((part) => part !== "").join("\n\n");
}

function statusOf({ state, firm }: Maintenance): string {
  if (state === "cancelled") return "CANCELLED";
  return firm || state !== "scheduled" ? "CONFIRMED" : "TENTATIVE";
}

/** "20261120T094200Z". */
const utc = (at: number): string =>
  new Date(at).toISOString().replace(/\.\d+/, "").replace(/[-:]/g, "");

/** RFC 5545, 3.3.11. What is neither a sign nor a line break is left out. */
const escaped = (text: string): string =>
  plainLines(text.toWellFormed())
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these may not stand there.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ")
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\n/g, "\\n");

/** Cuts a long line between characters, never within one: the next line begins with a space. */
function folded(line: string): string[] {
  const lines: string[] = [];
  let current = "";
  let bytes = 0;
  for (const sign of line) {
    const size = Buffer.byteLength(sign);
    if (bytes + size > LINE_BYTES_MAX) {
      lines.push(current);
      current = " ";
      bytes = 1;
    }
    current += sign;
    bytes += size;
  }
  return [...lines, current];
}
