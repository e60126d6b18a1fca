import type { TwoLanguages } from "../language.ts";
import type { Load } from "../risk/policy.ts";
import type { CalendarEntry, Repeat } from "./entry.ts";
import { type Occurrence, occurrencesOf } from "./occurrences.ts";
import { momentOf } from "./zone.ts";

/** Raised with each change of the list, so that an answer tells which list it used. */
export const worldDaysVersion = 1;

type WorldDay = {
  key: string;
  title: TwoLanguages;
  /** MM-DD, or the n-th weekday of a month. */
  on: string | NonNullable<Repeat["nth"]>;
  /** An eve begins at this hour; a whole day at none. */
  hour?: number;
  hours?: number;
  country?: string;
  load?: Load;
};

const dayHours = 24;
const hourMs = 3_600_000;
const firstYear = 2_000;

/**
 * Days that come back by a fixed rule. Feasts that follow the moon are missing: their days are announced, not computed.
 * The loads are our opinion; whoever knows better adds an entry of their own.
 */
const days: readonly WorldDay[] = [
  {
    key: "new-year",
    title: { fr: "Nuit du Nouvel An", en: "New Year’s Eve" },
    on: "12-31",
    hour: 18,
    hours: 9,
    load: "high",
  },
  { key: "valentine", title: { fr: "Saint-Valentin", en: "Valentine’s Day" }, on: "02-14" },
  {
    key: "christmas-eve",
    title: { fr: "Veille de Noël", en: "Christmas Eve" },
    on: "12-24",
    hour: 12,
    hours: 12,
    load: "medium",
  },
  { key: "christmas", title: { fr: "Noël", en: "Christmas Day" }, on: "12-25", load: "medium" },
  {
    key: "us-thanksgiving",
    title: { fr: "Thanksgiving (États-Unis)", en: "Thanksgiving (United States)" },
    on: { month: 11, weekday: 4, n: 4 },
    load: "medium",
    country: "US",
  },
  {
    key: "fr-music",
    title: { fr: "Fête de la musique", en: "Fête de la Musique (France)" },
    on: "06-21",
    country: "FR",
  },
  {
    key: "fr-national",
    title: { fr: "Fête nationale française", en: "Bastille Day (France)" },
    on: "07-14",
    country: "FR",
  },
  {
    key: "us-national",
    title: { fr: "Fête nationale des États-Unis", en: "Independence Day (United States)" },
    on: "07-04",
    country: "US",
  },
  {
    key: "ca-national",
    title: { fr: "Fête du Canada", en: "Canada Day" },
    on: "07-01",
    country: "CA",
  },
  {
    key: "be-national",
    title: { fr: "Fête nationale belge", en: "Belgian National Day" },
    on: "07-21",
    country: "BE",
  },
  {
    key: "ch-national",
    title: { fr: "Fête nationale suisse", en: "Swiss National Day" },
    on: "08-01",
    country: "CH",
  },
  {
    key: "lu-national",
    title: { fr: "Fête nationale luxembourgeoise", en: "National Day of Luxembourg" },
    on: "06-23",
    country: "LU",
  },
  {
    key: "de-national",
    title: { fr: "Jour de l’unité allemande", en: "German Unity Day" },
    on: "10-03",
    country: "DE",
  },
  {
    key: "es-national",
    title: { fr: "Fête nationale espagnole", en: "National Day of Spain" },
    on: "10-12",
    country: "ES",
  },
  {
    key: "pt-national",
    title: { fr: "Jour du Portugal", en: "Portugal Day" },
    on: "06-10",
    country: "PT",
  },
  {
    key: "br-national",
    title: { fr: "Fête de l’indépendance du Brésil", en: "Independence Day (Brazil)" },
    on: "09-07",
    country: "BR",
  },
  {
    key: "mx-national",
    title: { fr: "Fête de l’indépendance du Mexique", en: "Independence Day (Mexico)" },
    on: "09-16",
    country: "MX",
  },
  {
    key: "in-national",
    title: { fr: "Fête de l’indépendance de l’Inde", en: "Independence Day (India)" },
    on: "08-15",
    country: "IN",
  },
];

/** The days that concern everybody and those of one country, as they fall within a span. */
export function worldDays(span: Occurrence, place: { timeZone: string; country: string }) {
  return days
    .filter(({ country }) => country === undefined || country === place.country)
    .map((each) => entryOf(each, place.timeZone))
    .filter((entry) => occurrencesOf(entry, span, place.timeZone).length > 0);
}

function entryOf(each: WorldDay, timeZone: string): CalendarEntry {
  const { on, hour = 0, hours = dayHours, country = null, load = "low" } = each;
  const nth = typeof on === "string" ? null : on;
  const [month = 1, day = 1] = typeof on === "string" ? on.split("-").map(Number) : [on.month];
  const from = momentOf({ year: firstYear, month, day, hour, minute: 0, second: 0 }, timeZone);
  return {
    id: `tocsin:${each.key}`,
    title: each.title,
    from,
    until: from + hours * hourMs,
    platformIds: [],
    country,
    kind: "holiday",
    load,
    source: "Tocsin",
    repeat: { every: "year", interval: 1, until: null, count: null, nth, except: [] },
  };
}
