import { sql } from "kysely";
import type { Tx } from "./database.ts";

/** Forgets what trials keep of old days: addresses, names and texts are not needed for long. */
export async function purgeTrials(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom("dry_run").where("ended_at", "<", before).execute();
  await tx.deleteFrom("test_message").where("ended_at", "<", before).execute();
  await tx
    .deleteFrom("tester")
    .where("state", "<>", "confirmed")
    .where("expires_at", "<", before)
    .execute();
}

/** Takes a person out of trials. A dry run shows people by name, so every one that is over goes. */
export async function forgetInTrials(tx: Tx, contactId: number): Promise<void> {
  const own = sql<string>`(select value from address where contact_id = ${contactId})`;
  await tx.deleteFrom("dry_run").where("ended_at", "is not", null).execute();
  await tx.deleteFrom("tester").where("value", "in", own).execute();
  await tx
    .updateTable("test_message")
    .set({ name: "", address: "", variables: "{}" })
    .where("address", "in", own)
    .execute();
}
