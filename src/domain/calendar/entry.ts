import type { TwoLanguages } from "../language.ts";
import type { Load } from "../risk/policy.ts";

export const ENTRY_KINDS = [
  "holiday",
  "election",
  "match",
  "festival",
  "strike",
  "maintenance",
  "own_maintenance",
  "other",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Comes back every so many years, on its date or on the n-th weekday of a month (-1: the last). */
export type Repeat = {
  every: "year";
  interval: number;
  until: number | null;
  count: number | null;
  nth: { month: number; weekday: number; n: number } | null;
  /** Starts that were struck out. */
  except: number[];
};

/** Something to come that may load the networks. No platform named: all of them. */
export type CalendarEntry = {
  id: string;
  title: TwoLanguages;
  from: number;
  until: number;
  platformIds: readonly string[];
  country: string | null;
  kind: EntryKind;
  load: Load;
  /** Who says so. */
  source: string;
  repeat: Repeat | null;
};

/** Whether an entry is about this platform. */
export const concerns = (entry: Pick<CalendarEntry, "platformIds">, platformId: string): boolean =>
  entry.platformIds.length === 0 || entry.platformIds.includes(platformId);
