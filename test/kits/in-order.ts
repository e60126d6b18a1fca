import { sql } from "kysely";
import type { Db, Tx } from "../../src/store/database.ts";

/** Until somebody in this database waits for a lock of somebody else. */
async function untilBlocked(db: Db): Promise<void> {
  const waiting = sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while (((await waiting.execute(db)).rows[0]?.n ?? 0) === 0);
}

type Lock = (tx: Tx) => Promise<unknown>;

/**
 * Takes what comes first in the order of all, lets somebody's work come to it, and takes what comes
 * later. Whoever is in a circle is refused at once.
 */
export async function inOrder(
  db: Db,
  { first, work, later }: { first: Lock; work: () => Promise<unknown>; later: Lock },
): Promise<void> {
  const begun = await db.transaction().execute(async (tx) => {
    await sql`set local deadlock_timeout = '1ms'`.execute(tx);
    await first(tx);
    const working = { done: work() };
    await untilBlocked(db);
    await later(tx);
    return working;
  });
  await begun.done;
}
