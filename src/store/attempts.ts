import { sql } from "kysely";
import type { AttemptKey } from "../domain/reference.ts";
import { numbers } from "./arrays.ts";
import type { Tx } from "./database.ts";
import type { AttemptColumns } from "./schema/delivery.ts";

export const attemptKeyOf = (row: AttemptColumns): AttemptKey => ({
  broadcastId: row.broadcast_id,
  ordinal: row.ordinal,
  rung: row.rung,
  try: row.try,
});

export type Climb = {
  broadcastId: number;
  channelId: number;
  from: number;
  to: number;
  /** Where it went. */
  address: string;
};

/** Receipts of attempts that were left behind: facts only climb, there as well. Answers how far. */
export async function climbAttempts(
  tx: Tx,
  receipts: readonly (AttemptKey & { fact: number })[],
): Promise<Climb[]> {
  if (receipts.length === 0) return [];
  const found = await sql<{
    broadcast_id: number;
    channel_id: number;
    was: number;
    fact: number;
    address: string | null;
  }>`
    update attempt a set fact = o.news from (
      select x.broadcast_id, x.ordinal, x.rung, x.try, x.fact as was, r.fact as news from (
        select b, o, r, t, max(f) as fact from unnest(
          ${numbers(receipts.map((receipt) => receipt.broadcastId))}::int[],
          ${numbers(receipts.map((receipt) => receipt.ordinal))}::int[],
          ${numbers(receipts.map((receipt) => receipt.rung))}::int[],
          ${numbers(receipts.map((receipt) => receipt.try))}::int[],
          ${numbers(receipts.map((receipt) => receipt.fact))}::int[]
        ) k (b, o, r, t, f) group by b, o, r, t order by b, o
      ) r join attempt x on x.broadcast_id = r.b and x.ordinal = r.o and x.rung = r.r and x.try = r.t
      where x.fact < r.fact for update of x
    ) o
    where a.broadcast_id = o.broadcast_id and a.ordinal = o.ordinal and a.rung = o.rung
      and a.try = o.try
    returning a.broadcast_id, a.channel_id, o.was, a.fact, (
      select d.ways -> a.rung::int ->> 1 from delivery d
      where d.broadcast_id = a.broadcast_id and d.ordinal = a.ordinal
    ) as address
  `.execute(tx);
  return found.rows.map((row) => ({
    broadcastId: row.broadcast_id,
    channelId: row.channel_id,
    from: row.was,
    to: row.fact,
    address: row.address ?? "",
  }));
}
