import { sql } from "kysely";
import type { Past, WeakSigns } from "../domain/risk/reasons.ts";
import type { Db } from "./database.ts";

export type Known = { past: Past; signs: WeakSigns };
type Reach = { now: number; historyMs: number; weakMs: number; timeZone: string; drills: boolean };

const dayMs = 86_400_000;

/** What our records know of each platform that could hint at the days ahead. */
export async function knownOfPlatforms(db: Db, reach: Reach): Promise<Map<string, Known>> {
  const past = await pastOf(db, reach);
  const signs = await weakSignsOf(db, reach);
  return new Map(
    past.map(({ id, ...row }) => [id, { past: row, signs: signs.get(id) ?? noSigns }] as const),
  );
}

export const noSigns: WeakSigns = {
  watches: 0,
  nearAlarms: 0,
  badLooks: 0,
  officialTrouble: false,
};

async function pastOf(db: Db, reach: Reach): Promise<(Past & { id: string })[]> {
  const since = new Date(reach.now - reach.historyMs);
  const { rows } = await sql<PastRow>`
    select platform.id, watched.since,
      count(incident.id) filter (where opened_at > ${since}) as incidents,
      count(incident.id) filter (where opened_at > ${since}
        and extract(isodow from opened_at at time zone ${reach.timeZone}) > 5) as weekends,
      coalesce(bool_or(incident.id is not null and closed_at is null), false) as open,
      max(closed_at) as ended
    from platform
    left join incident on incident.platform_id = platform.id and incident.state <> 'dismissed'
      and (${reach.drills} or not incident.drill)
    left join lateral (
      select least(
        (select min(at) from assessment where assessment.platform_id = platform.id),
        (select min(point.at) from stream, lateral (
          select at from stream_point where stream_id = stream.id order by at limit 1
        ) point where stream.platform_id = platform.id)
      ) as since
    ) watched on true
    group by platform.id, watched.since`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    days: daysWatched(row.since, reach),
    incidents: row.incidents,
    onWeekends: row.weekends,
    open: row.open,
    lastEndedAt: row.ended?.getTime() ?? null,
  }));
}

type PastRow = {
  id: string;
  since: Date | null;
  incidents: number;
  weekends: number;
  open: boolean;
  ended: Date | null;
};

function daysWatched(since: Date | null, { now, historyMs }: Reach): number {
  if (since === null) return 0;
  return Math.max(0, Math.min(now - since.getTime(), historyMs) / dayMs);
}

/** What was unusual in the last day. What belongs to an incident is not a weak sign of another one. */
async function weakSignsOf(db: Db, reach: Reach): Promise<Map<string, WeakSigns>> {
  const since = new Date(reach.now - reach.weakMs);
  const { rows } = await sql<SignRow>`
    select platform.id,
      (select count(*) from stream join stream_point point on point.stream_id = stream.id
        where stream.platform_id = platform.id and point.at > ${since} and point.state = 'watch'
          and not ${troubled("point.at")}) as watches,
      (select count(*) from stream join stream_point point on point.stream_id = stream.id
        where stream.platform_id = platform.id and point.at > ${since} and point.state = 'alert'
          and not ${troubled("point.at")}) as alarms,
      (select count(*) from signal where signal.platform_id = platform.id and kind = 'probe'
        and signal.at > ${since} and verdict in ('degraded', 'down')
          and not ${troubled("signal.at")}) as looks,
      exists (select from source, lateral (
          select verdict from signal where signal.source_id = source.id and kind = 'official'
            and signal.at > ${since} and verdict <> 'unknown' order by signal.at desc limit 1
        ) said
        where source.platform_id = platform.id and source.enabled and said.verdict <> 'up'
      ) as official
    from platform`.execute(db);
  return new Map(
    rows.map(({ id, watches, alarms, looks, official }) => [
      id,
      { watches, nearAlarms: alarms, badLooks: looks, officialTrouble: official },
    ]),
  );
}

type SignRow = { id: string; watches: number; alarms: number; looks: number; official: boolean };

/** Whether a moment lies within an incident of the platform, as far back as it began. */
const troubled = (at: string) => sql`exists (
  select from incident where incident.platform_id = platform.id and incident.state <> 'dismissed'
    and ${sql.raw(at)} >= incident.started_at
    and (incident.closed_at is null or ${sql.raw(at)} <= incident.closed_at))`;
