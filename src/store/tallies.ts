import { sql } from "kysely";
import { MINUTE_MS } from "../lib/clock.ts";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";
import { plannedOnce } from "./planned-once.ts";

/** Counted for people, whatever the channel, rather than for the attempts of one channel. */
export const PEOPLE = 0;
const SHARDS = 16;

/** The same count for the numbers of one country: `delivered@FR`. */
export const inCountry = (what: string, country: string): string => `${what}@${country}`;

/** Sums what a batch did, to be written as a few rows at its end. */
export class TallySheet {
  readonly #counts = new Map<number, Map<string, number>>();
  readonly broadcastId: number;
  readonly shard: number;

  /** Batches with different numbers do not wait for each other's commit. */
  constructor(broadcastId: number, batchNo = 0) {
    this.broadcastId = broadcastId;
    this.shard = batchNo % SHARDS;
  }

  add(channelId: number, what: string, n = 1): void {
    if (n === 0) return;
    let counts = this.#counts.get(channelId);
    if (!counts) this.#counts.set(channelId, (counts = new Map()));
    counts.set(what, (counts.get(what) ?? 0) + n);
  }

  get lines(): { channelId: number; what: string; n: number }[] {
    return [...this.#counts].flatMap(([channelId, counts]) =>
      [...counts].map(([what, n]) => ({ channelId, what, n })),
    );
  }
}

/** Adds up in one order for everybody, so that two batches never wait for each other in a circle. */
export async function addTallies(
  tx: Tx,
  sheets: readonly TallySheet[],
  now: number,
): Promise<void> {
  const minute = new Date(now - (now % MINUTE_MS));
  const lines = sheets
    .flatMap((sheet) =>
      sheet.lines.map((line) => ({ ...line, broadcastId: sheet.broadcastId, shard: sheet.shard })),
    )
    .sort(
      (a, b) =>
        a.broadcastId - b.broadcastId ||
        a.channelId - b.channelId ||
        a.shard - b.shard ||
        (a.what < b.what ? -1 : Number(a.what > b.what)),
    );
  if (lines.length === 0) return;
  await sql`${plannedOnce}
    insert into tally (broadcast_id, channel_id, minute, what, shard, n)
    select b, c, ${minute}::timestamptz, w, s, n from unnest(
      ${numbers(lines.map((line) => line.broadcastId))}::int[],
      ${numbers(lines.map((line) => line.channelId))}::int[],
      ${lines.map((line) => line.what)}::text[],
      ${numbers(lines.map((line) => line.shard))}::int[],
      ${numbers(lines.map((line) => line.n))}::int[]
    ) with ordinality line (b, c, w, s, n, place) order by place
    on conflict (broadcast_id, channel_id, minute, what, shard) do update set n = tally.n + excluded.n
  `.execute(tx);
}

export type TallyTotal = { channelId: number; what: string; n: number };

export async function tallyTotals(db: Db, broadcastId: number): Promise<TallyTotal[]> {
  const rows = await db
    .selectFrom("tally")
    .select(["channel_id", "what"])
    .select((e) => e.fn.sum<number>("n").as("n"))
    .where("broadcast_id", "=", broadcastId)
    .groupBy(["channel_id", "what"])
    .execute();
  return rows.map((row) => ({ channelId: row.channel_id, what: row.what, n: row.n }));
}

/** Minute by minute, for charts. */
export async function tallySeries(
  db: Db,
  broadcastId: number,
  what: string,
): Promise<{ minute: Date; channelId: number; n: number }[]> {
  const rows = await db
    .selectFrom("tally")
    .select(["minute", "channel_id"])
    .select((e) => e.fn.sum<number>("n").as("n"))
    .where("broadcast_id", "=", broadcastId)
    .where("what", "=", what)
    .where("channel_id", "<>", PEOPLE)
    .groupBy(["minute", "channel_id"])
    .orderBy("minute")
    .limit(5_000)
    .execute();
  return rows.map((row) => ({ minute: row.minute, channelId: row.channel_id, n: row.n }));
}

/** What became of each channel's attempts since then, minute by minute, over all broadcasts. */
export async function receiptsSince(
  db: Db,
  since: number,
): Promise<{ channelId: number; minute: number; heard: number; silent: number }[]> {
  const rows = await db
    .selectFrom("tally")
    .select(["channel_id", "minute"])
    .select((e) => [
      e.fn
        .coalesce(e.fn.sum<number>("n").filterWhere("what", "=", "delivered"), e.lit(0))
        .as("heard"),
      e.fn
        .coalesce(e.fn.sum<number>("n").filterWhere("what", "=", "silent"), e.lit(0))
        .as("silent"),
    ])
    .where("minute", ">=", new Date(since))
    .where("what", "in", ["delivered", "silent"])
    .where("channel_id", "<>", PEOPLE)
    .groupBy(["channel_id", "minute"])
    .orderBy("minute")
    .execute();
  return rows.map((row) => ({
    channelId: row.channel_id,
    minute: row.minute.getTime(),
    heard: row.heard,
    silent: row.silent,
  }));
}
