import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** Running broadcasts whose first people are being watched. */
export async function watchedCohorts(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom("broadcast")
    .select("id")
    .where("state", "=", "running")
    .where("cohort", "is not", null)
    .execute();
  return rows.map(({ id }) => id);
}

/** What became of the first people of a broadcast: the first chunk is theirs alone. */
export async function readCohort(
  tx: Tx,
  broadcastId: number,
  people: number,
): Promise<{ arrived: number; refused: number; settled: number }> {
  const found = await sql<{ arrived: number; refused: number; settled: number }>`
    select count(*) filter (where best >= 4 or settled in ('reached', 'acknowledged'))::int as arrived,
      count(*) filter (where settled = 'exhausted' and outcome = 'rejected' or settled = 'blocked')::int
        as refused,
      count(*) filter (where settled is not null)::int as settled
    from delivery where broadcast_id = ${broadcastId} and ordinal < ${people}
  `.execute(tx);
  return found.rows[0] ?? { arrived: 0, refused: 0, settled: 0 };
}
