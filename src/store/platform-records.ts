import type { Db } from "./database.ts";
import { reportsPerMinute } from "./reports.ts";
import { lastPushTo } from "./signals.ts";

const DELIVERY_PROOF_MS = 30 * 86_400_000;

/** What our own house knows about a source and its platform, for sensors that look inwards. */
export function recordsOf(db: Db, source: { id: string; platform_id: string }, now: number) {
  const platformId = source.platform_id;
  return {
    pushedAt: async () => await lastPushTo(db, source.id),
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

/**
 * Channels that have reported a delivery before: the silence of others means nothing. A reply proves
 * a delivery too, but a mail server that hands on replies still reports none.
 */
async function reportingChannels(db: Db, platformId: string, now: number): Promise<number[]> {
  const rows = await db
    .selectFrom("tally")
    .innerJoin("channel", "channel.id", "tally.channel_id")
    .select(["tally.channel_id", "tally.what", (e) => e.fn.sum<number>("tally.n").as("n")])
    .where("channel.platform_id", "=", platformId)
    .where("tally.what", "in", ["delivered", "replied"])
    .where("tally.minute", ">", new Date(now - DELIVERY_PROOF_MS))
    .groupBy(["tally.channel_id", "tally.what"])
    .execute();
  const count = (channelId: number, what: string) =>
    Number(rows.find((row) => row.channel_id === channelId && row.what === what)?.n ?? 0);
  const ids = [...new Set(rows.map((row) => row.channel_id))];
  return ids.filter((id) => count(id, "delivered") > count(id, "replied"));
}
