import { sql } from "kysely";
import type { Letter, ToldState, What } from "../domain/subscriber.ts";
import { numbers } from "./arrays.ts";
import type { Db, Tx } from "./database.ts";
import type { SubscriberRow } from "./subscribers.ts";

export type TellingLease = {
  tellingId: number;
  no: number;
  first: number;
  last: number;
  what: What | "letter";
  letter: Letter | null;
  incidentId: string | null;
  announcementId: string | null;
  maintenanceId: string | null;
  drill: boolean;
  expiresAt: number;
  token: string;
  until: number;
};

/**
 * Takes chunks that are due. Of one incident, or one piece of work, the older telling comes to its end before the next one
 * begins; of one telling, the canaries before all others. While the fuse is out, letters alone go on.
 */
export async function leaseTellings(
  tx: Tx,
  ask: { now: number; until: number; token: string; limit: number },
): Promise<TellingLease[]> {
  const now = new Date(ask.now);
  const found = await sql<LeasedRow>`
    with picked as (
      select c.telling_id, c.no from telling_chunk c join telling t on t.id = c.telling_id
      where c.due_at <= ${now} and (c.leased_until is null or c.leased_until <= ${now})
        and t.state = 'running'
        and (t.what = 'letter' or coalesce((select state from subscriber_fuse), 'armed') = 'armed')
        and (c.no = 0 or t.canary_passed_at is not null)
        and not exists (
          select 1 from telling e
          where e.id < t.id and e.state <> 'done'
            and (e.incident_id = t.incident_id or e.maintenance_id = t.maintenance_id)
        )
      order by t.what = 'letter' desc, c.due_at, c.telling_id, c.no
      limit ${ask.limit} for update of c skip locked
    )
    update telling_chunk c set leased_until = ${new Date(ask.until)}, due_at = ${new Date(ask.until)},
      lease_token = ${ask.token}::uuid
    from picked p join telling t on t.id = p.telling_id
    where c.telling_id = p.telling_id and c.no = p.no
    returning c.telling_id, c.no, c.first_ordinal, c.last_ordinal, t.what, t.letter, t.incident_id,
      t.announcement_id, t.maintenance_id, t.drill, t.expires_at
  `.execute(tx);
  return found.rows.map((row) => leaseOf(row, ask));
}

type LeasedRow = {
  telling_id: number;
  no: number;
  first_ordinal: number;
  last_ordinal: number;
  what: What | "letter";
  letter: Letter | null;
  incident_id: string | null;
  announcement_id: string | null;
  maintenance_id: string | null;
  drill: boolean;
  expires_at: Date;
};

const leaseOf = (row: LeasedRow, ask: { token: string; until: number }): TellingLease => ({
  tellingId: row.telling_id,
  no: row.no,
  first: row.first_ordinal,
  last: row.last_ordinal,
  what: row.what,
  letter: row.letter,
  incidentId: row.incident_id,
  announcementId: row.announcement_id,
  maintenanceId: row.maintenance_id,
  drill: row.drill,
  expiresAt: row.expires_at.getTime(),
  token: ask.token,
  until: ask.until,
});

/** A line that is due, and the subscriber it is for as they are now: null when they have left. */
export type Due = {
  ordinal: number;
  try: number;
  state: ToldState;
  subscriber: SubscriberRow | null;
};

export async function readDue(db: Db, lease: TellingLease, now: number): Promise<Due[]> {
  const found = await db
    .selectFrom("told as t")
    .leftJoin("subscriber as s", "s.id", "t.subscriber_id")
    .select(["t.ordinal", "t.try", "t.state as line"])
    .selectAll("s")
    .where("t.telling_id", "=", lease.tellingId)
    .where("t.ordinal", ">=", lease.first)
    .where("t.ordinal", "<=", lease.last)
    .where((e) =>
      e.or([
        e("t.state", "=", "sending"),
        e.and([e("t.state", "=", "queued"), e("t.due_at", "<=", new Date(now))]),
      ]),
    )
    .orderBy("t.ordinal")
    .execute();
  return found.map(({ ordinal, try: tryNo, line, ...row }) => ({
    ordinal,
    try: tryNo,
    state: line,
    subscriber: isWhole(row) ? row : null,
  }));
}

