import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Sentence } from "../domain/sentence.ts";
import type { Db, Tx } from "./database.ts";
import type { Source, SourceHealth } from "./schema/detection.ts";

export type SourceRow = Selectable<Source>;

export async function listSources(db: Db): Promise<SourceRow[]> {
  return await db.selectFrom("source").selectAll().orderBy("platform_id").orderBy("name").execute();
}

export async function sourcesOf(db: Db, platformId: string): Promise<SourceRow[]> {
  return await db
    .selectFrom("source")
    .selectAll()
    .where("platform_id", "=", platformId)
    .orderBy("name")
    .execute();
}

/**
 * The platforms that somebody looks at and of which a bucket is over: what is asked every second
 * must cost next to nothing as long as there is nothing to do.
 */
export async function duePlatforms(db: Db, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom("source")
    .leftJoin("stream", (join) =>
      join.onRef("stream.platform_id", "=", "source.platform_id").on("stream.kind", "=", "reports"),
    )
    .select("source.platform_id")
    .distinct()
    .where("source.enabled", "=", true)
    .where("source.platform_id", "is not", null)
    .where(
      sql<boolean>`(stream.id is null
        or stream.bucket_at + stream.bucket_ms * interval '1 millisecond' <= ${new Date(now)})`,
    )
    .orderBy("source.platform_id")
    .execute();
  return rows.flatMap(({ platform_id }) => platform_id ?? []);
}

export async function findSource(db: Db, id: string): Promise<SourceRow | undefined> {
  return await db.selectFrom("source").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertSource(tx: Tx, row: Insertable<Source>): Promise<SourceRow> {
  return await tx.insertInto("source").values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateSource(
  tx: Tx,
  id: string,
  change: Updateable<Source>,
): Promise<SourceRow | undefined> {
  return await tx
    .updateTable("source")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
}

export async function deleteSource(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("source").where("id", "=", id).execute();
}

/** Which loop a source belongs to: the one that holds lines, or the one that looks. */
export type Loop = { only: readonly string[] } | { except: readonly string[] };

type Due = { now: number; sensors: Loop };

/** Whether a source is due that nobody holds. */
export async function someSourceDue(db: Db, due: Due): Promise<boolean> {
  const found = await dueIn(db, due).limit(1).executeTakeFirst();
  return found !== undefined;
}

function dueIn(db: Db | Tx, { now: at, sensors }: Due) {
  const now = new Date(at);
  const [operator, kinds] =
    "only" in sensors ? (["in", sensors.only] as const) : (["not in", sensors.except] as const);
  return db
    .selectFrom("source")
    .select("id")
    .where("enabled", "=", true)
    .where("sensor", operator, kinds)
    .where((e) => e.or([e("due_at", "is", null), e("due_at", "<=", now)]))
    .where((e) => e.or([e("leased_until", "is", null), e("leased_until", "<=", now)]));
}

/** Takes up to `max` sources that are due, for a while: a node that dies frees them by itself. */
export async function leaseDueSources(
  tx: Tx,
  lease: Due & { leaseMs: number; max: number },
): Promise<SourceRow[]> {
  const due = dueIn(tx, lease)
    .orderBy(sql`due_at nulls first`)
    .limit(lease.max)
    .forUpdate()
    .skipLocked();
  return await tx
    .updateTable("source")
    .set({ leased_until: new Date(lease.now + lease.leaseMs) })
    .where("id", "in", due)
    .returningAll()
    .execute();
}

/** Notes how a look went and when the next one is due; a lease that passed on is left alone. */
export async function noteLook(
  tx: Tx,
  source: SourceRow,
  look: { at: number; dueAt: number; health: SourceHealth; note: Sentence },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("source")
    .set({
      looked_at: new Date(look.at),
      due_at: new Date(look.dueAt),
      leased_until: null,
      health: look.health,
      health_note: JSON.stringify(look.note),
    })
    .where("id", "=", source.id)
    .where("leased_until", "=", source.leased_until)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
