import { sql } from "kysely";
import type { ReportFacts } from "../domain/report.ts";
import { announcementsOf } from "./announcements.ts";
import type { Db } from "./database.ts";
import { eventsOfIncident } from "./events.ts";
import { feedLagsOf } from "./feed-lags.ts";
import type { IncidentRow } from "./incidents.ts";
import { findPlatform } from "./platforms.ts";
import { tasksOf } from "./playbooks.ts";
import { peakOf } from "./streams.ts";

const MINUTES_MAX = 5_000;
/** Decisions that fill a timeline without telling its reader anything. */
const SILENT_EVENTS = ["announcement.edit"];

/** Gathers what the record knows about one incident. */
export async function gatherReport(
  db: Db,
  incident: IncidentRow,
  now: number,
): Promise<ReportFacts> {
  const broadcasts = await broadcastsOf(db, incident.id);
  const ids = broadcasts.map(({ id }) => id);
  return {
    incident: await incidentFacts(db, incident, now),
    publishedAt: (await announcementsOf(db, incident.id)).flatMap(
      (row) => row.published_at?.getTime() ?? [],
    ),
    broadcasts,
    reached: await reachedBy(db, ids),
    answers: await answersTo(db, ids),
    tasks: (await tasksOf(db, incident.id)).map((task) => ({
      key: task.key,
      title: task.title,
      dueAt: task.due_at.getTime(),
      doneAt: task.done_at?.getTime() ?? null,
      state: task.state,
    })),
    feeds: (await feedLagsOf(db, incident.id)).map((row) => ({
      source: row.source_name,
      word: row.word,
      suspectedAt: row.suspected_at.getTime(),
      confirmedAt: row.confirmed_at?.getTime() ?? null,
      heardAt: row.heard_at?.getTime() ?? null,
    })),
    timeline: await timelineOf(db, incident.id),
  };
}

async function incidentFacts(
  db: Db,
  incident: IncidentRow,
  now: number,
): Promise<ReportFacts["incident"]> {
  const { id, platform_id: platformId, title, state, origin, drill } = incident;
  const platform = platformId === null ? undefined : await findPlatform(db, platformId);
  const span = { from: incident.started_at.getTime(), to: incident.closed_at?.getTime() ?? now };
  const peak = platformId === null ? null : await peakOf(db, platformId, span);
  return {
    id,
    title,
    state,
    origin,
    drill,
    class: incident.class,
    platform: platform?.name ?? null,
    startedAt: incident.started_at.getTime(),
    openedAt: incident.opened_at.getTime(),
    confirmedAt: incident.confirmed_at?.getTime() ?? null,
    monitoringAt: incident.monitoring_at?.getTime() ?? null,
    closedAt: incident.closed_at?.getTime() ?? null,
    peak: peak && { ...peak, at: Date.parse(peak.at) },
  };
}

export async function broadcastsOf(db: Db, incidentId: string) {
  const rows = await db
    .selectFrom("broadcast")
    .select(["id", "title", "state", "started_at", "recipients"])
    .where("incident_id", "=", incidentId)
    .orderBy("id")
    .execute();
  return rows.map(({ started_at, ...row }) => ({
    ...row,
    startedAt: started_at?.getTime() ?? null,
  }));
}

/** Arrivals per channel and minute, as receipts reported them. */
async function reachedBy(db: Db, broadcastIds: number[]): Promise<ReportFacts["reached"]> {
  if (broadcastIds.length === 0) return [];
  const rows = await db
    .selectFrom("tally")
    .innerJoin("channel", "channel.id", "tally.channel_id")
    .select(["tally.minute", "tally.channel_id", "channel.name"])
    .select((e) => e.fn.sum<number>("tally.n").as("people"))
    .where("tally.broadcast_id", "in", broadcastIds)
    .where("tally.what", "=", "delivered")
    .groupBy(["tally.minute", "tally.channel_id", "channel.name"])
    .orderBy("tally.minute")
    .limit(MINUTES_MAX)
    .execute();
  return rows.map(({ minute, channel_id, name, people }) => ({
    minute: minute.getTime(),
    channelId: channel_id,
    channel: name,
    people,
  }));
}

/** Of people where they are still known one by one, and of the numbers that are left of the others. */
async function answersTo(db: Db, broadcastIds: number[]): Promise<ReportFacts["answers"]> {
  const found = await sql<ReportFacts["answers"]>`
    select coalesce(sum(n), 0)::int as recipients,
      coalesce(sum(n) filter (where settled in ('reached', 'acknowledged')), 0)::int as reached,
      coalesce(sum(n) filter (where answer = 'safe'), 0)::int as safe,
      coalesce(sum(n) filter (where answer = 'help'), 0)::int as help,
      coalesce(sum(n) filter (where answer = ''), 0)::int as none
    from (
      select settled, coalesce(answer, '') as answer, count(*) as n from delivery
      where broadcast_id = any(${broadcastIds}::int[]) group by 1, 2
      union all
      select settled, answer, people from delivery_sum
      where broadcast_id = any(${broadcastIds}::int[])
    ) people`.execute(db);
  return found.rows[0] ?? { safe: 0, help: 0, none: 0, reached: 0, recipients: 0 };
}

async function timelineOf(db: Db, incidentId: string): Promise<ReportFacts["timeline"]> {
  const events = await eventsOfIncident(db, incidentId);
  return events
    .filter(({ name }) => !SILENT_EVENTS.includes(name))
    .map(({ at, actor, name, detail }) => ({ at: Date.parse(at), actor, name, detail }))
    .reverse();
}
