import { type Selectable, sql } from "kysely";
import type { DryRunResult } from "../domain/dry-run.ts";
import type { Language } from "../domain/language.ts";
import type { Db, Tx } from "./database.ts";
import { frozenPeople, type Snapshot } from "./recipients.ts";
import type { Ways } from "./schema/delivery.ts";
import type { DryRun } from "./schema/planner.ts";

export type DryRunRow = Selectable<DryRun>;

/** Asks for one; null where one is under way already. */
export async function insertDryRun(
  tx: Tx,
  ask: { broadcastId: number; by: string; now: number },
): Promise<number | null> {
  const made = await tx
    .insertInto("dry_run")
    .values({ broadcast_id: ask.broadcastId, asked_by: ask.by, asked_at: new Date(ask.now) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id ?? null;
}

/** Leases what waits, and what a node that died has left behind. */
export async function leaseDryRun(
  tx: Tx,
  ask: { now: number; until: number },
): Promise<{ id: number; broadcastId: number } | null> {
  const found = await sql<{ id: number; broadcastId: number }>`
    update dry_run set state = 'running', leased_until = ${new Date(ask.until)}
    where id = (
      select id from dry_run where state = 'waiting'
        or (state = 'running' and leased_until < ${new Date(ask.now)})
      order by id limit 1 for update skip locked
    )
    returning id, broadcast_id as "broadcastId"
  `.execute(tx);
  return found.rows[0] ?? null;
}

export async function endDryRun(
  tx: Tx,
  id: number,
  end: { result: DryRunResult | null; now: number },
): Promise<void> {
  await tx
    .updateTable("dry_run")
    .set({
      state: end.result === null ? "failed" : "done",
      ended_at: new Date(end.now),
      leased_until: null,
      result: end.result === null ? null : JSON.stringify(end.result),
    })
    .where("id", "=", id)
    .execute();
}

/** The newest one of a broadcast: an older one speaks of people and texts of another day. */
export async function lastDryRun(db: Db, broadcastId: number): Promise<DryRunRow | null> {
  const row = await db
    .selectFrom("dry_run")
    .selectAll()
    .where("broadcast_id", "=", broadcastId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export const hasDryRuns = async (db: Db): Promise<boolean> =>
  (await db
    .selectFrom("dry_run")
    .select("id")
    .where("state", "in", ["waiting", "running"])
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** A person as an approval would freeze them now. */
export type FrozenPerson = {
  id: number;
  name: string;
  language: Language;
  frozen_ways: Ways;
  variables: Record<string, string>;
  place: number;
};
type Whom = Pick<Snapshot, "question" | "rungs" | "blanks" | "triage">;

const FETCH_ROWS = 2_000;

/**
 * Hands everybody whom an approval would freeze to `work`, in the order they would go out, some at a
 * time. One picture of the database from the first to the last; nothing is written, nothing is held.
 */
export async function eachFrozen(
  db: Db,
  whom: Whom,
  work: (people: readonly FrozenPerson[]) => Promise<void>,
): Promise<void> {
  await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      await sql`declare frozen no scroll cursor for
        ${frozenPeople(whom)} order by place`.execute(tx);
      for (;;) {
        const fetched = await sql<FrozenPerson>`fetch ${sql.lit(FETCH_ROWS)} from frozen`.execute(
          tx,
        );
        if (fetched.rows.length === 0) return;
        await work(fetched.rows);
      }
    });
}