function isWhole(
  row: { [K in keyof SubscriberRow]: SubscriberRow[K] | null },
): row is SubscriberRow {
  return row.id !== null;
}

/** Commits lines as *sending*. Answers those that are ours: nobody else's, and nobody's who has left. */
export async function claimLines(
  tx: Tx,
  lease: Pick<TellingLease, "tellingId" | "no" | "token">,
  claim: { ordinals: readonly number[]; now: number },
): Promise<Map<number, number>> {
  const found = await sql<{ ordinal: number; try: number }>`
    update told t set state = 'sending', try = t.try + 1, at = ${new Date(claim.now)}, why = null
    where t.telling_id = ${lease.tellingId} and t.ordinal = any(${numbers(claim.ordinals)}::int[])
      and t.state = 'queued'
      and exists (select 1 from subscriber s where s.id = t.subscriber_id)
      and exists (select 1 from telling_chunk c where c.telling_id = t.telling_id
        and c.no = ${lease.no} and c.lease_token = ${lease.token}::uuid)
    returning t.ordinal, t.try
  `.execute(tx);
  return new Map(found.rows.map((row) => [row.ordinal, row.try]));
}

export type LineNews = {
  ordinal: number;
  from: "queued" | "sending";
  state: ToldState;
  why: string | null;
  dueAt: number | null;
};

/** Writes what became of lines, each only where it still stands where it was decided. */
export async function writeLines(
  tx: Tx,
  tellingId: number,
  news: readonly LineNews[],
): Promise<number> {
  if (news.length === 0) return 0;
  const done = await sql`
    update told t set state = r.state, why = r.why, due_at = to_timestamp(r.due / 1000.0)
    from unnest(${numbers(news.map((line) => line.ordinal))}::int[],
      ${news.map((line) => line.from)}::text[], ${news.map((line) => line.state)}::text[],
      ${news.map((line) => line.why)}::text[], ${numbers(news.map((line) => line.dueAt))}::float8[]
    ) r (ordinal, was, state, why, due)
    where t.telling_id = ${tellingId} and t.ordinal = r.ordinal and t.state = r.was
  `.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Gives a chunk back: due when the first of its lines is, and not before the time given. */
export async function releaseTelling(
  tx: Tx,
  lease: TellingLease,
  notBefore: number,
): Promise<void> {
  await sql`
    update telling_chunk c set leased_until = null, lease_token = null,
      due_at = (select greatest(min(t.due_at), case when count(*) > 0 then ${new Date(notBefore)}::timestamptz end)
        from told t where t.telling_id = c.telling_id
        and t.ordinal between c.first_ordinal and c.last_ordinal and t.due_at is not null)
    where c.telling_id = ${lease.tellingId} and c.no = ${lease.no}
      and c.lease_token = ${lease.token}::uuid
  `.execute(tx);
}

/** Tellings of which no line is open any more are done. */
export async function finishTellings(tx: Tx, now: number): Promise<number> {
  const done = await sql`
    update telling t set state = 'done', ended_at = ${new Date(now)}
    where t.state = 'running' and not exists (
      select 1 from telling_chunk c where c.telling_id = t.id and c.due_at is not null)
  `.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** How the first few of a telling fare. Whoever has left is no sign of trouble. */
export async function canaryCount(
  tx: Tx,
  tellingId: number,
): Promise<{ lines: number; tried: number; bad: number }> {
  const found = await sql<{ lines: number; tried: number; bad: number }>`
    select count(*)::int as lines,
      count(*) filter (where t.state in ('accepted', 'failed', 'unknown') or t.try > 0)::int as tried,
      count(*) filter (where (t.state = 'failed' and t.why not in ('subscription gone', 'unsubscribed'))
        or (t.state = 'queued' and t.try > 0 and t.why <> 'throttled'))::int as bad
    from told t join telling_chunk c on c.telling_id = t.telling_id and c.no = 0
    where t.telling_id = ${tellingId} and t.ordinal between c.first_ordinal and c.last_ordinal
      and t.state <> 'skipped'
  `.execute(tx);
  return found.rows[0] ?? { lines: 0, tried: 0, bad: 0 };
}
