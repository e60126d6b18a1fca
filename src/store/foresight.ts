import { concerns } from "../domain/calendar/entry.ts";
import { occurrencesOf } from "../domain/calendar/occurrences.ts";
import { worldDays } from "../domain/calendar/world-days.ts";
import { dateOf, midnight } from "../domain/calendar/zone.ts";
import { type DayRisk, type DaySpan, foresee, type Occasion } from "../domain/risk/foresee.ts";
import { daysAhead, historyDaysMin, historyMs, weakSignalMs } from "../domain/risk/policy.ts";
import type { Past } from "../domain/risk/reasons.ts";
import { type CalendarRecord, entriesIn } from "./calendar.ts";
import type { Db } from "./database.ts";
import { readOrganisation } from "./organisation.ts";
import { listPlatforms } from "./platforms.ts";
import { knownOfPlatforms, noSigns } from "./risk.ts";

export type Foresight = {
  id: string;
  name: string;
  /** What the numbers rest on; not enough: no number is given. */
  history: Past & { enough: boolean };
  days: DayRisk[];
};

/** Today and the next days of every platform. Nothing is written, and nothing is decided by it. */
export async function readForesight(db: Db, now: number): Promise<Foresight[]> {
  const { time_zone: timeZone, default_country: country, mode } = await readOrganisation(db);
  const days = daysFrom(now, timeZone);
  const span = { from: now, until: days.at(-1)?.until ?? now };
  const drills = mode === "training";
  const reach = { now, historyMs, weakMs: weakSignalMs, timeZone, drills };
  const known = await knownOfPlatforms(db, reach);
  const own = await entriesIn(db, { from: span.from, to: span.until });
  const entries = [...own, ...worldDays(span, { timeZone, country })];
  return (await listPlatforms(db)).map(({ id, name }) => {
    const { past, signs } = known.get(id) ?? { past: noPast, signs: noSigns };
    const about = entries.filter((entry) => concerns(entry, id));
    const occasions = about.flatMap((entry) => occasionsOf(entry, span, timeZone));
    return {
      id,
      name,
      history: { ...past, enough: past.days >= historyDaysMin },
      days: foresee({ past, signs, occasions, days }, now),
    };
  });
}

const noPast: Past = { days: 0, incidents: 0, onWeekends: 0, open: false, lastEndedAt: null };
const weekend = [0, 6];

function daysFrom(now: number, timeZone: string): DaySpan[] {
  return Array.from({ length: daysAhead }, (_, ahead) => {
    const from = midnight(now, ahead, timeZone);
    const date = dateOf(from, timeZone);
    const isWeekend = weekend.includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    return { date, from, until: midnight(now, ahead + 1, timeZone), weekend: isWeekend };
  });
}

type Entry = Omit<CalendarRecord, "uid">;

function occasionsOf(
  entry: Entry,
  span: { from: number; until: number },
  timeZone: string,
): Occasion[] {
  const { title, kind, load } = entry;
  return occurrencesOf(entry, span, timeZone).map((when) => ({ title, kind, load, ...when }));
}
