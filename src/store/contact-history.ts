import { sql } from "kysely";
import type { Db } from "./database.ts";

const historyMax = 100;

/** What was sent to one person and what came of it, the newest first. */
export async function deliveriesTo(db: Db, contactId: number) {
  return await db
    .selectFrom("delivery")
    .innerJoin("broadcast", "broadcast.id", "delivery.broadcast_id")
    .leftJoin("channel", "channel.id", "delivery.best_channel")
    .select([
      "delivery.broadcast_id",
      "broadcast.title",
      "broadcast.drill",
      "delivery.best",
      "channel.name as channel_name",
      "delivery.settled",
      "delivery.settled_at",
      "delivery.answer",
    ])
    .where("delivery.contact_id", "=", contactId)
    .orderBy("delivery.broadcast_id", "desc")
    .limit(historyMax)
    .execute();
}

/** What reached one person from an offline copy, as its import tells it. */
export type OfflineToPerson = {
  job: string;
  label: string;
  drill: boolean;
  startedAt: Date;
  channel: string | null;
  settled: string | null;
  outcome: string | null;
  why: string | null;
  attemptedAt: Date | null;
};

/** What was sent to one person while the server was away, the newest first. */
export async function offlineSentTo(db: Db, contactId: number): Promise<OfflineToPerson[]> {
  const found = await sql<OfflineToPerson>`
    select s.job, o.label, o.drill, o.started_at as "startedAt", s.settled, s.outcome, s.why,
      s.attempted_at as "attemptedAt", (select c ->> 'name' from jsonb_array_elements(o.channels) c
        where (c ->> 'id')::int = s.channel_id limit 1) as channel
    from offline_sent s join offline_sending o on o.job = s.job
    where s.contact_id = ${contactId}
    order by o.started_at desc, s.job limit ${historyMax}`.execute(db);
  return found.rows;
}
