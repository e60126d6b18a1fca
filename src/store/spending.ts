import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

/** In hundredths of the organisation's currency. */
export type Spent = { broadcastCents: number; dayCents: number };

/** What live broadcasts (or those of drills) have cost today (UTC), and one of them since it began. */
export async function spentSoFar(
  db: Db,
  ask: { broadcastId: number | null; drill: boolean; now: number },
): Promise<Spent> {
  const { broadcastId, drill, now } = ask;
  const found = await sql<Spent>`
    select
      coalesce(sum(s.cents) filter (where s.broadcast_id = ${broadcastId}::int), 0)::float8
        as "broadcastCents",
      coalesce(sum(s.cents) filter (where s.day = ${dayOf(now)}::date and b.drill = ${drill}), 0)::float8
        as "dayCents"
    from spending s join broadcast b on b.id = s.broadcast_id
    where s.day = ${dayOf(now)}::date or s.broadcast_id = ${broadcastId}::int
  `.execute(db);
  return found.rows[0] ?? { broadcastCents: 0, dayCents: 0 };
}

/** Adds to what a broadcast has cost on a channel today; what came back unused is taken off again. */
export async function addSpending(
  tx: Tx,
  spent: { broadcastId: number; channelId: number; cents: number; now: number },
): Promise<void> {
  const { broadcastId, channelId, cents, now } = spent;
  await sql`
    insert into spending (day, broadcast_id, channel_id, cents)
    values (${dayOf(now)}::date, ${broadcastId}, ${channelId}, ${cents})
    on conflict (day, broadcast_id, channel_id)
      do update set cents = greatest(0, spending.cents + excluded.cents)
  `.execute(tx);
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
