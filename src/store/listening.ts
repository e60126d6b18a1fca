import { sql } from "kysely";
import type { ListeningMemory } from "../domain/listening/memory.ts";
import type { Sentence } from "../domain/sentence.ts";
import type { Db, Tx } from "./database.ts";
import type { SourceHealth } from "./schema/detection.ts";
import type { SourceRow } from "./sources.ts";

export type Remembered = {
  cursor: string | null;
  memory: ListeningMemory | null;
  failures: number;
};

/** What a source remembers; nothing where it never listened, or wrote in another form. */
export async function readListening(db: Db, sourceId: string): Promise<Remembered> {
  const row = await db
    .selectFrom("listening")
    .select(["cursor", "memory", "failures"])
    .where("source_id", "=", sourceId)
    .executeTakeFirst();
  if (!row) return { cursor: null, memory: null, failures: 0 };
  const isOurs = row.memory?.version === 1;
  return { ...row, cursor: isOurs ? row.cursor : null, memory: isOurs ? row.memory : null };
}

export async function saveListening(tx: Tx, sourceId: string, kept: Remembered): Promise<void> {
  const row = { ...kept, memory: kept.memory && JSON.stringify(kept.memory) };
  await tx
    .insertInto("listening")
    .values({ source_id: sourceId, ...row })
    .onConflict((c) => c.column("source_id").doUpdateSet(row))
    .execute();
}

/** Begins anew: another address or another hashtag is another stream. */
export async function forgetListening(tx: Tx, sourceId: string): Promise<void> {
  await tx.deleteFrom("listening").where("source_id", "=", sourceId).execute();
}

/** Forgets the people of sources that have not listened since: paused ones, and broken ones. */
export async function purgeListening(tx: Tx, before: number): Promise<void> {
  await tx
    .updateTable("listening")
    .set({ memory: null, cursor: null })
    .where(sql<boolean>`(memory->>'heardTo')::bigint < ${before}`)
    .execute();
}

/**
 * Holds on to a source for longer. Answers its row as it now is, or undefined when the lease has
 * passed to another node, or the source is gone: then nothing may be written for it any more.
 */
export async function renewLease(
  tx: Tx,
  source: Pick<SourceRow, "id" | "leased_until">,
  until: number,
): Promise<SourceRow | undefined> {
  return await tx
    .updateTable("source")
    .set({ leased_until: new Date(until) })
    .where("id", "=", source.id)
    .where("leased_until", "=", source.leased_until)
    .returningAll()
    .executeTakeFirst();
}

export async function noteHearing(
  tx: Tx,
  sourceId: string,
  heard: { at: number; health: SourceHealth; note: Sentence },
): Promise<void> {
  await tx
    .updateTable("source")
    .set({
      looked_at: new Date(heard.at),
      health: heard.health,
      health_note: JSON.stringify(heard.note),
    })
    .where("id", "=", sourceId)
    .execute();
}

/** Lets go of a source. Somebody who changed it meanwhile has asked for another try at once. */
export async function releaseLease(
  tx: Tx,
  source: Pick<SourceRow, "id" | "leased_until">,
  dueAt: number | null,
): Promise<void> {
  await tx
    .updateTable("source")
    .set({ leased_until: null, ...(dueAt === null ? {} : { due_at: new Date(dueAt) }) })
    .where("id", "=", source.id)
    .where("leased_until", "=", source.leased_until)
    .execute();
}

/** How far each source of a platform has counted since `from`, for whoever waits for it. */
export async function countedUpTo(
  db: Db,
  of: { sourceIds: readonly string[]; from: number },
): Promise<Map<string, number>> {
  if (of.sourceIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("signal")
    .select(["source_id", sql<Date>`max(at)`.as("at")])
    .where("source_id", "in", of.sourceIds)
    .where("at", ">=", new Date(of.from))
    .where("count", "is not", null)
    .groupBy("source_id")
    .execute();
  return new Map(rows.map(({ source_id, at }) => [source_id, at.getTime()]));
}
