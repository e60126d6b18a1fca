/** A moment as the clock on a wall shows it. Months count from 1. */
export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const zonesMax = 600;

/** Whether the program knows a time zone of this name. */
export function isZone(timeZone: string): boolean {
  try {
    formatFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock of that zone shows at a moment. */
export function wallTime(at: number, timeZone: string): WallTime {
  const parts = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** The moment at which that clock shows `wall`. The second look is for nights when clocks change. */
export function momentOf(wall: WallTime, timeZone: string): number {
  const wanted = asUtc(wall);
  const shift = (at: number) => asUtc(wallTime(at, timeZone)) - at;
  const first = wanted - shift(wanted);
  return wanted - shift(first);
}

/** The day at a moment, as YYYY-MM-DD. */
export function dateOf(at: number, timeZone: string): string {
  const { year, month, day } = wallTime(at, timeZone);
  return [pad(year, 4), pad(month, 2), pad(day, 2)].join("-");
}

/** Midnight at which a date begins, so many days later. */
export function midnight(at: number, days: number, timeZone: string): number {
  const today = wallTime(at, timeZone);
  return momentOf({ ...today, day: today.day + days, hour: 0, minute: 0, second: 0 }, timeZone);
}

/** Whether a calendar has that day. */
export function isDate({
  year,
  month,
  day,
}: {
  year: number;
  month: number;
  day: number;
}): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Days that do not fit into their month roll on, as clocks do. */
const asUtc = ({ year, month, day, hour, minute, second }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

const pad = (value: number, digits: number) => String(value).padStart(digits, "0");

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  if (formats.size < zonesMax) formats.set(timeZone, format);
  return format;
}
