import { sql } from "kysely";
import type { Assessment } from "../domain/detection/fuse.ts";
import type { StreamReading, StreamState } from "../domain/detection/stream.ts";
import type { Db, Tx } from "./database.ts";
import type { Span } from "./signals.ts";

export type StreamKind = "reports" | "social";
export type StreamRow = {
  id: string;
  kind: StreamKind;
  bucketMs: number;
  /** The start of the next bucket to look at. */
  nextAt: number;
  state: StreamState;
};

/** Keeps the memory of one platform to one node; false when another one works on it. */
export async function tryLockPlatform(tx: Tx, platformId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`assess ${platformId}`}, 0)) as locked
  `.execute(tx);
  return rows[0]?.locked ?? false;
}

export async function streamsOf(db: Db, platformId: string): Promise<StreamRow[]> {
  const rows = await db
    .selectFrom("stream")
    .selectAll()
    .where("platform_id", "=", platformId)
    .where("kind", "in", ["reports", "social"])
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === "social" ? "social" : "reports",
    bucketMs: row.bucket_ms,
    nextAt: row.bucket_at.getTime(),
    state: row.state,
  }));
}

export async function saveStream(tx: Tx, platformId: string, stream: StreamRow): Promise<void> {
  const change = { bucket_at: new Date(stream.nextAt), state: JSON.stringify(stream.state) };
  await tx
    .insertInto("stream")
    .values({
      id: stream.id,
      platform_id: platformId,
      kind: stream.kind,
      bucket_ms: stream.bucketMs,
      ...change,
    })
    .onConflict((c) => c.column("id").doUpdateSet(change))
    .execute();
}

/** Writes what a stream said in its buckets: the chart of observed, expected and band. */
export async function insertPoints(
  tx: Tx,
  streamId: string,
  readings: readonly StreamReading[],
): Promise<void> {
  if (readings.length === 0) return;
  const column = <K extends keyof StreamReading>(name: K) => readings.map((row) => row[name]);
  const times = readings.map(({ at }) => new Date(at).toISOString());
  await sql`insert into stream_point (stream_id, at, count, expected, band, score, state)
    select ${streamId}, * from unnest(
      ${times}::timestamptz[], ${column("count")}::integer[], ${column("expected")}::real[],
      ${column("band")}::real[], ${column("score")}::real[], ${column("state")}::text[])
    on conflict do nothing`.execute(tx);
}

export type Point = {
  at: number;
  count: number | null;
  expected: number;
  band: number;
  score: number;
  state: "quiet" | "watch" | "alert";
};

/** The points of one stream within the span, oldest first. */
export async function pointsOf(db: Db, streamId: string, span: Span): Promise<Point[]> {
  const rows = await db
    .selectFrom("stream_point")
    .select(["at", "count", "expected", "band", "score", "state"])
    .where("stream_id", "=", streamId)
    .where("at", ">=", new Date(span.from))
    .where("at", "<", new Date(span.to))
    .orderBy("at")
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** The highest bucket of a platform's reports within the span, or null. */
export async function peakOf(
  db: Db,
  platformId: string,
  span: Span,
): Promise<{ at: string; count: number; expected: number } | null> {
  const row = await db
    .selectFrom("stream_point")
    .select(["at", "count", "expected"])
    .where("stream_id", "=", streamIdOf(platformId, "reports"))
    .where("at", ">=", new Date(span.from))
    .where("at", "<=", new Date(span.to))
    .where("count", "is not", null)
    .orderBy("count", "desc")
    .orderBy("at")
    .limit(1)
    .executeTakeFirst();
  if (!row || row.count === null) return null;
  return { at: row.at.toISOString(), count: row.count, expected: row.expected };
}

export const streamIdOf = (platformId: string, kind: StreamKind): string => `${platformId}:${kind}`;

export type OpinionRow = {
  platformId: string;
  at: number;
  assessment: Assessment;
  excess: number;
  ratio: number;
  /** The same for each capability that the platform has. */
  capabilities: Record<string, Assessment>;
};

/** What is thought of every platform at this moment. */
export async function listOpinions(db: Db): Promise<(OpinionRow & { failureDomain: string })[]> {
  const rows = await db
    .selectFrom("opinion")
    .innerJoin("platform", "platform.id", "opinion.platform_id")
    .selectAll("opinion")
    .select("platform.failure_domain")
    .orderBy("opinion.platform_id")
    .execute();
  return rows.map(({ platform_id, failure_domain, at, ...row }) => ({
    ...row,
    platformId: platform_id,
    failureDomain: failure_domain,
    at: at.getTime(),
  }));
}

/** What is thought of one platform at this moment. */
export async function opinionOf(db: Db, platformId: string): Promise<OpinionRow | undefined> {
  const row = await db
    .selectFrom("opinion")
    .selectAll()
    .where("platform_id", "=", platformId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { platform_id, at, ...rest } = row;
  return { ...rest, platformId: platform_id, at: at.getTime() };
}

export async function saveOpinion(tx: Tx, opinion: OpinionRow): Promise<void> {
  const row = {
    platform_id: opinion.platformId,
    at: new Date(opinion.at),
    assessment: JSON.stringify(opinion.assessment),
    excess: opinion.excess,
    ratio: opinion.ratio,
    capabilities: JSON.stringify(opinion.capabilities),
  };
  await tx
    .insertInto("opinion")
    .values(row)
    .onConflict((c) => c.column("platform_id").doUpdateSet(row))
    .execute();
}
