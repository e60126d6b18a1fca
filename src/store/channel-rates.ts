import { sql } from "kysely";
import { DAY_MS } from "../lib/clock.ts";
import type { Db, Tx } from "./database.ts";

/** A bucket never holds more than this many seconds of its rate. */
const BURST_S = 1;

export async function openRate(
  tx: Tx,
  channelId: number,
  full: { perSecond: number; now: number },
): Promise<void> {
  await tx
    .insertInto("channel_rate")
    .values({ channel_id: channelId, tokens: full.perSecond, at: new Date(full.now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Takes up to `wanted` tokens of a channel, for all nodes together. `readyAt` says when there will be
 * more, where there were not enough.
 */
export async function takeTokens(
  tx: Tx,
  ask: {
    channelId: number;
    wanted: number;
    perSecond: number;
    /** How many a day (UTC) the provider takes; null or left out: as many as there are. */
    dailyMax?: number | null;
    now: number;
  },
): Promise<{ taken: number; readyAt: number; isSpent: boolean }> {
  const { channelId, wanted, perSecond, now } = ask;
  const dailyMax = ask.dailyMax ?? null;
  const today = dayOf(now);
  const burst = Math.max(1, perSecond * BURST_S);
  const found = await sql<{ taken: number; left: number; at_ms: number; used: number }>`
    with bucket as (
      select channel_id, greatest(at, ${new Date(now)}::timestamptz) as at,
        least(${burst}::float8, tokens + ${perSecond}::float8 *
          greatest(0, extract(epoch from ${new Date(now)}::timestamptz - at)::float8)) as tokens,
        at > ${new Date(now)}::timestamptz as hushed,
        case when day = ${today}::date then used else 0 end as used
      from channel_rate where channel_id = ${channelId} for update
    ), grant_ as (
      select *, case when hushed then 0 else least(floor(tokens + 1e-6), ${wanted}::float8,
        greatest(0, coalesce(${dailyMax}::float8 - used, ${wanted}::float8))) end as taken
      from bucket
    )
    update channel_rate r set tokens = greatest(0, g.tokens - g.taken), at = g.at,
      day = ${today}::date, used = g.used + g.taken::int
    from grant_ g
    where r.channel_id = g.channel_id
    returning g.taken, r.tokens as left, extract(epoch from r.at)::float8 * 1000 as at_ms, r.used
  `.execute(tx);
  const row = found.rows[0];
  if (!row) return { taken: 0, readyAt: now, isSpent: false };
  const isSpent = dailyMax !== null && row.used >= dailyMax;
  if (isSpent) return { taken: row.taken, readyAt: nextDay(now), isSpent };
  const missingMs = Math.max(0, 1 - row.left) * (1_000 / perSecond);
  return { taken: row.taken, readyAt: Math.max(now, row.at_ms) + missingMs, isSpent };
}

export async function giveBackTokens(tx: Tx, channelId: number, unused: number): Promise<void> {
  await tx
    .updateTable("channel_rate")
    .set((e) => ({
      tokens: e("tokens", "+", unused),
      used: e.fn<number>("greatest", [e.lit(0), e("used", "-", unused)]),
    }))
    .where("channel_id", "=", channelId)
    .execute();
}

/** How many messages each channel has sent today (UTC). */
export async function usedToday(db: Db, now: number): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom("channel_rate")
    .select(["channel_id", "used"])
    .where("day", "=", sql<string>`${dayOf(now)}::date`)
    .execute();
  return new Map(rows.map((row) => [row.channel_id, row.used]));
}

/** Opens the new day of channels whose quota was used up. Exactly one node is told that it did. */
export async function renewQuotas(tx: Tx, now: number): Promise<number> {
  const today = dayOf(now);
  const done = await sql`
    update channel_rate r set day = ${today}::date, used = 0 from channel c
    where c.id = r.channel_id and c.daily_max is not null and r.used >= c.daily_max
      and r.day < ${today}::date
  `.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
const nextDay = (now: number): number => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

/** The provider asked for silence until then: no node sends on this channel before. */
export async function hushChannel(tx: Tx, channelId: number, until: number): Promise<void> {
  await sql`
    update channel_rate set tokens = 0, at = greatest(at, ${new Date(until)}::timestamptz)
    where channel_id = ${channelId}
  `.execute(tx);
}

/** How many more messages may be sent to find out whether a channel has come back. */
export async function allowCanaries(tx: Tx, channelId: number, canaries: number): Promise<void> {
  await tx
    .updateTable("channel_rate")
    .set({ canaries })
    .where("channel_id", "=", channelId)
    .execute();
}

export async function takeCanaries(tx: Tx, channelId: number, wanted: number): Promise<number> {
  const found = await sql<{ taken: number }>`
    with bird as (
      select channel_id, least(canaries, ${wanted}::int) as taken
      from channel_rate where channel_id = ${channelId} for update
    )
    update channel_rate r set canaries = r.canaries - bird.taken from bird
    where r.channel_id = bird.channel_id returning bird.taken
  `.execute(tx);
  return found.rows[0]?.taken ?? 0;
}

/** What was taken and not sent: a canary that never flew tells nothing. */
export async function giveBackCanaries(tx: Tx, channelId: number, unused: number): Promise<void> {
  await tx
    .updateTable("channel_rate")
    .set((e) => ({ canaries: e("canaries", "+", unused) }))
    .where("channel_id", "=", channelId)
    .execute();
}
