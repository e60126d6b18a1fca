import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { Span } from "./signals.ts";
import type { Point } from "./streams.ts";

export type StreamName = { id: string; kind: string; bucketMs: number };

/** The streams that are listened to for a platform, the reports first. */
export async function streamNames(db: Db, platformId: string): Promise<StreamName[]> {
  const rows = await db
    .selectFrom("stream")
    .select(["id", "kind", "bucket_ms"])
    .where("platform_id", "=", platformId)
    .orderBy("id")
    .execute();
  const names = rows.map(({ bucket_ms, ...row }) => ({ ...row, bucketMs: bucket_ms }));
  return names.sort((a, b) => Number(b.kind === "reports") - Number(a.kind === "reports"));
}

/**
 * The points of one stream in steps of `stepMs`: sums, so that a long range reads in the same unit as
 * its title says. A step compares what was counted with what was expected of the same buckets; an
 * alarm in one of them is an alarm of the step.
 */
export async function seriesOf(
  db: Db,
  streamId: string,
  given: { span: Span; stepMs: number },
): Promise<Point[]> {
  const { span, stepMs } = given;
  const { rows } = await sql<Omit<Point, "at"> & { at: Date }>`
    select
      date_bin(${stepMs} * interval '1 millisecond', at, timestamptz 'epoch') as at,
      sum(count)::float8 as count,
      coalesce(sum(expected) filter (where count is not null), sum(expected))::float8 as expected,
      sqrt(sum(band * band))::float8 as band,
      max(score)::float8 as score,
      case max(case state when 'alert' then 2 when 'watch' then 1 else 0 end)
        when 2 then 'alert' when 1 then 'watch' else 'quiet' end as state
    from stream_point
    where stream_id = ${streamId}
      and at >= ${new Date(span.from)} and at < ${new Date(span.to)}
    group by 1 order by 1`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
