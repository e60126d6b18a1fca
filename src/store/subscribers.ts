import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Language } from "../domain/language.ts";
import type { SubscriberKind } from "../domain/subscriber.ts";
import type { Db, Tx } from "./database.ts";
import type { Subscriber } from "./schema/subscribers.ts";

export type SubscriberRow = Selectable<Subscriber>;

export async function findSubscriber(db: Db, id: number): Promise<SubscriberRow | null> {
  const row = await db.selectFrom("subscriber").selectAll().where("id", "=", id).executeTakeFirst();
  return row ?? null;
}

export async function lockSubscriber(tx: Tx, id: number): Promise<SubscriberRow | null> {
  const row = await tx
    .selectFrom("subscriber")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** These, held in one order for everybody. */
export async function lockSubscribers(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const found = tx
    .selectFrom("subscriber")
    .select("id")
    .where("id", "in", [...ids]);
  await found.orderBy("id").forUpdate().execute();
}

export type Mark = { kind: SubscriberKind; hash: Buffer };

/** The subscriptions of addresses, of all pages. */
export async function lockSubscribersAt(
  tx: Tx,
  { kind, hashes }: { kind: SubscriberKind; hashes: readonly Buffer[] },
): Promise<SubscriberRow[]> {
  return await tx
    .selectFrom("subscriber")
    .selectAll()
    .where("kind", "=", kind)
    .where("address_hash", "in", [...hashes])
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** The subscription of an address to one page; null stands for the page at the root. */
export async function lockSubscriberAt(
  tx: Tx,
  mark: Mark & { pageId: string | null },
): Promise<SubscriberRow | null> {
  const rows = await lockSubscribersAt(tx, { kind: mark.kind, hashes: [mark.hash] });
  return rows.find(({ page_id }) => page_id === mark.pageId) ?? null;
}

/** Adds a row, or null where somebody else was faster with the same address. */
export async function insertSubscriber(
  tx: Tx,
  row: Insertable<Subscriber>,
): Promise<SubscriberRow | null> {
  const added = await tx
    .insertInto("subscriber")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return added ?? null;
}

export async function updateSubscriber(
  tx: Tx,
  id: number,
  change: Updateable<Subscriber>,
): Promise<void> {
  await tx.updateTable("subscriber").set(change).where("id", "=", id).execute();
}

/** Nothing of them stays but a number in the ledger that leads nowhere. */
export async function deleteSubscribers(tx: Tx, ids: readonly number[]): Promise<SubscriberRow[]> {
  if (ids.length === 0) return [];
  return await tx.deleteFrom("subscriber").where("id", "in", ids).returningAll().execute();
}

export async function subscribersOfPage(tx: Tx, pageId: string): Promise<number[]> {
  const rows = await tx
    .selectFrom("subscriber")
    .select("id")
    .where("page_id", "=", pageId)
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** Requests that nobody confirmed, and subscriptions to an incident that is long over. */
export async function purgeSubscribers(
  tx: Tx,
  before: { pending: number; closed: number },
): Promise<void> {
  await sql`
    delete from subscriber s where (s.state <> 'active' and s.created_at < ${new Date(before.pending)})
      or exists (select 1 from incident i where i.id = s.incident_id
        and i.closed_at < ${new Date(before.closed)})
  `.execute(tx);
}

/** Counts who came and who went, by day. */
export async function countDay(
  tx: Tx,
  counted: { kind: SubscriberKind; joined: number; gone: number; now: number },
): Promise<void> {
  const { kind, joined, gone, now } = counted;
  await sql`
    insert into subscriber_day (day, kind, joined, gone)
    values ((${new Date(now)}::timestamptz at time zone 'UTC')::date, ${kind}, ${joined}, ${gone})
    on conflict (day, kind) do update set joined = subscriber_day.joined + excluded.joined,
      gone = subscriber_day.gone + excluded.gone
  `.execute(tx);
}

export type Crowd = { kind: SubscriberKind; language: Language; active: number; pending: number };

export async function countSubscribers(db: Db): Promise<Crowd[]> {
  const found = await sql<Crowd>`
    select kind, language, count(*) filter (where state = 'active')::int as active,
      count(*) filter (where state <> 'active')::int as pending
    from subscriber group by kind, language order by kind, language
  `.execute(db);
  return found.rows;
}

export type PageCrowd = { pageId: string | null; people: number };

/** How many follow each page; null stands for the page at the root. */
export async function countByPage(db: Db): Promise<PageCrowd[]> {
  const found = await sql<PageCrowd>`
    select page_id as "pageId", count(*)::int as people from subscriber where state = 'active'
    group by page_id
  `.execute(db);
  return found.rows;
}

export type Day = { day: string; joined: number; gone: number };

export async function subscriberDays(db: Db, since: number): Promise<Day[]> {
  const found = await sql<Day>`
    select to_char(day, 'YYYY-MM-DD') as day, sum(joined)::int as joined, sum(gone)::int as gone
    from subscriber_day where day >= (${new Date(since)}::timestamptz at time zone 'UTC')::date
    group by day order by day
  `.execute(db);
  return found.rows;
}

export async function listSubscribers(
  db: Db,
  filter: {
    kind?: SubscriberKind | undefined;
    /** Null is the page at the root. */
    pageId?: string | null | undefined;
    beforeId: number | null;
    limit: number;
  },
): Promise<SubscriberRow[]> {
  let query = db.selectFrom("subscriber").selectAll().orderBy("id", "desc").limit(filter.limit);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.pageId !== undefined)
    query = query.where("page_id", "is not distinct from", filter.pageId);
  if (filter.beforeId !== null) query = query.where("id", "<", filter.beforeId);
  return await query.execute();
}
