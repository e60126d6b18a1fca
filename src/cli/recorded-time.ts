/**
 * A time such as 2026-01-31T12:00:00Z in milliseconds, or null. Without a zone it is UTC, wherever this runs. A day that is
 * not in the calendar is none; it is not moved to the next month.
 */
export function parseTime(text: string): number | null {
  const parts =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  const [, day = "", clock = "", zone = "Z"] = parts ?? [];
  const at = Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
  return Number.isNaN(at) || day === "" || !isCalendarDay(day) ? null : at;
}

function isCalendarDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}
