import { sql } from "kysely";
import { numbers } from "./arrays.ts";
import type { Tx } from "./database.ts";

type Sender = { channelId: number; address: string };
type Span = { since: number; limit: number };

/** What was kept of one sender: how much, and whether they last asked to be left alone, or back. */
export type SenderPast = { count: number; wish: "stop" | "start" | null };

/** One name for a sender on a channel, for what is asked about many of them. */
export const senderOn = ({ channelId, address }: Sender): string => `${channelId}/${address}`;

/** How much each of these has said since, counted up to the limit, and their last wish meanwhile. */
export async function senderPasts(
  tx: Tx,
  senders: readonly Sender[],
  { since, limit }: Span,
): Promise<Map<string, SenderPast>> {
  const asked = [...new Map(senders.map((one) => [senderOn(one), one])).values()];
  const from = sql`${new Date(since)}::timestamptz`;
  const found = await sql<{ c: number; a: string; n: number; wish: "stop" | "start" | null }>`
    select k.c, k.a, (
      select count(*) from (
        select from reply where channel_id = k.c and address = k.a and at > ${from} limit ${limit}
      ) said
    ) as n, (
      select meaning from reply where channel_id = k.c and address = k.a and at > ${from}
        and meaning in ('stop', 'start') order by id desc limit 1
    ) as wish
    from unnest(
      ${numbers(asked.map(({ channelId }) => channelId))}::int[],
      ${asked.map(({ address }) => address)}::text[]
    ) k (c, a)`.execute(tx);
  return new Map(
    found.rows.map(({ c, a, n, wish }) => [
      senderOn({ channelId: c, address: a }),
      { count: n, wish },
    ]),
  );
}

/** How much all strangers together have said on each of these channels since, up to the limit. */
export async function strangerCounts(
  tx: Tx,
  channelIds: readonly number[],
  { since, limit }: Span,
): Promise<Map<number, number>> {
  const found = await sql<{ id: number; n: number }>`
    select k.id, (
      select count(*) from (
        select from reply where channel_id = k.id and contact_id is null
          and at > ${new Date(since)} limit ${limit}
      ) said
    ) as n from unnest(${numbers([...new Set(channelIds)])}::int[]) k (id)`.execute(tx);
  return new Map(found.rows.map(({ id, n }) => [id, n]));
}
