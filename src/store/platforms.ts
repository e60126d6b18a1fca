import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { Platform } from "./schema/detection.ts";

export type PlatformRow = Selectable<Platform>;

export async function listPlatforms(db: Db): Promise<PlatformRow[]> {
  return await db.selectFrom("platform").selectAll().orderBy("position").orderBy("id").execute();
}

export async function findPlatform(db: Db, id: string): Promise<PlatformRow | undefined> {
  return await db.selectFrom("platform").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Adds a platform; false when there is one of that name already. */
export async function insertPlatform(tx: Tx, row: Insertable<Platform>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("platform")
    .values(row)
    .onConflict((c) => c.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updatePlatform(
  tx: Tx,
  id: string,
  change: Updateable<Platform>,
): Promise<PlatformRow | undefined> {
  return await tx
    .updateTable("platform")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
}

/** The other platforms of the same owner, which share this one's fate. */
export async function siblingsOf(db: Db, platform: PlatformRow): Promise<PlatformRow[]> {
  return await db
    .selectFrom("platform")
    .selectAll()
    .where("failure_domain", "=", platform.failure_domain)
    .where("id", "<>", platform.id)
    .orderBy("id")
    .execute();
}
