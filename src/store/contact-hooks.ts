import type { Insertable, Selectable } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { ContactHookEventTable, ContactHookTable } from "./schema/offline.ts";

export type ContactHookRow = Selectable<ContactHookTable>;
export type ContactHookEventRow = Selectable<ContactHookEventTable>;

export async function listContactHooks(db: Db): Promise<ContactHookRow[]> {
  return await db.selectFrom("contact_hook").selectAll().orderBy("created_at").execute();
}

export async function findContactHook(db: Db, id: string): Promise<ContactHookRow | null> {
  const found = db.selectFrom("contact_hook").selectAll().where("id", "=", id);
  return (await found.executeTakeFirst()) ?? null;
}

/** The hook, held until the end of the transaction: its events are taken one after the other. */
export async function lockContactHook(tx: Tx, id: string): Promise<ContactHookRow> {
  const found = tx.selectFrom("contact_hook").selectAll().where("id", "=", id).forUpdate();
  const row = await found.executeTakeFirst();
  if (row === undefined) throw notFound("connection");
  return row;
}

export async function insertContactHook(
  tx: Tx,
  row: Insertable<ContactHookTable>,
): Promise<ContactHookRow> {
  return await tx.insertInto("contact_hook").values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateContactHook(
  tx: Tx,
  id: string,
  change: Partial<Pick<ContactHookRow, "secrets" | "heard_at">>,
): Promise<void> {
  await tx.updateTable("contact_hook").set(change).where("id", "=", id).execute();
}

export async function deleteContactHook(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("contact_hook").where("id", "=", id).execute();
}

export async function findHookEvent(
  tx: Tx,
  hookId: string,
  eventId: string,
): Promise<ContactHookEventRow | null> {
  const found = tx
    .selectFrom("contact_hook_event")
    .selectAll()
    .where("hook_id", "=", hookId)
    .where("event_id", "=", eventId);
  return (await found.executeTakeFirst()) ?? null;
}

export async function keepHookEvent(tx: Tx, event: ContactHookEventRow): Promise<void> {
  await tx
    .insertInto("contact_hook_event")
    .values({ ...event, answer: JSON.stringify(event.answer) })
    .execute();
}

/** Events that nobody repeats any more. */
export async function forgetHookEvents(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom("contact_hook_event").where("at", "<", before).execute();
}

/** How many people such systems have had erased since then. */
export async function erasedByHooks(tx: Tx, since: Date): Promise<number> {
  const found = await tx
    .selectFrom("contact_hook_event")
    .select((e) => e.fn.coalesce(e.fn.sum<number>("erased"), e.lit(0)).as("n"))
    .where("at", ">=", since)
    .executeTakeFirstOrThrow();
  return Number(found.n);
}

/** Whose external key this is, or null. */
export async function contactByKey(tx: Tx, key: string): Promise<number | null> {
  const found = tx
    .selectFrom("contact")
    .select("id")
    .where("external_key", "=", key)
    .where("erased_at", "is", null);
  return (await found.executeTakeFirst())?.id ?? null;
}
