import type { Selectable } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { Backup } from "./schema/delivery.ts";

export type BackupRow = Selectable<Backup>;

export async function insertBackup(
  tx: Tx,
  backup: { at: number; bytes: number | null; made: Backup["made"]; by: string },
): Promise<void> {
  await tx
    .insertInto("backup")
    .values({ ...backup, at: new Date(backup.at) })
    .execute();
}

/** The newest backup that anybody knows of. */
export async function lastBackup(db: Db): Promise<BackupRow | null> {
  const row = await db
    .selectFrom("backup")
    .selectAll()
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
