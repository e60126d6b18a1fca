import { sql } from "kysely";
import type { TwoLanguages } from "../domain/language.ts";
import type { What } from "../domain/subscriber.ts";
import type { Db } from "./database.ts";

export type TellingSummary = {
  id: number;
  what: What;
  /** What it is about: an incident, or planned work. */
  incidentId: string | null;
  maintenanceId: string | null;
  title: TwoLanguages;
  state: "waiting" | "running" | "done";
  createdAt: Date;
  endedAt: Date | null;
  recipients: number;
  accepted: number;
  unknown: number;
  failed: number;
  skipped: number;
  open: number;
};

/** What was told last, and how it went. */
export async function recentTellings(db: Db, limit: number): Promise<TellingSummary[]> {
  const found = await sql<TellingSummary>`
    with recent as (select * from telling where what <> 'letter' order by id desc limit ${limit})
    select r.id, r.what, r.incident_id as "incidentId", r.maintenance_id as "maintenanceId",
      coalesce(i.title, m.title) as title, r.state,
      r.created_at as "createdAt", r.ended_at as "endedAt", r.recipients,
      count(*) filter (where t.state = 'accepted')::int as accepted,
      count(*) filter (where t.state = 'unknown')::int as unknown,
      count(*) filter (where t.state = 'failed')::int as failed,
      count(*) filter (where t.state = 'skipped')::int as skipped,
      count(*) filter (where t.state in ('queued', 'sending'))::int as open
    from recent r left join incident i on i.id = r.incident_id
      left join maintenance m on m.id = r.maintenance_id left join told t on t.telling_id = r.id
    group by r.id, r.what, r.incident_id, r.maintenance_id, i.title, m.title, r.state, r.created_at, r.ended_at, r.recipients
    order by r.id desc
  `.execute(db);
  return found.rows;
}
