import type { ContentLine } from "./ics-lines.ts";
import { isDate, isZone, momentOf } from "./zone.ts";

const formats = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/;
const lengths =
  /^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;
const years = { from: 1_970, until: 2_200 };
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * A date or a time of RFC 5545. UTC when it says so, else in its own zone when we know that one, else on the
 * organisation's clock.
 */
export function parseMoment(
  line: Pick<ContentLine, "params" | "value">,
  timeZone: string,
): { at: number; allDay: boolean } | null {
  const found = formats.exec(line.value.trim());
  if (found === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", utc] = found;
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    // A leap second is the one before it.
    second: Math.min(59, Number(second)),
  };
  const known = isDate(wall) && wall.hour < 24 && wall.minute < 60;
  if (!known || wall.year < years.from || wall.year > years.until) return null;
  const named = line.params["TZID"] ?? "";
  const zone = utc ? "UTC" : isZone(named) && named !== "" ? named : timeZone;
  return { at: momentOf(wall, zone), allDay: found[4] === undefined };
}

/** A length such as P1DT2H, or null. */
export function durationMs(value: string): number | null {
  const found = lengths.exec(value.trim());
  if (found === null) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  const lengthMs =
    ((weeks ?? 0) * 7 + (days ?? 0)) * dayMs +
    (hours ?? 0) * hourMs +
    (minutes ?? 0) * minuteMs +
    (seconds ?? 0) * secondMs;
  return lengthMs > 0 ? lengthMs : null;
}
