import type { Repeat } from "./entry.ts";
import type { ContentLine } from "./ics-lines.ts";
import { parseMoment } from "./ics-time.ts";
import { wallTime } from "./zone.ts";

export type Refused = { refused: "repetition" };
const refused: Refused = { refused: "repetition" };
const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const exceptMax = 200;
const intervalMax = 100;
const countMax = 400;
const understood = new Set([
  "FREQ",
  "INTERVAL",
  "UNTIL",
  "COUNT",
  "BYMONTH",
  "BYMONTHDAY",
  "BYDAY",
  "WKST",
]);

type Event = { from: number; timeZone: string };

/**
 * How an event comes back. Yearly rules are read (on the date, or on the n-th weekday of a month); every other one is
 * refused, for an event shown once that in truth comes every week would be a lie.
 */
export function repeatOf(lines: readonly ContentLine[], event: Event): Repeat | null | Refused {
  const rules = lines.filter(({ name }) => name === "RRULE");
  if (rules.length > 1 || lines.some(({ name }) => name === "RDATE" || name === "EXRULE"))
    return refused;
  const [line] = rules;
  if (line === undefined) return null;
  const rule = partsOf(line.value);
  if (rule.get("FREQ") !== "YEARLY") return refused;
  if ([...rule.keys()].some((name) => !understood.has(name))) return refused;
  const interval = whole(rule.get("INTERVAL") ?? "1", intervalMax);
  const count = rule.has("COUNT") ? whole(rule.get("COUNT") ?? "", countMax) : null;
  const until = untilOf(rule.get("UNTIL"), event.timeZone);
  const nth = nthOf(rule, event);
  if (interval === null || (rule.has("COUNT") && count === null)) return refused;
  if (until === undefined || nth === undefined) return refused;
  return { every: "year", interval, until, count, nth, except: exceptions(lines, event.timeZone) };
}

function partsOf(value: string): Map<string, string> {
  const parts = value
    .toUpperCase()
    .split(";")
    .slice(0, understood.size * 2);
  return new Map(
    parts.flatMap((part) => {
      const [name = "", given = ""] = part.trim().split("=");
      return name === "" ? [] : [[name, given]];
    }),
  );
}

const whole = (text: string, max: number): number | null =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= max ? Number(text) : null;

/** A rule without an end has null; one whose end cannot be read has undefined. */
function untilOf(value: string | undefined, timeZone: string): number | null | undefined {
  if (value === undefined) return null;
  const end = parseMoment({ params: {}, value }, timeZone);
  if (end === null) return undefined;
  return end.allDay ? end.at + 86_399_000 : end.at;
}

/** Null: on the date of the start. Undefined: a rule beyond us. */
function nthOf(rule: Map<string, string>, { from, timeZone }: Event): Repeat["nth"] | undefined {
  const start = wallTime(from, timeZone);
  const month = rule.get("BYMONTH") ?? String(start.month);
  const [byDay, byMonthDay] = [rule.get("BYDAY"), rule.get("BYMONTHDAY")];
  if (whole(month, 12) === null) return undefined;
  if (byDay === undefined) {
    const sameDay = byMonthDay === undefined || Number(byMonthDay) === start.day;
    return sameDay && Number(month) === start.month ? null : undefined;
  }
  const [, n = "", name = ""] = /^([+-]?[1-5])([A-Z]{2})$/.exec(byDay) ?? [];
  const weekday = weekdays.indexOf(name) + 1;
  // "The 20th Monday of the year" is a rule of its own.
  if (n === "" || weekday === 0 || byMonthDay !== undefined || !rule.has("BYMONTH"))
    return undefined;
  return { month: Number(month), weekday, n: Number(n) };
}

function exceptions(lines: readonly ContentLine[], timeZone: string): number[] {
  return lines
    .filter(({ name }) => name === "EXDATE")
    .flatMap(({ value, params }) =>
      value
        .split(",")
        .slice(0, exceptMax)
        .flatMap((each) => parseMoment({ params, value: each }, timeZone)?.at ?? []),
    )
    .slice(0, exceptMax);
}
