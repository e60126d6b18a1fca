import type { Db, Tx } from "./database.ts";

/** The salt of a day (YYYY-MM-DD), or null where there is none any more, or not yet. */
export async function findSalt(db: Db, day: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom("report_salt")
    .select("salt")
    .where("day", "=", day)
    .executeTakeFirst();
  return row?.salt ?? null;
}

/** Of several nodes that begin a day together, one writes its salt and all take that one. */
export async function insertSalt(tx: Tx, day: string, salt: Buffer): Promise<void> {
  await tx
    .insertInto("report_salt")
    .values({ day, salt })
    .onConflict((c) => c.column("day").doNothing())
    .execute();
}

/** Deletes the salts of all days before this one. */
export async function purgeSalts(tx: Tx, firstKept: string): Promise<void> {
  await tx.deleteFrom("report_salt").where("day", "<", firstKept).execute();
}
