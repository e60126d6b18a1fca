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
