import { sql } from "kysely";
import { factRank } from "../domain/cascade.ts";
import type { AttemptKey } from "../domain/reference.ts";
import { numbers } from "./arrays.ts";
import { attemptKeyOf } from "./attempts.ts";
import type { Tx } from "./database.ts";
import type { AttemptColumns } from "./schema/delivery.ts";

export type Straggler = AttemptKey & { channelId: number; providerId: string };

type Wanted = {
  channelIds: readonly number[];
  /** Sent since the one and before the other, and without a last word. */
  sentFrom: number;
  sentUntil: number;
  limit: number;
  now: number;
};

/**
 * Takes attempts to ask about, in no order: sorting a million silent ones would cost more than all the
 * rest. Whoever takes one is the only one ever to ask.
 */
export async function claimStragglers(tx: Tx, wanted: Wanted): Promise<Straggler[]> {
  const { channelIds, limit, now } = wanted;
  const [from, until] = [new Date(wanted.sentFrom), new Date(wanted.sentUntil)];
  const channels = sql`${numbers(channelIds)}::int[]`;
  const found = await sql<AttemptColumns & { channel_id: number; provider_id: string }>`
    with picked as (
      select d.broadcast_id, d.ordinal, d.rung, d.try, d.provider_id,
        (d.ways -> d.rung ->> 0)::int as channel_id
      from delivery d
      where d.broadcast_id = any(array(
          select b.id from broadcast b
          where b.state = 'running' and exists (
            select from jsonb_array_elements(b.cascade -> 'rungs') r
            where (r ->> 'channelId')::int = any(${channels}))
        ))
        and d.settled is null and d.outcome = 'accepted' and d.provider_id is not null
        and d.fact >= ${factRank("accepted")} and d.fact < ${factRank("delivered")}
        and d.attempted_at >= ${from} and d.attempted_at <= ${until}
        and (d.ways -> d.rung ->> 0)::int = any(${channels})
        and not exists (
          select from inquiry i where i.broadcast_id = d.broadcast_id
            and i.ordinal = d.ordinal and i.rung = d.rung and i.try = d.try)
      limit ${limit}
    ), claimed as (
      insert into inquiry (broadcast_id, ordinal, rung, try, asked_at)
      select broadcast_id, ordinal, rung, try, ${new Date(now)} from picked
      on conflict do nothing returning broadcast_id, ordinal, rung, try
    )
    select p.* from picked p join claimed c using (broadcast_id, ordinal, rung, try)
  `.execute(tx);
  return found.rows.map((row) => ({
    ...attemptKeyOf(row),
    channelId: row.channel_id,
    providerId: row.provider_id,
  }));
}
