import { alertsOf } from "./alerts.ts";
import type { Db } from "./database.ts";
import { inboundPerMinute } from "./replies.ts";
import { reportsPerMinute } from "./reports.ts";
import { lastPushTo } from "./signals.ts";
import { inCountry } from "./tallies.ts";

const DELIVERY_PROOF_MS = 30 * 86_400_000;
const COUNTRY = /@([A-Z]{2})$/;

/** What our own house knows about a source and its platform, for sensors that look inwards. */
export function recordsOf(db: Db, source: { id: string; platform_id: string | null }, now: number) {
  // A trigger has no platform, and no records of one.
  const platformId = source.platform_id ?? "";
  return {
    pushedAt: async () => await lastPushTo(db, source.id),
    alerts: async () => await alertsOf(db, source.id),
    inboundPerMinute: async (from: number, to: number) =>
      await inboundPerMinute(db, platformId, { from, to }),
    reportsPerMinute: async (from: number, to: number) =>
      await reportsPerMinute(db, platformId, { from, to }),
    handedOver: async (from: number, to: number) => {
      const counted = await taken(db, { platformId, now, from, to });
      return { sent: counted.get("accepted") ?? 0, delivered: counted.get("delivered") ?? 0 };
    },
    handedOverByCountry: async (from: number, to: number) =>
      byCountry(await taken(db, { platformId, now, from, to })),
  };
}

type Span = { platformId: string; now: number; from: number; to: number };

/** What channels took and brought, by what was counted. Test messages are a voice of their own. */
async function taken(db: Db, { platformId, now, from, to }: Span): Promise<Map<string, number>> {
  const channelIds = await reportingChannels(db, platformId, now);
  if (channelIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("tally")
    .select(["what", (e) => e.fn.sum<number>("n").as("n")])
    .where("channel_id", "in", channelIds)
    .where("broadcast_id", ">", 0)
    .where("minute", ">=", new Date(from))
    .where("minute", "<", new Date(to))
    .where((e) => e.or([e("what", "like", "accepted%"), e("what", "like", "delivered%")]))
    .groupBy("what")
    .execute();
  return new Map(rows.map(({ what, n }) => [what, Number(n)]));
}

function byCountry(counted: ReadonlyMap<string, number>) {
  const countries = [...counted.keys()].flatMap((what) => COUNTRY.exec(what)?.[1] ?? []);
  return new Map(
    [...new Set(countries)].map((country) => {
      const sent = counted.get(inCountry("accepted", country)) ?? 0;
      const delivered = counted.get(inCountry("delivered", country)) ?? 0;
      return [country, { sent, delivered }] as const;
    }),
  );
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
