import { type Insertable, sql } from "kysely";
import { UNSAID } from "../domain/report-details.ts";
import type { Db, Tx } from "./database.ts";
import type { Report } from "./schema/detection.ts";
import type { Span } from "./signals.ts";

/** Lets one report of an address block through at a time, so that bounds hold under a flood. */
export async function lockNetwork(tx: Tx, networkHash: Buffer): Promise<void> {
  const key = networkHash.readBigInt64BE(0).toString();
  await sql`select pg_advisory_xact_lock(${key}::bigint)`.execute(tx);
}

/** What one of these hashes has reported of this platform since, or null. */
export async function findReport(
  db: Db,
  who: { platformId: string; hashes: Buffer[]; since: number },
): Promise<{ id: number; symptom: string } | null> {
  const row = await db
    .selectFrom("report")
    .select(["id", "symptom"])
    .where("platform_id", "=", who.platformId)
    .where("reporter_hash", "in", who.hashes)
    .where("at", ">", new Date(who.since))
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function reportsOfNetwork(tx: Tx, hashes: Buffer[], since: number): Promise<number> {
  const row = await tx
    .selectFrom("report")
    .select((e) => e.fn.countAll<number>().as("reports"))
    .where("network_hash", "in", hashes)
    .where("at", ">", new Date(since))
    .executeTakeFirstOrThrow();
  return row.reports;
}

/** Writes a report down, and answers its number. */
export async function insertReport(tx: Tx, row: Insertable<Report>): Promise<number> {
  const { id } = await tx
    .insertInto("report")
    .values(row)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Writes many down at once. */
export async function insertReports(tx: Tx, rows: readonly Insertable<Report>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto("report").values(rows).execute();
}

/** Adds what somebody says later to what they left open at first. */
export async function completeReport(
  tx: Tx,
  id: number,
  details: Pick<Insertable<Report>, "symptom" | "country" | "app_version" | "device">,
): Promise<void> {
  const told = Object.entries(details).filter(([, value]) => value !== null);
  await tx.updateTable("report").set(Object.fromEntries(told)).where("id", "=", id).execute();
}

/** Reports per minute; minutes without any are not in the map. */
export async function reportsPerMinute(
  db: Db,
  platformId: string,
  span: Span,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ minute: Date; reports: number }>`
    select date_trunc('minute', at, 'UTC') as minute, count(*) as reports from report
    where platform_id = ${platformId}
      and at >= ${new Date(span.from)} and at < ${new Date(span.to)}
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.minute.getTime(), row.reports]));
}

export type ReportParts = {
  bySymptom: Record<string, number>;
  byCountry: Record<string, number>;
  byVersion: Record<string, number>;
};

/** How many reports of the span named each symptom, country and version; "me too" names none. */
export async function reportParts(db: Db, platformId: string, span: Span): Promise<ReportParts> {
  const { rows } = await sql<{ part: keyof ReportParts; name: string; reports: number }>`
    select case
        when grouping(symptom) = 0 then 'bySymptom'
        when grouping(country) = 0 then 'byCountry' else 'byVersion' end as part,
      coalesce(nullif(symptom, ${UNSAID}), country, app_version) as name, count(*) as reports
    from report
    where platform_id = ${platformId}
      and at >= ${new Date(span.from)} and at < ${new Date(span.to)}
    group by grouping sets ((symptom), (country), (app_version))`.execute(db);
  const parts: ReportParts = { bySymptom: {}, byCountry: {}, byVersion: {} };
  // Nobody's country is no place of its own.
  for (const { part, name, reports } of rows) if (name !== null) parts[part][name] = reports;
  return parts;
}
