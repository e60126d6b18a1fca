import { type Insertable, type Selectable, sql } from "kysely";
import { SOFT_BOUNCES_MAX } from "../domain/subscriber-end.ts";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";
import type { SubscriberEnd } from "./schema/subscribers.ts";
import type { SubscriberRow } from "./subscribers.ts";

export type EndRow = Selectable<SubscriberEnd>;

export async function insertEnds(
  tx: Tx,
  rows: readonly Insertable<SubscriberEnd>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.insertInto("subscriber_end").values(rows).execute();
}

/** Whom we took off the list, the newest first. */
export async function recentEnds(db: Db, limit: number): Promise<EndRow[]> {
  return await db
    .selectFrom("subscriber_end")
    .selectAll()
    .where("shown", "is not", null)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export type EndCount = { reason: EndRow["reason"]; people: number };

export async function countEnds(db: Db, since: number): Promise<EndCount[]> {
  const found = await sql<EndCount>`
    select reason, count(*)::int as people from subscriber_end where at >= ${new Date(since)}
    group by reason order by people desc, reason
  `.execute(db);
  return found.rows;
}

export async function purgeEnds(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom("subscriber_end").where("at", "<", new Date(before)).execute();
}

/** Lines of the ledger that the other side has something to say about, and whose they are. */
export type ToldLine = {
  tellingId: number;
  ordinal: number;
  subscriber: SubscriberRow;
};

export async function findTold(
  tx: Tx,
  keys: readonly { tellingId: number; ordinal: number }[],
): Promise<ToldLine[]> {
  if (keys.length === 0) return [];
  const found = await sql<SubscriberRow & { telling_id: number; ordinal: number }>`
    select t.telling_id, t.ordinal, s.*
    from unnest(${numbers(keys.map((key) => key.tellingId))}::int[],
      ${numbers(keys.map((key) => key.ordinal))}::int[]) k (telling_id, ordinal)
    join told t on t.telling_id = k.telling_id and t.ordinal = k.ordinal
    join subscriber s on s.id = t.subscriber_id
    order by s.id for update of s
  `.execute(tx);
  return found.rows.map(({ telling_id, ordinal, ...subscriber }) => ({
    tellingId: telling_id,
    ordinal,
    subscriber,
  }));
}

/** What was taken, and came back: from then on it is told as failed. */
export async function failLine(
  tx: Tx,
  line: { tellingId: number; ordinal: number; why: string },
): Promise<void> {
  await tx
    .updateTable("told")
    .set({ state: "failed", why: line.why, due_at: null })
    .where("telling_id", "=", line.tellingId)
    .where("ordinal", "=", line.ordinal)
    .where("state", "in", ["sending", "accepted", "unknown"])
    .execute();
}

/** Why the last messages to somebody did not arrive, the newest first; null where one did. */
export async function lastWhys(tx: Tx, subscriberId: number): Promise<(string | null)[]> {
  const rows = await tx
    .selectFrom("told as t")
    .innerJoin("telling as g", "g.id", "t.telling_id")
    .select(["t.state", "t.why"])
    .where("t.subscriber_id", "=", subscriberId)
    .where("g.what", "<>", "letter")
    .where("t.state", "in", ["accepted", "unknown", "failed"])
    .orderBy("t.telling_id", "desc")
    .limit(SOFT_BOUNCES_MAX)
    .execute();
  return rows.map(({ state, why }) => (state === "failed" ? why : null));
}
