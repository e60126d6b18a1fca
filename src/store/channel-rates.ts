import { sql } from "kysely";
import type { Tx } from "./database.ts";

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
  ask: { channelId: number; wanted: number; perSecond: number; now: number },
): Promise<{ taken: number; readyAt: number }> {
  const { channelId, wanted, perSecond, now } = ask;
  const burst = Math.max(1, perSecond * BURST_S);
  const found = await sql<{ taken: number; left: number; at_ms: number }>`
    with bucket as (
      select channel_id, greatest(at, ${new Date(now)}::timestamptz) as at,
        least(${burst}::float8, tokens + ${perSecond}::float8 *
          greatest(0, extract(epoch from ${new Date(now)}::timestamptz - at)::float8)) as tokens,
        at > ${new Date(now)}::timestamptz as hushed
      from channel_rate where channel_id = ${channelId} for update
    ), grant_ as (
      select *, case when hushed then 0 else least(floor(tokens + 1e-6), ${wanted}::float8) end as taken
      from bucket
    )
    update channel_rate r set tokens = greatest(0, g.tokens - g.taken), at = g.at from grant_ g
    where r.channel_id = g.channel_id
    returning g.taken, r.tokens as left, extract(epoch from r.at)::float8 * 1000 as at_ms
  `.execute(tx);
  const row = found.rows[0];
  if (!row) return { taken: 0, readyAt: now };
  const missingMs = Math.max(0, 1 - row.left) * (1_000 / perSecond);
  return { taken: row.taken, readyAt: Math.max(now, row.at_ms) + missingMs };
}

export async function giveBackTokens(tx: Tx, channelId: number, unused: number): Promise<void> {
  await tx
    .updateTable("channel_rate")
    .set((e) => ({ tokens: e("tokens", "+", unused) }))
    .where("channel_id", "=", channelId)
    .execute();
}

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
