import { type RawBuilder, sql } from "kysely";
import { UNSAID } from "../domain/report-details.ts";
import {
  type PartCount,
  REPORT_DIMENSIONS,
  type ReportDimension,
  type ReportShare,
  sharesOfExcess,
} from "../domain/report-shares.ts";
import type { Db } from "./database.ts";
import { streamIdOf } from "./streams.ts";

const DAY_MS = 86_400_000;
/** What is usual is read from the four weeks before the window, without their alerts. */
const USUAL_BACK_MS = 28 * DAY_MS;
const USUAL_KEPT_MS = DAY_MS / 24;
/** More values than this in a dimension are somebody playing: the rarest are not looked at. */
const VALUES_READ_MAX = 300;

type Window = { platformId: string; from: number; to: number };
type Counts = Record<ReportDimension, Map<string | null, number>>;

/**
 * What is usual changes slowly and takes long to count: who reads it again and again keeps it for an
 * hour. Losing it costs one more look.
 */
export type UsualMemory = Map<string, { until: number; usual: Counts }>;

/** How the excess of a window spreads over one dimension, the largest first. */
export async function readReportShares(
  db: Db,
  asked: Window & { by: ReportDimension },
): Promise<ReportShare[]> {
  const { by, ...window } = asked;
  const counted = await countedIn(db, window, [by]);
  const usual = await usualBefore(db, window, [by]);
  return sharesOfExcess(partsOf(counted[by], usual[by]), await expectedIn(db, window));
}

/** The same for every dimension. */
export async function readAllReportShares(
  db: Db,
  window: Window,
  memory: UsualMemory = new Map(),
): Promise<Record<ReportDimension, ReportShare[]>> {
  const counted = await countedIn(db, window, REPORT_DIMENSIONS);
  const usual = await remembered(db, window, memory);
  const expected = await expectedIn(db, window);
  const sharesBy = (by: ReportDimension) =>
    sharesOfExcess(partsOf(counted[by], usual[by]), expected);
  return {
    country: sharesBy("country"),
    symptom: sharesBy("symptom"),
    version: sharesBy("version"),
    device: sharesBy("device"),
  };
}

async function remembered(db: Db, window: Window, memory: UsualMemory): Promise<Counts> {
  const known = memory.get(window.platformId);
  if (known !== undefined && window.to < known.until) return known.usual;
  const usual = await usualBefore(db, window, REPORT_DIMENSIONS);
  memory.set(window.platformId, { until: window.to + USUAL_KEPT_MS, usual });
  return usual;
}

function partsOf(
  counted: ReadonlyMap<string | null, number>,
  usual: ReadonlyMap<string | null, number>,
): PartCount[] {
  const keys = new Set([...counted.keys(), ...usual.keys()]);
  return [...keys].map((key) => ({
    key,
    count: counted.get(key) ?? 0,
    usual: usual.get(key) ?? 0,
  }));
}

async function countedIn(
  db: Db,
  { platformId, from, to }: Window,
  dimensions: readonly ReportDimension[],
): Promise<Counts> {
  const told = sql`select ${COLUMNS} from report
    where platform_id = ${platformId} and at >= ${new Date(from)} and at < ${new Date(to)}`;
  return await countedBy(db, told, dimensions);
}

/** A report of a minute in alert is no part of what is usual, or yesterday's outage would be. */
async function usualBefore(
  db: Db,
  { platformId, from }: Window,
  dimensions: readonly ReportDimension[],
): Promise<Counts> {
  const told = sql`select ${COLUMNS} from report
    left join stream on stream.id = ${streamIdOf(platformId, "reports")}
    left join stream_point point on point.stream_id = stream.id and point.state = 'alert'
      and point.at = date_bin(
        stream.bucket_ms * interval '1 millisecond', report.at, timestamptz 'epoch')
    where report.platform_id = ${platformId}
      and report.at >= ${new Date(from - USUAL_BACK_MS)} and report.at < ${new Date(from)}
      and point.stream_id is null`;
  return await countedBy(db, told, dimensions);
}

const COLUMNS = sql`country, app_version as version, device, nullif(symptom, ${UNSAID}) as symptom`;

async function countedBy(
  db: Db,
  told: RawBuilder<unknown>,
  dimensions: readonly ReportDimension[],
): Promise<Counts> {
  const sets = sql.join(dimensions.map((each) => sql`(${sql.ref(each)})`));
  const { rows } = await sql<{ part: ReportDimension; key: string | null; count: number }>`
    with told as (${told}), counted as (
      select ${whichOf(dimensions)} as part, ${keyOf(dimensions)} as key, count(*) as count
      from told group by grouping sets (${sets})
    )
    select part, key, count from (
      select *, row_number() over (partition by part order by count desc) as rank from counted
    ) ranked
    where rank <= ${VALUES_READ_MAX}`.execute(db);
  const counts: Counts = {
    country: new Map(),
    symptom: new Map(),
    version: new Map(),
    device: new Map(),
  };
  for (const { part, key, count } of rows) counts[part].set(key, count);
  return counts;
}

const whichOf = (dimensions: readonly ReportDimension[]) =>
  sql`case ${sql.join(
    dimensions.map((each) => sql`when grouping(${sql.ref(each)}) = 0 then ${sql.lit(each)}`),
    sql` `,
  )} end`;

const keyOf = (dimensions: readonly ReportDimension[]) =>
  sql`coalesce(${sql.join(dimensions.map((each) => sql.ref(each)))})`;

/**
 * What the detector foresaw for the window. Where its chart has holes, their neighbours stand for
 * them; where nobody watches, the mean of the weeks before does.
 */
async function expectedIn(db: Db, { platformId, from, to }: Window): Promise<number> {
  const { rows } = await sql<Foreseen>`
    select coalesce(sum(expected), 0) as expected, count(*) as points,
      extract(epoch from min(at))::float8 * 1000 as begun,
      (select bucket_ms from stream where id = ${streamIdOf(platformId, "reports")}) as bucket
    from stream_point
    where stream_id = ${streamIdOf(platformId, "reports")}
      and at >= ${new Date(from)} and at < ${new Date(to)}`.execute(db);
  const found = rows[0];
  if (found === undefined || found.points === 0 || found.bucket === null) {
    return await meanBefore(db, { platformId, from, to });
  }
  // Before the first point there was neither a count nor anything to expect.
  const looked = to - Math.max(from, found.begun ?? from);
  return found.expected * Math.max(1, looked / (found.points * found.bucket));
}

type Foreseen = { expected: number; points: number; begun: number | null; bucket: number | null };

async function meanBefore(db: Db, { platformId, from, to }: Window): Promise<number> {
  const { rows } = await sql<{ reports: number }>`
    select count(*) as reports from report
    where platform_id = ${platformId}
      and at >= ${new Date(from - USUAL_BACK_MS)} and at < ${new Date(from)}`.execute(db);
  return ((rows[0]?.reports ?? 0) * (to - from)) / USUAL_BACK_MS;
}
