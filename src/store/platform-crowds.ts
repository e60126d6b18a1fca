import { sql } from "kysely";
import {
  firstQuarterAt,
  type PlatformCrowd,
  QUARTER_MS,
  QUARTERS_SHOWN,
  type QuarterHour,
  SHARES_WINDOW_MS,
  standsOut,
} from "../domain/platform-crowd.ts";
import type { Db } from "./database.ts";
import { readAllReportShares, type UsualMemory } from "./report-shares.ts";

const DAY_MS = 86_400_000;
const COMMENTS_SHOWN_MAX = 5;
/** Many platforms stand out together only when something larger is wrong; the rest can wait. */
const SHARED_OUT_MAX = 6;

type PlatformRow = { id: string; capabilities: readonly string[] };

/** What people say of every platform, for the public pages. */
export async function readPlatformCrowds(
  db: Db,
  asked: { platforms: readonly PlatformRow[]; memory?: UsualMemory | undefined },
  now: number,
): Promise<PlatformCrowd[]> {
  const { platforms, memory } = asked;
  const counted = await quartersOf(db, now);
  const comments = await commentsSince(db, now - DAY_MS);
  const crowds: PlatformCrowd[] = [];
  let shared = 0;
  for (const { id, capabilities } of platforms) {
    const quarters = seriesOf(counted.get(id) ?? new Map(), now);
    const isShared = standsOut(quarters, now) && shared++ < SHARED_OUT_MAX;
    const window = { platformId: id, from: now - SHARES_WINDOW_MS, to: now };
    crowds.push({
      platformId: id,
      capabilities,
      quarters,
      shares: isShared ? await readAllReportShares(db, window, memory) : null,
      comments: comments.get(id) ?? [],
    });
  }
  return crowds;
}

type Counted = Map<number, Omit<QuarterHour, "at">>;

/** The detector's chart where it watches; what was reported where it does not. */
async function quartersOf(db: Db, now: number): Promise<Map<string, Counted>> {
  const from = new Date(firstQuarterAt(now));
  const bin = sql`interval '${sql.raw(String(QUARTER_MS))} milliseconds'`;
  const { rows } = await sql<{
    platform: string;
    at: Date;
    count: number | null;
    expected: number | null;
    band: number | null;
  }>`
    select stream.platform_id as platform, date_bin(${bin}, point.at, timestamptz 'epoch') as at,
      sum(point.count) as count, sum(point.expected)::float8 as expected,
      -- Minutes are independent of each other: what may go over adds up in squares.
      sqrt(sum(point.band * point.band))::float8 as band
    from stream_point point join stream on stream.id = point.stream_id
    where stream.kind = 'reports' and point.at >= ${from}
    group by 1, 2
    union all
    select platform_id, date_bin(${bin}, at, timestamptz 'epoch'), count(*), null, null
    from report
    where at >= ${from}
      and not exists (select from stream
        where stream.platform_id = report.platform_id and stream.kind = 'reports')
    group by 1, 2`.execute(db);
  const platforms = new Map<string, Counted>();
  for (const { platform, at, ...quarter } of rows) {
    const known = platforms.get(platform) ?? new Map<number, Omit<QuarterHour, "at">>();
    known.set(at.getTime(), quarter);
    platforms.set(platform, known);
  }
  return platforms;
}

function seriesOf(counted: Counted, now: number): QuarterHour[] {
  const first = firstQuarterAt(now);
  const watched = [...counted.values()].some(({ expected }) => expected !== null);
  // Without a detector an empty quarter is one in which nobody reported anything.
  const silent = { count: watched ? null : 0, expected: null, band: null };
  return Array.from({ length: QUARTERS_SHOWN }, (_, index) => {
    const at = first + index * QUARTER_MS;
    return { at, ...(counted.get(at) ?? silent) };
  });
}

async function commentsSince(
  db: Db,
  since: number,
): Promise<Map<string, PlatformCrowd["comments"]>> {
  const { rows } = await sql<{ id: string; platform: string; words: string; at: Date }>`
    select id, platform_id as platform, words, at from (
      select *, row_number() over (partition by platform_id order by at desc) as rank
      from report_comment where state = 'accepted' and at > ${new Date(since)}
    ) ranked
    where rank <= ${COMMENTS_SHOWN_MAX} order by at desc`.execute(db);
  const comments = new Map<string, { id: string; words: string; at: number }[]>();
  for (const { platform, at, ...said } of rows) {
    comments.set(platform, [...(comments.get(platform) ?? []), { ...said, at: at.getTime() }]);
  }
  return comments;
}
