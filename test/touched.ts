import { sql } from "kysely";
import type { Tx } from "../src/store/database.ts";

/** Rows of a table that were read, and rows that were written. */
export type Touched = { read: number; written: number };
export const NONE: Touched = { read: 0, written: 0 };

export const less = (one: Touched, other: Touched): Touched => ({
  read: one.read - other.read,
  written: one.written - other.written,
});

/**
 * How many rows of each table this session read and wrote, as far as it has not told the statistics
 * yet. What slows with the years shows in the difference, whatever the machine is busy with.
 */
export async function touched(tx: Tx): Promise<Record<string, Touched>> {
  const found = await sql<Touched & { table: string }>`
    select relname as table, seq_tup_read + coalesce(idx_tup_fetch, 0) as read,
      n_tup_ins + n_tup_upd + n_tup_del as written
    from pg_stat_xact_user_tables`.execute(tx);
  return Object.fromEntries(found.rows.map(({ table, ...counted }) => [table, counted]));
}
