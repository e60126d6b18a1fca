import type { Repeat } from "./entry.ts";
import { isDate, momentOf, type WallTime, wallTime } from "./zone.ts";

export type Occurrence = { from: number; until: number };
type Repeating = { from: number; until: number; repeat: Repeat | null };

/** An entry of the year 1 that repeats for ever still ends somewhere. */
const yearsMax = 400;
const weekDays = 7;

/** When an entry happens within a span, on the clock of that zone, in order. */
export function occurrencesOf(entry: Repeating, span: Occurrence, timeZone: string): Occurrence[] {
  const { repeat } = entry;
  if (repeat === null)
    return overlaps(entry, span) ? [{ from: entry.from, until: entry.until }] : [];
  const first = wallTime(entry.from, timeZone);
  const lastYear = wallTime(span.until, timeZone).year;
  const found: Occurrence[] = [];
  let happened = 0;
  const step = Math.max(1, repeat.interval);
  for (let year = first.year; year <= lastYear && year - first.year < yearsMax; year += step) {
    const wall = inYear(first, year, repeat.nth);
    if (wall === null) continue;
    const from = momentOf(wall, timeZone);
    if (from < entry.from) continue;
    happened++;
    if (repeat.count !== null && happened > repeat.count) break;
    if (repeat.until !== null && from > repeat.until) break;
    const occurrence = { from, until: from + (entry.until - entry.from) };
    if (overlaps(occurrence, span) && !repeat.except.includes(from)) found.push(occurrence);
  }
  return found;
}

const overlaps = (a: Occurrence, b: Occurrence): boolean => a.from < b.until && a.until > b.from;

/** The same day of another year; 29 February only where there is one. */
function inYear(first: WallTime, year: number, nth: Repeat["nth"]): WallTime | null {
  if (nth === null) {
    const wall = { ...first, year };
    return isDate(wall) ? wall : null;
  }
  const day = nthWeekday(year, nth);
  return day === null ? null : { ...first, year, month: nth.month, day };
}

/** The day of the n-th weekday (1 = Monday) of a month, from its end when n is negative. */
function nthWeekday(
  year: number,
  { month, weekday, n }: NonNullable<Repeat["nth"]>,
): number | null {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekdayOf = (day: number) =>
    new Date(Date.UTC(year, month - 1, day)).getUTCDay() || weekDays;
  const ahead = (weekday - weekdayOf(1) + weekDays) % weekDays;
  const back = (weekdayOf(length) - weekday + weekDays) % weekDays;
  const day = n > 0 ? 1 + ahead + (n - 1) * weekDays : length - back + (n + 1) * weekDays;
  return day >= 1 && day <= length ? day : null;
}
