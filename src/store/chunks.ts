import { sql } from "kysely";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";
import { chunkOf } from "./deliveries.ts";
import { plannedOnce } from "./planned-once.ts";
import type { Lane } from "./schema/delivery.ts";

export type Lease = {
  broadcastId: number;
  no: number;
  first: number;
  last: number;
  lane: Lane;
  /** Look at every unsettled delivery of the chunk, not only at those that are due. */
  review: boolean;
  cancelled: boolean;
  token: string;
  until: number;
};

type LeaseAsk = {
  now: number;
  until: number;
  token: string;
  limit: number;
  lane: Lane;
  starved: number[];
  node: string;
};

/**
 * Takes chunks of a lane that are due. A worker that dies frees nothing: its chunks come due again
 * when the lease has ended. Chunks that wait for a channel without tokens are passed over.
 */
export async function leaseChunks(tx: Tx, ask: LeaseAsk): Promise<Lease[]> {
  const now = new Date(ask.now);
  const until = new Date(ask.until);
  const found = await sql<{
    broadcast_id: number;
    no: number;
    first_ordinal: number;
    last_ordinal: number;
    lane: Lane;
    review: boolean;
    cancelled: boolean;
  }>`
    with picked as (
      select c.broadcast_id, c.no, c.review, b.state = 'cancelled' as cancelled
      from chunk c join broadcast b on b.id = c.broadcast_id
      where c.lane = ${ask.lane} and c.due_at is not null and (c.leased_until is null or c.leased_until <= ${now})
        and ((b.state = 'running' and c.due_at <= ${now} and (b.cohort is null or c.no = 0))
          or b.state = 'cancelled')
        and (c.waits_for is null or c.review or c.waits_for <> all(${numbers(ask.starved)}::int[]))
      order by c.due_at, c.broadcast_id, c.no
      limit ${ask.limit}
      for update of c skip locked
    )
    update chunk c set leased_until = ${until}, due_at = ${until}, lease_token = ${ask.token}::uuid,
      leased_by = ${ask.node}, review = false
    from picked p where c.broadcast_id = p.broadcast_id and c.no = p.no
    returning c.broadcast_id, c.no, c.first_ordinal, c.last_ordinal, c.lane, p.review, p.cancelled
  `.execute(tx);
  return found.rows.map((row) => ({
    broadcastId: row.broadcast_id,
    no: row.no,
    first: row.first_ordinal,
    last: row.last_ordinal,
    lane: row.lane,
    review: row.review,
    cancelled: row.cancelled,
    token: ask.token,
    until: ask.until,
  }));
}

/** Whether anybody is being sent to, or could be: also who only waits for a channel's next second. */
export async function someChunkDue(db: Db, now: number): Promise<boolean> {
  const at = new Date(now);
  const found = await sql<{ due: boolean }>`
    select exists (
      select from chunk c join broadcast b on b.id = c.broadcast_id
      where b.state = 'running' and (c.due_at <= ${at} or c.leased_until > ${at})
    ) as due`.execute(db);
  return found.rows[0]?.due ?? false;
}

/** Whether anybody is left to be sent to, now or later, on however many channels. */
export async function someChunkOpen(db: Db): Promise<boolean> {
  const found = await sql<{ open: boolean }>`
    select exists (select from chunk where due_at is not null) as open`.execute(db);
  return found.rows[0]?.open ?? false;
}

/** What a node held that is dead is due at once. */
export async function takeBackChunks(tx: Tx, node: string, now: number): Promise<void> {
  await sql`
    with held as materialized (
      select broadcast_id, no from chunk where leased_by = ${node} and due_at is not null
      order by broadcast_id, no for no key update
    )
    update chunk c set leased_until = null, lease_token = null, leased_by = null,
      due_at = least(c.due_at, ${new Date(now)}::timestamptz), review = true
    from held h where c.broadcast_id = h.broadcast_id and c.no = h.no
  `.execute(tx);
}

