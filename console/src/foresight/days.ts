import { localeOf } from "../times.ts";

/** A date of the organisation's calendar is the same day for whoever reads it. */
const noonOf = (date: string) => Date.parse(`${date}T12:00:00Z`);

const format = (language: string, how: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(localeOf(language), { ...how, timeZone: "UTC" });

export const fullDay = (date: string, language: string): string =>
  format(language, { weekday: "long", day: "numeric", month: "long" }).format(noonOf(date));

export const shortDay = (date: string, language: string): string =>
  format(language, { weekday: "short", day: "numeric" }).format(noonOf(date));
