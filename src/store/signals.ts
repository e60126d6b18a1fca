import { sql } from "kysely";
import type { Sentence } from "../domain/sentence.ts";
import type { Db, Tx } from "./database.ts";
import type { SignalKind, Verdict } from "./schema/detection.ts";

export type NewSignal = {
  sourceId: string;
  platformId: string;
  kind: SignalKind;
  at: number;
  count: number | null;
  verdict: Verdict | null;
  evidence: Sentence;
  detail: Record<string, unknown>;
};

export type ReadingRow = {
  sourceId: string;
  kind: SignalKind;
  at: number;
  verdict: Verdict;
  evidence: Sentence;
  detail: Record<string, unknown>;
};

/** Appends what sources said; a moment of a source is noted once, however often it is told. */
export async function appendSignals(tx: Tx, signals: readonly NewSignal[]): Promise<void> {
  if (signals.length === 0) return;
  await tx
    .insertInto("signal")
    .values(
      signals.map((signal) => ({
        source_id: signal.sourceId,
        platform_id: signal.platformId,
        kind: signal.kind,
        at: new Date(signal.at),
        count: signal.count,
        verdict: signal.verdict,
        evidence: JSON.stringify(signal.evidence),
        detail: JSON.stringify(signal.detail),
      })),
    )
    .onConflict((c) => c.columns(["source_id", "at"]).doNothing())
    .execute();
}

/** When somebody last told this source something by themselves, instead of being asked. */
export async function lastPushTo(db: Db, sourceId: string): Promise<number | null> {
  const row = await db
    .selectFrom("signal")
    .select(["at", "detail"])
    .where("source_id", "=", sourceId)
    .where(sql<boolean>`detail @> '{"pushed": true}'::jsonb`)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  // A count stands at its own minute, and was told later.
  const { heardAt } = row.detail;
  return typeof heardAt === "number" ? heardAt : row.at.getTime();
}

/** What a source said within a span: when, and how many, or null for a reading. */
export async function saidIn(
  db: Db,
  sourceId: string,
  span: Span,
): Promise<{ at: number; count: number | null }[]> {
  const rows = await db
    .selectFrom("signal")
    .select(["at", "count"])
    .where("source_id", "=", sourceId)
    .where("at", ">=", new Date(span.from))
    .where("at", "<", new Date(span.to))
    .execute();
  return rows.map(({ at, count }) => ({ at: at.getTime(), count }));
}

/** Appends recorded counts of one source, as many as a recording holds, in one statement. */
export async function appendCounts(
  tx: Tx,
  series: { sourceId: string; platformId: string; kind: SignalKind; evidence: Sentence },
  counts: readonly { at: number; count: number }[],
): Promise<void> {
  const { sourceId, platformId, kind, evidence } = series;
  const times = counts.map(({ at }) => new Date(at).toISOString());
  const numbers = counts.map(({ count }) => count);
  await sql`insert into signal (source_id, platform_id, kind, at, count, evidence)
    select ${sourceId}::uuid, ${platformId}, ${kind}, at, count, ${JSON.stringify(evidence)}::jsonb
    from unnest(${times}::timestamptz[], ${numbers}::integer[]) as recorded (at, count)
    on conflict (source_id, at) do nothing`.execute(tx);
}

export type Span = { from: number; to: number };

/** What was counted in each bucket of the span; a bucket nobody spoke about is not in the map. */
export async function countsIn(
  db: Db,
  of: { platformId: string; kind: SignalKind; bucketMs: number },
  span: Span,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ at: Date; count: number }>`
    select at, sum(count)::bigint as count from signal
    where platform_id = ${of.platformId} and kind = ${of.kind} and count is not null
      and at >= ${new Date(span.from)} and at < ${new Date(span.to)}
    group by at order by at`.execute(db);
  const counts = new Map<number, number>();
  for (const row of rows) {
    const at = row.at.getTime();
    const bucket = at - ((((at - span.from) % of.bucketMs) + of.bucketMs) % of.bucketMs);
    counts.set(bucket, (counts.get(bucket) ?? 0) + row.count);
  }
  return counts;
}

/** When a platform was first counted from `after` on, or null. */
export async function firstCountAt(
  db: Db,
  of: { platformId: string; kind: SignalKind },
  after: number,
): Promise<number | null> {
  const row = await db
    .selectFrom("signal")
    .select("at")
    .where("platform_id", "=", of.platformId)
    .where("kind", "=", of.kind)
    .where("count", "is not", null)
    .where("at", ">=", new Date(after))
    .orderBy("at")
    .limit(1)
    .executeTakeFirst();
  return row?.at.getTime() ?? null;
}

/** Every reading of a platform within the span, oldest first. */
export async function readingsIn(db: Db, platformId: string, span: Span): Promise<ReadingRow[]> {
  const rows = await db
    .selectFrom("signal")
    .select(["source_id", "kind", "at", "verdict", "evidence", "detail"])
    .where("platform_id", "=", platformId)
    .where("kind", "in", ["probe", "official", "deliveries"])
    .where("verdict", "is not", null)
    .where("at", ">=", new Date(span.from))
    .where("at", "<", new Date(span.to))
    .orderBy("at")
    .execute();
  return rows.flatMap(({ source_id, at, verdict, ...row }) =>
    verdict === null ? [] : [{ ...row, sourceId: source_id, at: at.getTime(), verdict }],
  );
}