/** Gives a chunk back: due when its next delivery is, or when somebody asked for in the meantime. */
export async function releaseChunk(
  tx: Tx,
  lease: Lease,
  left: { settled: number; waitsFor: number | null },
): Promise<{ open: number } | null> {
  const found = await sql<{ open: number }>`${plannedOnce}
    update chunk c set leased_until = null, lease_token = null,
      leased_by = null, waits_for = ${left.waitsFor}::int,
      open = case when s.n = 0 then 0 else greatest(1, c.open - ${left.settled}::int) end,
      due_at = case
        when s.n = 0 then null
        when c.due_at < c.leased_until then least(c.due_at, s.due_at)
        else s.due_at
      end
    from (
      select min(due_at) as due_at, count(*) as n from delivery
      where broadcast_id = ${lease.broadcastId} and settled is null
        and ordinal between ${lease.first} and ${lease.last}
    ) s
    where c.broadcast_id = ${lease.broadcastId} and c.no = ${lease.no}
      and c.lease_token = ${lease.token}::uuid
    returning c.open
  `.execute(tx);
  return found.rows[0] ?? null;
}

export type ChunkNews = { broadcastId: number; no: number; settled: number; pullTo: number | null };

/** Deliveries of these chunks were settled, or shall be looked at sooner than was planned. */
export async function tellChunks(
  tx: Tx,
  news: readonly ChunkNews[],
): Promise<{ closed: number[] }> {
  if (news.length === 0) return { closed: [] };
  await lockChunks(tx, news);
  const found = await sql<{ broadcast_id: number; open: number }>`${plannedOnce}
    update chunk c set open = greatest(0, c.open - r.settled),
      due_at = case
        when c.open - r.settled <= 0 then null
        else least(c.due_at, to_timestamp(r.pull_to / 1000.0))
      end
    from unnest(
      ${numbers(news.map((item) => item.broadcastId))}::int[],
      ${numbers(news.map((item) => item.no))}::int[],
      ${numbers(news.map((item) => item.settled))}::int[],
      ${numbers(news.map((item) => item.pullTo))}::float8[]
    ) r (broadcast_id, no, settled, pull_to)
    where c.broadcast_id = r.broadcast_id and c.no = r.no and c.due_at is not null
    returning c.broadcast_id, c.open
  `.execute(tx);
  const closed = found.rows.filter((row) => row.open === 0).map((row) => row.broadcast_id);
  return { closed: [...new Set(closed)] };
}

/** These chunks, locked in one order for everybody; those that are closed are nobody's any more. */
async function lockChunks(
  tx: Tx,
  chunks: readonly { broadcastId: number; no: number }[],
): Promise<void> {
  if (chunks.length < 2) return;
  await sql`${plannedOnce}
    select from (
      select distinct b, no from unnest(
        ${numbers(chunks.map(({ broadcastId }) => broadcastId))}::int[],
        ${numbers(chunks.map(({ no }) => no))}::int[]
      ) k (b, no) order by b, no
    ) k cross join lateral (
      select from chunk c where c.broadcast_id = k.b and c.no = k.no and c.due_at is not null
      for no key update
    ) c
  `.execute(tx);
}

/** The chunks in which these deliveries lie. */
export async function lockChunksOf(
  tx: Tx,
  people: readonly { broadcastId: number; ordinal: number }[],
): Promise<void> {
  const of = people.map(({ broadcastId, ordinal }) => ({ broadcastId, no: chunkOf(ordinal) }));
  await lockChunks(tx, of);
}

/**
 * The health of a channel changed at `changedAt`: every chunk that has not been looked through since
 * is due now, whatever it waits for. One statement, however many people it concerns.
 */
export async function reviewChunks(tx: Tx, changedAt: number, now: number): Promise<number> {
  const done = await sql`
    with stale as materialized (
      select broadcast_id, no from chunk
      where due_at is not null and reviewed_at < ${new Date(changedAt)}::timestamptz
      order by broadcast_id, no for no key update
    )
    update chunk c set due_at = least(c.due_at, ${new Date(now)}::timestamptz), review = true,
      reviewed_at = ${new Date(changedAt)}
    from stale s where c.broadcast_id = s.broadcast_id and c.no = s.no
  `.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Running broadcasts of which nothing is left to do. */
export async function finishedBroadcasts(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom("broadcast")
    .select("id")
    .where("state", "=", "running")
    .where("gathers", "=", false)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom("chunk")
            .select("no")
            .whereRef("chunk.broadcast_id", "=", "broadcast.id")
            .where("due_at", "is not", null),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** How many deliveries are not settled yet. */
export async function openDeliveries(db: Db, broadcastId: number): Promise<number> {
  const row = await db
    .selectFrom("chunk")
    .select((e) => e.fn.coalesce(e.fn.sum<number>("open"), e.lit(0)).as("open"))
    .where("broadcast_id", "=", broadcastId)
    .executeTakeFirstOrThrow();
  return row.open;
}
