import type { Db } from "./database.ts";
import { reportsPerMinute } from "./reports.ts";

const DELIVERY_PROOF_MS = 30 * 86_400_000;

/** What our own house knows about one platform, for sensors that look inwards. */
export function recordsOf(db: Db, platformId: string, now: number) {
  return {
    reportsPerMinute: async (from: number, to: number) =>
      await reportsPerMinute(db, platformId, { from, to }),
    handedOver: async (from: number, to: number) => {
      const channelIds = await reportingChannels(db, platformId, now);
      if (channelIds.length === 0) return { sent: 0, delivered: 0 };
      const rows = await db
        .selectFrom("tally")
        .select(["what", (e) => e.fn.sum<number>("n").as("n")])
        .where("channel_id", "in", channelIds)
        .where("minute", ">=", new Date(from))
        .where("minute", "<", new Date(to))
        .where("what", "in", ["accepted", "delivered"])
        .groupBy("what")
        .execute();
      const of = (what: string) => Number(rows.find((row) => row.what === what)?.n ?? 0);
      return { sent: of("accepted"), delivered: of("delivered") };
    },
  };
}

/** Channels that have reported a delivery before: the silence of others means nothing. */
async function reportingChannels(db: Db, platformId: string, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom("channel")
    .select("channel.id")
    .where("channel.platform_id", "=", platformId)
    .where((e) =>
      e.exists(
        e
          .selectFrom("tally")
          .select("tally.n")
          .whereRef("tally.channel_id", "=", "channel.id")
          .where("tally.what", "=", "delivered")
          .where("tally.minute", ">", new Date(now - DELIVERY_PROOF_MS)),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}
