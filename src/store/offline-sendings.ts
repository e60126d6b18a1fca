import { type Selectable, sql } from "kysely";
import type { OfflinePerson } from "../domain/offline/result.ts";
import type { Db, Tx } from "./database.ts";
import type { OfflineSendingTable } from "./schema/offline.ts";

export type OfflineSendingRow = Selectable<OfflineSendingTable>;

/** Keeps a sending; what is known of it already gives way to what is told now. Answers whether it was. */
export async function saveOfflineSending(tx: Tx, row: OfflineSendingRow): Promise<boolean> {
  const { texts, channels, ...plain } = row;
  const values = { ...plain, texts: JSON.stringify(texts), channels: JSON.stringify(channels) };
  const before = await tx
    .selectFrom("offline_sending")
    .select("job")
    .where("job", "=", row.job)
    .executeTakeFirst();
  await tx
    .insertInto("offline_sending")
    .values(values)
    .onConflict((c) => c.column("job").doUpdateSet(values))
    .execute();
  return before !== undefined;
}

/** What became of each person. Answers how many of them are contacts here. */
export async function saveOfflineSent(
  tx: Tx,
  job: string,
  people: readonly OfflinePerson[],
): Promise<number> {
  if (people.length === 0) return 0;
  const json = JSON.stringify(
    people.map(({ attemptedAt, ...one }) => ({
      ...one,
      at: attemptedAt === null ? null : new Date(attemptedAt).toISOString(),
    })),
  );
  const saved = await sql`
    insert into offline_sent (job, contact_id, channel_id, settled, outcome, why, attempted_at)
    select ${job}, p.id, p."channelId", p.settled, p.outcome, p.why, p.at
    from json_to_recordset(${json}::json) as p (id bigint, "channelId" int, settled text,
      outcome text, why text, at timestamptz)
    join contact c on c.id = p.id and c.erased_at is null
    on conflict (job, contact_id) do update set channel_id = excluded.channel_id,
      settled = excluded.settled, outcome = excluded.outcome, why = excluded.why,
      attempted_at = excluded.attempted_at`.execute(tx);
  return Number(saved.numAffectedRows ?? 0);
}

/** Whoever told a provider to stop, and has a consent in force for that way still. */
export async function offlineOptOuts(
  tx: Tx,
  job: string,
): Promise<{ contactId: number; kind: string }[]> {
  const found = await sql<{ contactId: number; kind: string }>`
    select s.contact_id as "contactId", c.address_kind as kind
    from offline_sent s join channel c on c.id = s.channel_id
    join consent_state k on k.contact_id = s.contact_id and k.kind = c.address_kind
    where s.job = ${job} and s.outcome = 'unsubscribed' and k.state = 'given'
      and k.at < s.attempted_at
    order by s.contact_id`.execute(tx);
  return found.rows;
}

const listedMax = 100;

export async function listOfflineSendings(db: Db) {
  return await db
    .selectFrom("offline_sending")
    .selectAll()
    .select((e) => [
      e
        .selectFrom("offline_sent")
        .whereRef("offline_sent.job", "=", "offline_sending.job")
        .select((s) => s.fn.countAll<number>().as("n"))
        .as("people"),
      e
        .selectFrom("offline_sent")
        .whereRef("offline_sent.job", "=", "offline_sending.job")
        .where("settled", "=", "reached")
        .select((s) => s.fn.countAll<number>().as("n"))
        .as("taken"),
    ])
    .orderBy("started_at", "desc")
    .limit(listedMax)
    .execute();
}
