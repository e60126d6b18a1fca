import { sql } from "kysely";
import type { AttemptKey } from "../domain/reference.ts";
import { numbers } from "./arrays.ts";
import { attemptKeyOf } from "./attempts.ts";
import type { Db, Tx } from "./database.ts";
import type { ProviderNumber } from "./schema/delivery.ts";

export type Numbered = AttemptKey & { channelId: number; number: string };

/** Keeps which attempt a provider's number belongs to. A number that is known keeps its first attempt. */
export async function insertProviderNumbers(
  tx: Tx,
  given: readonly Numbered[],
  now: number,
): Promise<void> {
  if (given.length === 0) return;
  await sql`
    insert into provider_number (channel_id, number, broadcast_id, ordinal, rung, try, at)
    select c, n, b, o, r, t, ${new Date(now)} from unnest(
      ${numbers(given.map((one) => one.channelId))}::int[], ${given.map((one) => one.number)}::text[],
      ${numbers(given.map((one) => one.broadcastId))}::int[],
      ${numbers(given.map((one) => one.ordinal))}::int[],
      ${numbers(given.map((one) => one.rung))}::int[], ${numbers(given.map((one) => one.try))}::int[]
    ) k (c, n, b, o, r, t)
    on conflict do nothing
  `.execute(tx);
}

type Asked = { channelId: number; number: string };

export const numberName = ({ channelId, number }: Asked): string => `${channelId}/${number}`;

/** The attempts that these numbers belong to, by `numberName`. */
export async function attemptsNumbered(
  db: Db,
  asked: readonly Asked[],
): Promise<Map<string, AttemptKey>> {
  if (asked.length === 0) return new Map();
  const found = await sql<Omit<ProviderNumber, "at">>`
    select p.channel_id, p.number, p.broadcast_id, p.ordinal, p.rung, p.try
    from unnest(
      ${numbers(asked.map((one) => one.channelId))}::int[], ${asked.map((one) => one.number)}::text[]
    ) k (c, n) join provider_number p on p.channel_id = k.c and p.number = k.n
  `.execute(db);
  return new Map(
    found.rows.map((row) => [
      numberName({ channelId: row.channel_id, number: row.number }),
      attemptKeyOf(row),
    ]),
  );
}

/** Forgets the oldest ones, so many at a time. Answers how many went. */
export async function purgeProviderNumbers(
  tx: Tx,
  old: { before: number; limit: number },
): Promise<number> {
  const done = await sql`
    delete from provider_number where ctid = any(array(
      select ctid from provider_number where at < ${new Date(old.before)} order by at limit ${old.limit}
    ))
  `.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}
