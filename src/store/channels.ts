import type { Selectable } from "kysely";
import { sql } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Channel, ChannelRate, ChannelState, ChannelStateSource } from "./schema/delivery.ts";

export type ChannelRow = Selectable<Channel>;
/** `version` changes whenever the row does. */
export type VersionedChannel = ChannelRow & { version: string };
/** What else may change from one look to the next: the pauses that its provider asks for. */
type Hushed = Pick<Selectable<ChannelRate>, "refused_since" | "hushed_until" | "long_hush_at">;

export async function listChannels(db: Db): Promise<ChannelRow[]> {
  return await db.selectFrom("channel").selectAll().orderBy("position").orderBy("id").execute();
}

export async function listVersionedChannels(db: Db): Promise<(VersionedChannel & Hushed)[]> {
  return await db
    .selectFrom("channel")
    .leftJoin("channel_rate as rate", "rate.channel_id", "channel.id")
    .selectAll("channel")
    .select(sql<string>`channel.xmin::text`.as("version"))
    .select(["rate.refused_since", "rate.hushed_until", "rate.long_hush_at"])
    .orderBy("position")
    .orderBy("id")
    .execute();
}

export async function findChannel(db: Db, id: number): Promise<ChannelRow | null> {
  const row = await db.selectFrom("channel").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

/** Held for changes. Rows that only refer to it may come meanwhile: their writers hold what we may want next. */
export async function lockChannel(tx: Tx, id: number): Promise<ChannelRow> {
  const row = await tx
    .selectFrom("channel")
    .selectAll()
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("channel");
  return row;
}

export type NewChannel = {
  transport: string;
  name: string;
  addressKind: string;
  platformId: string | null;
  settings: Record<string, unknown>;
  secrets: Buffer | null;
  drill: boolean;
  perSecond: number;
  priceCents?: number | null;
  dailyMax?: number | null;
  shares?: string | null;
  now: number;
};

export async function insertChannel(tx: Tx, channel: NewChannel): Promise<ChannelRow> {
  return await tx
    .insertInto("channel")
    .values((e) => ({
      transport: channel.transport,
      name: channel.name,
      address_kind: channel.addressKind,
      platform_id: channel.platformId,
      settings: JSON.stringify(channel.settings),
      secrets: channel.secrets,
      drill: channel.drill,
      per_second: channel.perSecond,
      price_cents: channel.priceCents ?? null,
      daily_max: channel.dailyMax ?? null,
      shares: channel.shares ?? null,
      state_at: new Date(channel.now),
      position: e
        .selectFrom("channel")
        .select((q) => q.fn.coalesce(q(q.fn.max("position"), "+", 1), q.lit(0)).as("next")),
    }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type ChannelChange = {
  name: string;
  platformId: string | null;
  settings: Record<string, unknown>;
  secrets: Buffer | null;
  perSecond: number;
  priceCents: number | null;
  dailyMax: number | null;
  shares: string | null;
  enabled: boolean;
};

export async function updateChannel(
  tx: Tx,
  id: number,
  change: ChannelChange,
): Promise<ChannelRow> {
  return await tx
    .updateTable("channel")
    .set({
      name: change.name,
      platform_id: change.platformId,
      settings: JSON.stringify(change.settings),
      secrets: change.secrets,
      per_second: change.perSecond,
      price_cents: change.priceCents,
      daily_max: change.dailyMax,
      shares: change.shares,
      enabled: change.enabled,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type NewState = {
  state: ChannelState;
  reason: string;
  source: ChannelStateSource;
  now: number;
};

export async function saveChannelState(tx: Tx, id: number, to: NewState): Promise<ChannelRow> {
  return await tx
    .updateTable("channel")
    .set({
      state: to.state,
      state_reason: to.reason,
      state_source: to.source,
      state_at: new Date(to.now),
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Since when a channel is silent together with all others; null where that is over. */
export async function saveSilence(tx: Tx, id: number, since: number | null): Promise<ChannelRow> {
  return await tx
    .updateTable("channel")
    .set({ silent_at: since === null ? null : new Date(since) })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** When the health of any channel changed last. */
export async function lastStateChange(db: Db): Promise<number> {
  const row = await db
    .selectFrom("channel")
    .select((e) => e.fn.max("state_at").as("at"))
    .executeTakeFirst();
  return row?.at?.getTime() ?? 0;
}

/** How often our own receipts have taken a channel down since then. */
export async function fallsSince(db: Db, id: number, since: number): Promise<number> {
  const found = await sql<{ falls: number }>`
    select count(*)::int as falls from event
    where subject_kind = 'channel' and subject_id = ${String(id)} and name = 'channel.set-state'
      and at >= ${new Date(since)} and detail @> '{"state":"down","source":"receipts"}'
  `.execute(db);
  return found.rows[0]?.falls ?? 0;
}
