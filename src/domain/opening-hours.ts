/** Opening hours by weekday (1 = Monday), as local "HH:MM" pairs. An end before its start is night. */
export type Hours = Partial<Record<Weekday, [string, string][]>>;
export type Weekday = "1" | "2" | "3" | "4" | "5" | "6" | "7";

/** Whether somebody is there, and when that changes next. */
export type Opening = {
  open: boolean;
  changes: { weekday: Weekday; time: string; daysAhead: number } | null;
};

export const WEEKDAYS: readonly Weekday[] = ["1", "2", "3", "4", "5", "6", "7"];
const DAY_MINUTES = 1_440;
const WEEK_DAYS = 7;
const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Reads the hours at one moment, on the wall clock of the place they are meant for. */
export function openingAt(hours: Hours, timeZone: string, now: number): Opening {
  const { day, minute } = wallClock(timeZone, now);
  const spans = spansAround(hours, day);
  const current = spans.find((span) => span.from <= minute && minute < span.to);
  if (current !== undefined) {
    return { open: true, changes: changeAt(day, endOf(spans, current.to)) };
  }
  const next = spans.find((span) => span.from > minute);
  return { open: false, changes: next === undefined ? null : changeAt(day, next.from) };
}

type Span = { from: number; to: number };

/** Every span from yesterday's night to the same day next week, in minutes from today's midnight. */
function spansAround(hours: Hours, today: number): Span[] {
  const spans: Span[] = [];
  for (let ahead = -1; ahead <= WEEK_DAYS; ahead++) {
    for (const [start, end] of hours[weekdayAt(today + ahead)] ?? []) {
      const from = minutesOf(start) + ahead * DAY_MINUTES;
      const to = minutesOf(end) + ahead * DAY_MINUTES;
      spans.push({ from, to: to <= from ? to + DAY_MINUTES : to });
    }
  }
  return spans.sort((a, b) => a.from - b.from);
}

/** Spans that touch are one: Friday until midnight and Saturday from midnight do not close. */
function endOf(spans: readonly Span[], to: number): number {
  return spans.reduce((end, span) => (span.from <= end && span.to > end ? span.to : end), to);
}

function changeAt(today: number, minute: number): Opening["changes"] {
  const daysAhead = Math.floor(minute / DAY_MINUTES);
  // Open all week long: nothing changes within sight.
  if (daysAhead >= WEEK_DAYS) return null;
  const rest = minute - daysAhead * DAY_MINUTES;
  const time = `${twoDigits(Math.floor(rest / 60))}:${twoDigits(rest % 60)}`;
  return { weekday: weekdayAt(today + daysAhead), time, daysAhead };
}

function wallClock(timeZone: string, now: number): { day: number; minute: number } {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(clock.formatToParts(now).map((p) => [p.type, p.value]));
  const minute = Number(parts.hour) * 60 + Number(parts.minute);
  return { day: NAMES.indexOf(parts.weekday ?? "Mon"), minute };
}

const weekdayAt = (day: number): Weekday =>
  WEEKDAYS[((day % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS] ?? "1";

function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");
