import { sql } from "kysely";
import { SHORT_HUSH_MS } from "../domain/ways-ahead.ts";
import { DAY_MS, SECOND_MS } from "../lib/clock.ts";
import type { Db, Tx } from "./database.ts";
import { plannedOnce } from "./planned-once.ts";
import type { Lane } from "./schema/delivery.ts";

/** A bucket never holds more than this many seconds of its rate. */
const BURST_S = 1;
/** However often a provider refuses, one message in so many seconds is still tried. */
const PACE_MIN = 0.1;

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

export type TokenAsk = {
  channelId: number;
  wanted: number;
  perSecond: number;
  /** How many a day (UTC) the provider takes; null or left out: as many as there are. */
  dailyMax?: number | null;
  /**
   * Critical messages that find too few tokens keep them from the others for a moment, and bulk ones
   * always leave most of a bucket: nobody critical waits behind them.
   */
  lane?: Lane;
  now: number;
};

/**
 * Takes up to `wanted` tokens of a channel, for all nodes together. `readyAt` says when there will be
 * more, where there were not enough.
 */
export async function takeTokens(
  tx: Tx,
  ask: TokenAsk,
): Promise<{ taken: number; readyAt: number; isSpent: boolean }> {
  const { channelId, wanted, perSecond } = ask;
  const now = sql`${new Date(ask.now)}::timestamptz`;
  const dailyMax = ask.dailyMax ?? null;
  const today = dayOf(ask.now);
  const isBulk = ask.lane === "bulk";
  const found = await sql<{
    taken: number;
    left: number;
    at_ms: number;
    used: number;
    rate: number;
  }>`${plannedOnce}
    with bucket as (
      select r.channel_id, greatest(r.at, ${now}) as at, p.rate, greatest(1, p.rate * ${BURST_S}::float8) as size,
        least(greatest(1, p.rate * ${BURST_S}::float8), tokens + p.rate *
          greatest(0, extract(epoch from ${now} - r.at)::float8)) as tokens,
        r.at > ${now} as hushed, ${isBulk}::boolean and coalesce(r.urgent_until > ${now}, false) as yields,
        case when day = ${today}::date then used else 0 end as used
      from channel_rate r cross join lateral
        (select paced_rate(${perSecond}::float8, r, ${now}) as rate) p
      where r.channel_id = ${channelId} for update of r
    ), grant_ as (
      select *, case when hushed or yields then 0 else greatest(0, least(
        floor(tokens + 1e-6 - case when ${isBulk}::boolean then floor(size * 3 / 4) else 0 end),
        ${wanted}::float8,
        greatest(0, coalesce(${dailyMax}::float8 - used, ${wanted}::float8)))) end as taken
      from bucket
    )
    update channel_rate r set tokens = greatest(0, g.tokens - g.taken), at = g.at,
      day = ${today}::date, used = g.used + g.taken::int,
      urgent_until = case when ${ask.lane === "critical"}::boolean and g.taken < ${wanted}::float8
        then ${now} + greatest(1, 3 / g.rate) * interval '1 second' else r.urgent_until end
    from grant_ g
    where r.channel_id = g.channel_id
    returning g.taken, r.tokens as left, extract(epoch from r.at)::float8 * 1000 as at_ms, r.used, g.rate
  `.execute(tx);
  const row = found.rows[0];
  if (!row) return { taken: 0, readyAt: ask.now, isSpent: false };
  const isSpent = dailyMax !== null && row.used >= dailyMax;
  if (isSpent) return { taken: row.taken, readyAt: nextDay(ask.now), isSpent };
  const missingMs = Math.max(0, 1 - row.left) * (1_000 / row.rate);
  return { taken: row.taken, readyAt: Math.max(ask.now, row.at_ms) + missingMs, isSpent };
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

/**
 * The provider asked for silence until then: no node sends on this channel before. It has taken nothing
 * since the first refusal of a row without a minute's rest; what it `took` beside this one ends that row.
 */
export async function hushChannel(
  tx: Tx,
  channelId: number,
  { now, until, took = false }: { now: number; until: number; took?: boolean },
): Promise<void> {
  const moment = sql`${new Date(now)}::timestamptz`;
  const end = sql`${new Date(until)}::timestamptz`;
  const long = sql`${SHORT_HUSH_MS / SECOND_MS} * interval '1 second'`;
  await sql`
    update channel_rate r set tokens = 0, at = greatest(r.at, ${end}), refused_since = h.since,
      hushed_until = greatest(r.hushed_until, ${end}),
      long_hush_at = case when ${end} > h.since + ${long}
        and (r.hushed_until is null or ${end} > r.hushed_until + ${long}) then ${moment}
        else r.long_hush_at end
    from (
      select channel_id, case when ${took}::boolean or hushed_until is null
          or hushed_until < ${moment} - ${long} then ${moment}
        else coalesce(refused_since, ${moment}) end as since
      from channel_rate where channel_id = ${channelId} for update
    ) h
    where r.channel_id = h.channel_id
  `.execute(tx);
}

/** The provider takes messages again, or still did while it asked for silence. */
export async function endRefusals(tx: Tx, channelId: number, now: number): Promise<void> {
  const moment = sql<Date>`${new Date(now)}::timestamptz`;
  await tx
    .updateTable("channel_rate")
    .set({ refused_since: sql`case when hushed_until > ${moment} then ${moment} end` })
    .where("channel_id", "=", channelId)
    .where("refused_since", "<", moment)
    .execute();
}

/**
 * The provider refused us for speed: we go on more slowly. What is refused while the pause is kept
 * already was sent before it, and says nothing new. Refused again and again, we slow down in earnest.
 */
export async function slowChannel(
  tx: Tx,
  channelId: number,
  { perSecond, now }: { perSecond: number; now: number },
): Promise<void> {
  const moment = sql`${new Date(now)}::timestamptz`;
  await sql`
    update channel_rate r set pace_refused = p.rate, paced_at = ${moment},
      pace = greatest(${PACE_MIN}::float8, p.rate * case
        when paced_at is null or paced_at < ${moment} - interval '20 seconds' then 0.97
        when paced_at < ${moment} - interval '5 seconds' then 0.9
        else 0.75 end)
    from (
      select channel_id, paced_rate(${perSecond}::float8, c, ${moment}) as rate
      from channel_rate c where channel_id = ${channelId} for update
    ) p
    where r.channel_id = p.channel_id and r.at <= ${moment}
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
