import { setTimeout as sleep } from "node:timers/promises";
import { type RawBuilder, sql } from "kysely";
import { takeBackChunks } from "./chunks.ts";
import { type Db, transact } from "./database.ts";

const LOOK_MS = 2_000;

/** An advisory lock for each name of a node. The second word keeps it apart from other locks. */
const lockOf = (node: string): RawBuilder<unknown> => sql`hashtextextended(${`tocsin ${node}`}, 7)`;

/**
 * Holds the name of this node until the signal, on a connection of its own: when the process dies,
 * PostgreSQL lets go of it at once, and the others know. A connection that is lost is renewed.
 */
export async function holdName(db: Db, node: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await db
      .connection()
      .execute(async (connection) => {
        await sql`select pg_advisory_lock(${lockOf(node)})`.execute(connection);
        try {
          while (await waited(signal)) await sql`select 1`.execute(connection);
        } finally {
          await sql`select pg_advisory_unlock(${lockOf(node)})`.execute(connection);
        }
      })
      // The database is away: the other loops say so, and there is nothing to hold.
      .catch(async () => await waited(signal));
  }
}

/** Waits a little. Answers whether life goes on. */
async function waited(signal: AbortSignal): Promise<boolean> {
  await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

/**
 * What nodes hold that are dead is due at once, and not when their leases end. A node that lives and
 * has only lost its connection loses nothing but chunks: whatever it has committed as sending stays so.
 */
export async function takeBackFromDead(db: Db, own: string, now: number): Promise<string[]> {
  const holders = await sql<{ node: string }>`
    select distinct leased_by as node from chunk
    where due_at is not null and leased_by is not null and leased_by <> ${own}
      and leased_until > ${new Date(now)}
  `.execute(db);
  const dead: string[] = [];
  for (const { node } of holders.rows) {
    await transact(db, async (tx) => {
      const free = await sql<{ free: boolean }>`
        select pg_try_advisory_xact_lock(${lockOf(node)}) as free`.execute(tx);
      if (!free.rows[0]?.free) return;
      await takeBackChunks(tx, node, now);
      dead.push(node);
    });
  }
  return dead;
}
