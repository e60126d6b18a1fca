import { type CalendarEntry, concerns } from "./calendar/entry.ts";
import { occurrencesOf } from "./calendar/occurrences.ts";
import type { TwoLanguages } from "./language.ts";
import { isOver, type Maintenance, overlap } from "./maintenance.ts";

/** Something that happens while the work would be done, and whose it is. */
export type Clash = {
  kind: "work" | "event" | "incident";
  id: string;
  title: TwoLanguages;
  from: number;
  until: number | null;
};

export type ClashScene = {
  works: readonly Maintenance[];
  entries: readonly CalendarEntry[];
  incidents: readonly {
    id: string;
    title: TwoLanguages;
    platformId: string | null;
    startedAt: number;
  }[];
  /** The platforms behind the ways to reach us that the work touches. */
  platformIds: readonly string[];
  timeZone: string;
  now: number;
};

type Planned = { id: string | null; from: number; until: number; pointIds: readonly string[] };

/** What stands against doing it then: other work, a day of many messages, an incident going on. */
export function clashesOf(work: Planned, scene: ClashScene): Clash[] {
  return [...otherWork(work, scene), ...events(work, scene), ...incidents(work, scene)].sort(
    (a, b) => a.from - b.from,
  );
}

function otherWork(work: Planned, { works }: ClashScene): Clash[] {
  return works
    .filter(({ id, state }) => id !== work.id && !isOver(state))
    .filter((other) => overlap(work, other))
    .filter(({ pointIds }) => pointIds.some((id) => work.pointIds.includes(id)))
    .map(({ id, title, from, until }) => ({ kind: "work", id, title, from, until }));
}

/** Low loads are no reason to move a night's work. */
function events(work: Planned, { entries, platformIds, timeZone }: ClashScene): Clash[] {
  return entries
    .filter(({ load }) => load !== "low")
    .filter((entry) => platformIds.some((id) => concerns(entry, id)))
    .flatMap((entry) =>
      occurrencesOf(entry, work, timeZone)
        .filter((when) => overlap(when, work))
        .map(({ from, until }) => ({
          kind: "event" as const,
          id: entry.id,
          title: entry.title,
          from,
          until,
        })),
    );
}

function incidents(work: Planned, { incidents, platformIds, now }: ClashScene): Clash[] {
  if (work.from > now) return [];
  return incidents
    .filter(({ platformId }) => platformId === null || platformIds.includes(platformId))
    .map(({ id, title, startedAt }) => ({
      kind: "incident",
      id,
      title,
      from: startedAt,
      until: null,
    }));
}
