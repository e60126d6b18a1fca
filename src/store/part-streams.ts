import { sql } from "kysely";
import type { PartStream } from "../domain/detection/parts.ts";
import type { StreamReading } from "../domain/detection/stream.ts";
import { UNSAID } from "../domain/report-details.ts";
import type { Db, Tx } from "./database.ts";
import type { ReportParts } from "./reports.ts";
import type { Span } from "./signals.ts";
import { streamIdOf } from "./streams.ts";

/** Streams of parts of the reports, in step with each other. */
export type PartRows = { bucketMs: number; nextAt: number; parts: Map<string, PartStream> };

/** After the id of the whole in every order, so that a node of the previous version finds the whole first. */
export const partIdOf = (platformId: string, part: string): string =>
  `${streamIdOf(platformId, "reports")}/${part}`;

/** Every part that is listened to for a platform, or null before the first report. */
export async function partsOf(db: Db, platformId: string): Promise<PartRows | null> {
  const rows = await db
    .selectFrom("stream")
    .selectAll()
    .where("platform_id", "=", platformId)
    .where("kind", "like", "%:%")
    .orderBy("id")
    .execute();
  const [first] = rows;
  if (!first) return null;
  const parts = new Map(rows.map(({ kind, state }) => [kind, { name: kind, state }]));
  return { bucketMs: first.bucket_ms, nextAt: first.bucket_at.getTime(), parts };
}

/** Keeps what the parts have learned and what they read, all of them in three statements. */
export async function saveParts(
  tx: Tx,
  platformId: string,
  heard: PartRows & {
    readings: readonly { part: string; reading: StreamReading }[];
    gone: string[];
  },
): Promise<void> {
  const { parts, bucketMs, nextAt, readings, gone } = heard;
  if (gone.length > 0) {
    const ids = gone.map((part) => partIdOf(platformId, part));
    await tx.deleteFrom("stream").where("id", "in", ids).execute();
  }
  if (parts.size === 0) return;
  const names = [...parts.keys()];
  const ids = names.map((part) => partIdOf(platformId, part));
  const states = [...parts.values()].map(({ state }) => JSON.stringify(state, shortened));
  await sql`insert into stream (id, platform_id, kind, bucket_ms, bucket_at, state)
    select id, ${platformId}, kind, ${bucketMs}, ${new Date(nextAt)}, state
    from unnest(${ids}::text[], ${names}::text[], ${states}::jsonb[]) as part (id, kind, state)
    on conflict (id) do update set bucket_at = excluded.bucket_at, state = excluded.state
  `.execute(tx);
  await insertPartPoints(
    tx,
    platformId,
    readings.filter(({ part }) => parts.has(part)),
  );
}

/** Half the digits say as much, and take half the room. Times are whole numbers and stay. */
const digits = 8;
const shortened = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value;

async function insertPartPoints(
  tx: Tx,
  platformId: string,
  readings: readonly { part: string; reading: StreamReading }[],
): Promise<void> {
  if (readings.length === 0) return;
  const column = <K extends keyof StreamReading>(name: K) =>
    readings.map(({ reading }) => reading[name]);
  const ids = readings.map(({ part }) => partIdOf(platformId, part));
  const times = readings.map(({ reading }) => new Date(reading.at).toISOString());
  await sql`insert into stream_point (stream_id, at, count, expected, band, score, state)
    select * from unnest(
      ${ids}::text[], ${times}::timestamptz[], ${column("count")}::integer[],
      ${column("expected")}::real[], ${column("band")}::real[], ${column("score")}::real[],
      ${column("state")}::text[])
    on conflict do nothing`.execute(tx);
}

/** A bucket in which more different values were named than this is somebody playing. */
const NAMES_MAX = 40;

/** What every part counted in each bucket of the span, by the bucket's start. Empty buckets are missing. */
export async function partCountsIn(
  db: Db,
  of: { platformId: string; bucketMs: number },
  span: Span,
): Promise<Map<number, Map<string, number>>> {
  const { rows } = await sql<{ at: Date; part: string; reports: number }>`
    select at, part, reports from (
      select *, row_number() over (partition by at, kind order by reports desc, part) as rank from (
        select date_bin(${of.bucketMs} * interval '1 millisecond', at, ${new Date(span.from)}) as at,
          case when grouping(symptom) = 0 then 'symptom'
            when grouping(country) = 0 then 'country' else 'version' end as kind,
          case when grouping(symptom) = 0 then 'symptom:' || symptom
            when grouping(country) = 0 then 'country:' || country
            else 'version:' || app_version end as part,
          count(*) as reports
        from report
        where platform_id = ${of.platformId}
          and at >= ${new Date(span.from)} and at < ${new Date(span.to)}
        group by 1, grouping sets ((symptom), (country), (app_version))
      ) counted where part is not null and part <> ${`symptom:${UNSAID}`}
    ) ranked where rank <= ${NAMES_MAX}`.execute(db);
  const buckets = new Map<number, Map<string, number>>();
  for (const { at, part, reports } of rows) {
    const bucket = buckets.get(at.getTime()) ?? new Map<string, number>();
    buckets.set(at.getTime(), bucket.set(part, Number(reports)));
  }
  return buckets;
}

/**
 * How many reports of the span named each symptom, country and version while the platform was not in alert: an outage is no
 * part of what is usual, neither yesterday's nor the one that goes on.
 */
export async function calmParts(db: Db, platformId: string, span: Span): Promise<ReportParts> {
  const id = streamIdOf(platformId, "reports");
  const { rows } = await sql<{ part: keyof ReportParts; name: string | null; reports: number }>`
    select case
        when grouping(symptom) = 0 then 'bySymptom'
        when grouping(country) = 0 then 'byCountry' else 'byVersion' end as part,
      coalesce(nullif(symptom, ${UNSAID}), country, app_version) as name, count(*) as reports
    from report
    left join stream on stream.id = ${id}
    left join stream_point point on point.stream_id = ${id} and point.state = 'alert'
      and point.at = date_bin(
        stream.bucket_ms * interval '1 millisecond', report.at, timestamptz 'epoch')
    where report.platform_id = ${platformId}
      and report.at >= ${new Date(span.from)} and report.at < ${new Date(span.to)}
      and point.stream_id is null
    group by grouping sets ((symptom), (country), (app_version))`.execute(db);
  const parts: ReportParts = { bySymptom: {}, byCountry: {}, byVersion: {} };
  for (const { part, name, reports } of rows)
    if (name !== null) parts[part][name] = Number(reports);
  return parts;
}

/** How many reports of the span there are, and how many of them came from one and the same network. */
export async function networksIn(
  db: Db,
  platformId: string,
  span: Span,
): Promise<{ largest: number; all: number }> {
  const { rows } = await sql<{ largest: number | null; all: number | null }>`
    select max(reports) as largest, sum(reports)::bigint as all from (
      select count(*) as reports from report
      where platform_id = ${platformId}
        and at >= ${new Date(span.from)} and at < ${new Date(span.to)}
      group by network_hash
    ) networks`.execute(db);
  return { largest: Number(rows[0]?.largest ?? 0), all: Number(rows[0]?.all ?? 0) };
}

/** When a platform was first reported on from `after` on, or null. */
export async function firstReportAt(
  db: Db,
  platformId: string,
  after: number,
): Promise<number | null> {
  const row = await db
    .selectFrom("report")
    .select("at")
    .where("platform_id", "=", platformId)
    .where("at", ">=", new Date(after))
    .orderBy("at")
    .limit(1)
    .executeTakeFirst();
  return row?.at.getTime() ?? null;
}
