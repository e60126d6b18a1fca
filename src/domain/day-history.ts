import { type PointState, rankOf } from "./contact-point.ts";
import { type PublicPoint, type PublicState, worstOf } from "./public-state.ts";

export const HISTORY_DAYS = 90;
const DAY_MS = 24 * 3_600_000;

/** One day of one contact point on the organisation's calendar. */
export type Day = {
  /** A moment within that day, for those who write its name. */
  at: number;
  /** The worst that is known of it; "none" without trouble; null where our records do not reach. */
  state: PointState | "none" | null;
  incidentIds: readonly string[];
};

/** The last days of every contact point whose platform we keep incidents of, the oldest first. */
export function dayHistories(state: PublicState, now: number): Map<string, Day[]> {
  const dateAt = calendar(state.organisation.timeZone);
  const recordedSince = dateAt(state.recordedSince);
  const dates = lastDates(dateAt(now)).map((date) => ({ date, at: momentWithin(date, dateAt) }));
  const knownUntil = dateAt(state.generatedAt);
  const spans = [...state.open, ...state.past]
    .filter((incident) => !incident.dismissed)
    .map((incident) => ({
      id: incident.id,
      pointIds: incident.pointIds,
      worst: worstOf(incident),
      from: dateAt(incident.startedAt),
      to: dateAt(incident.closedAt ?? now),
    }));
  const works = workSpans(state, { now, dateAt });
  const watched = state.points.filter((point) => point.platformId !== null);
  return new Map(
    watched.map((point) => {
      const own = spans.filter((span) => span.pointIds.includes(point.id));
      const planned = works.filter(({ pointIds }) => pointIds.includes(point.id));
      const days = dates.map((each) => withWork(dayOf(each, own), each.date, planned));
      return [point.id, [...days.slice(0, -1), ...days.slice(-1).map((day) => today(day, point))]];
    }),
  );

  function dayOf({ date, at }: (typeof dates)[number], own: typeof spans): Day {
    const there = own.filter((span) => span.from <= date && date <= span.to);
    const [first, ...others] = there.map((span) => span.worst);
    const without = date < recordedSince || date > knownUntil ? null : ("none" as const);
    return {
      at,
      state: first === undefined ? without : others.reduce(worse, first),
      incidentIds: there.map((span) => span.id),
    };
  }
}

type Calendar = { now: number; dateAt: (at: number) => string };

function workSpans({ works }: PublicState, { now, dateAt }: Calendar) {
  return works
    .filter(({ beganAt }) => beganAt !== null)
    .map(({ pointIds, beganAt, from, endedAt }) => ({
      pointIds,
      from: dateAt(beganAt ?? from),
      to: dateAt(endedAt ?? now),
    }));
}

/** A day of announced work was no day like any other; an incident on it has the word. */
function withWork(day: Day, date: string, works: readonly { from: string; to: string }[]): Day {
  const isPlanned = works.some(({ from, to }) => from <= date && date <= to);
  return isPlanned && day.state === "none" ? { ...day, state: "maintenance" } : day;
}

/** Today is also what holds now: what is unknown now was not without trouble today. */
function today(day: Day, { state }: PublicPoint): Day {
  if (state === "operational" || day.state === null) return day;
  return { ...day, state: day.state === "none" ? state : worse(day.state, state) };
}

const worse = (a: PointState, b: PointState): PointState => (rankOf(b) > rankOf(a) ? b : a);

/** The last dates up to `today`, as YYYY-MM-DD: such words sort as their days do. */
function lastDates(today: string): string[] {
  const end = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: HISTORY_DAYS }, (_, index) =>
    new Date(end - (HISTORY_DAYS - 1 - index) * DAY_MS).toISOString().slice(0, "YYYY-MM-DD".length),
  );
}

/** Noon in Greenwich is within the same day nearly everywhere; in the far east it is half a day on. */
function momentWithin(date: string, dateAt: (at: number) => string): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  return dateAt(noon) === date ? noon : noon - DAY_MS / 2;
}

function calendar(timeZone: string): (at: number) => string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
  formats.set(timeZone, format);
  return (at) => {
    const of = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
    return `${of["year"]}-${of["month"]}-${of["day"]}`;
  };
}

/** To make one takes longer than all that it is asked for on one page. */
const formats = new Map<string, Intl.DateTimeFormat>();
