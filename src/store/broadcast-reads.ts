import { sql } from "kysely";
import { FACTS, type Settled } from "../domain/cascade.ts";
import { type Progress, progressOf } from "../domain/progress.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { BroadcastRow } from "./broadcasts.ts";
import { listChannels } from "./channels.ts";
import { openDeliveries } from "./chunks.ts";
import type { Db } from "./database.ts";
import { tallySeries, tallyTotals } from "./tallies.ts";

/** The speed of the last one to two minutes: tries are counted by the minute. */
const RATE_WINDOW_MS = 2 * MINUTE_MS;
/** What the first seconds bring (full buckets, an empty pipe) says nothing of the rest. */
const MEASURED_AFTER_MS = 20 * SECOND_MS;

/** How a broadcast stands, without looking at a single delivery. */
export async function readProgress(db: Db, row: BroadcastRow, now: number): Promise<Progress> {
  const [totals, open, channels, delivered, attempted] = await Promise.all([
    tallyTotals(db, row.id),
    row.state === "planned" ? row.recipients : openDeliveries(db, row.id),
    listChannels(db),
    tallySeries(db, row.id, "delivered"),
    tallySeries(db, row.id, "attempted"),
  ]);
  const startedAt = row.started_at?.getTime() ?? now;
  const since = Math.ceil((now - RATE_WINDOW_MS) / MINUTE_MS) * MINUTE_MS;
  const recent = attempted.filter(({ minute }) => minute.getTime() >= since);
  const seconds = Math.max(1, (now - Math.max(startedAt, since)) / SECOND_MS);
  const perSecond = Math.round((recent.reduce((sum, { n }) => sum + n, 0) / seconds) * 10) / 10;
  return {
    ...progressOf({
      recipients: row.recipients,
      open,
      totals,
      channels,
      perSecond,
      // While the first few are watched nobody else is sent to.
      isMeasured: now - startedAt >= MEASURED_AFTER_MS && row.cohort === null,
    }),
    series: delivered.map(({ minute, channelId, n }) => ({
      minute: minute.toISOString(),
      channelId,
      delivered: n,
    })),
  };
}

export const SHOWS = ["all", "reached", "unreached", "safe", "help"] as const;
export type Show = (typeof SHOWS)[number];

export type DeliveryLine = {
  ordinal: number;
  contactId: number;
  name: string;
  fact: (typeof FACTS)[number];
  channel: string | null;
  settled: Settled | null;
  why: string | null;
  answer: string | null;
  answerAt: Date | null;
};

/** People of a broadcast, a page at a time, in the order they were sent to. */
export async function listDeliveries(
  db: Db,
  page: { broadcastId: number; show: Show; after: number; limit: number },
): Promise<DeliveryLine[]> {
  const filters = {
    all: sql`true`,
    reached: sql`d.settled in ('reached', 'acknowledged')`,
    unreached: sql`d.settled in ('exhausted', 'blocked', 'expired', 'cancelled')`,
    safe: sql`d.answer = 'safe'`,
    help: sql`d.answer = 'help'`,
  };
  const found = await sql<Omit<DeliveryLine, "fact"> & { best: number }>`
    select d.ordinal, d.contact_id as "contactId", coalesce(c.name, '') as name, d.best,
      ch.name as channel, d.settled, d.why, d.answer, d.answer_at as "answerAt"
    from delivery d
    left join contact c on c.id = d.contact_id
    left join channel ch
      on ch.id = coalesce(d.best_channel, (d.ways -> d.rung::int ->> 0)::int)
    where d.broadcast_id = ${page.broadcastId} and d.ordinal > ${page.after} and ${filters[page.show]}
    order by d.ordinal limit ${page.limit}
  `.execute(db);
  return found.rows.map(({ best, ...row }) => ({ ...row, fact: FACTS[best] ?? "queued" }));
}

/** The names behind the identities that planned and approved; keys and loops have none here. */
export async function namesOf(
  db: Db,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom("account")
    .select([sql<string>`id::text`.as("id"), "name"])
    .where(sql<boolean>`id::text = any(${wanted}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
