import type { Selectable } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { Consent, ConsentState } from "./schema/audience.ts";

export type ConsentRow = Selectable<Consent>;
export type ConsentInForce = Selectable<ConsentState>;
export type NewConsent = Omit<ConsentRow, "id">;

/** Adds to the proof. What was said before stays; the newest word of the person is in force. */
export async function insertConsents(tx: Tx, consents: readonly NewConsent[]): Promise<void> {
  if (consents.length > 0)
    await tx
      .insertInto("consent")
      .values([...consents])
      .execute();
}

/** The consents in force for some contacts. */
export async function consentsInForce(db: Db, contactIds: number[]): Promise<ConsentInForce[]> {
  if (contactIds.length === 0) return [];
  return await db
    .selectFrom("consent_state")
    .selectAll()
    .where("contact_id", "in", contactIds)
    .orderBy("contact_id")
    .orderBy("kind")
    .execute();
}
