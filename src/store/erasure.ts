import { sql } from "kysely";
import type { Tx } from "./database.ts";
import { forgetInTrials } from "./trials.ts";

/** Whether a broadcast is still on its way to this person. */
export async function isBeingWrittenTo(tx: Tx, contactId: number): Promise<boolean> {
  const found = tx
    .selectFrom("delivery")
    .select("ordinal")
    .where("contact_id", "=", contactId)
    .where("settled", "is", null);
  return (await found.executeTakeFirst()) !== undefined;
}

/**
 * Takes everything that names the person out of the database. What remains is that somebody was
 * written to, when, and what came of it: the numbers of a report do not change afterwards.
 */
export async function eraseContact(tx: Tx, contactId: number, at: Date): Promise<void> {
  await tx
    .updateTable("contact")
    .set({
      name: "",
      external_key: null,
      country: null,
      attributes: "{}",
      lat: null,
      lon: null,
      updated_at: at,
      erased_at: at,
    })
    .where("id", "=", contactId)
    .execute();
  await tx
    .updateTable("delivery")
    .set({ ways: "[]", variables: "{}" })
    .where("contact_id", "=", contactId)
    .execute();
  await sql`
    update reply set address = '', body = '' where contact_id = ${contactId}
      or address in (select value from address where contact_id = ${contactId})`.execute(tx);
  await sql`
    delete from unread_reply
    where sender in (select value from address where contact_id = ${contactId})`.execute(tx);
  await forgetInTrials(tx, contactId);
  await tx.deleteFrom("address_proof").where("contact_id", "=", contactId).execute();
  await tx.deleteFrom("address").where("contact_id", "=", contactId).execute();
}
