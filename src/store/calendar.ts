import type { Selectable } from "kysely";
import type { CalendarEntry } from "../domain/calendar/entry.ts";
import type { Db, Tx } from "./database.ts";
import type { CalendarEntryTable } from "./schema/foresight.ts";
import type { Span } from "./signals.ts";

/** More than a team can read, and few enough to be read at each look. */
export const ENTRIES_MAX = 2_000;

/** An entry with its identity in the file it came from, if any. */
export type CalendarRecord = CalendarEntry & { uid: string | null };

/** What may happen within the span: what overlaps it, and what comes back. */
export async function entriesIn(db: Db, span: Span): Promise<CalendarRecord[]> {
  const rows = await db
    .selectFrom("calendar_entry")
    .selectAll()
    .where("starts_at", "<", new Date(span.to))
    .where((e) => e.or([e("ends_at", ">", new Date(span.from)), e("repeat", "is not", null)]))
    .orderBy("starts_at")
    .orderBy("id")
    .limit(ENTRIES_MAX)
    .execute();
  return rows.map(recordOf);
}

export async function findEntry(db: Db, id: string): Promise<CalendarRecord | null> {
  const row = await db
    .selectFrom("calendar_entry")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : recordOf(row);
}

export async function countEntries(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom("calendar_entry")
    .select((e) => e.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return n;
}

/** Which of these identities we know already, and as which entry. */
export async function entriesByUid(
  db: Db,
  uids: readonly string[],
): Promise<Map<string, CalendarRecord>> {
  if (uids.length === 0) return new Map();
  const rows = await db.selectFrom("calendar_entry").selectAll().where("uid", "in", uids).execute();
  return new Map(rows.flatMap((row) => (row.uid === null ? [] : [[row.uid, recordOf(row)]])));
}

/** Writes a new entry, or what has changed of a known one. */
export async function saveEntry(tx: Tx, record: CalendarRecord, now: number): Promise<void> {
  const { id, ...values } = { ...rowOf(record), updated_at: new Date(now) };
  await tx
    .insertInto("calendar_entry")
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

export async function deleteEntry(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("calendar_entry").where("id", "=", id).execute();
}

function rowOf(record: CalendarRecord) {
  return {
    id: record.id,
    title: JSON.stringify(record.title),
    starts_at: new Date(record.from),
    ends_at: new Date(record.until),
    platform_ids: [...record.platformIds],
    country: record.country,
    kind: record.kind,
    load: record.load,
    source: record.source,
    repeat: record.repeat === null ? null : JSON.stringify(record.repeat),
    uid: record.uid,
  };
}

const recordOf = (row: Selectable<CalendarEntryTable>): CalendarRecord => ({
  id: row.id,
  title: row.title,
  from: row.starts_at.getTime(),
  until: row.ends_at.getTime(),
  platformIds: row.platform_ids,
  country: row.country,
  kind: row.kind,
  load: row.load,
  source: row.source,
  repeat: row.repeat,
  uid: row.uid,
});
