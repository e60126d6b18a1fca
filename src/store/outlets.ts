import type { Insertable, Selectable, Updateable } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { OutletTable } from "./schema/outlets.ts";

export type OutletRow = Selectable<OutletTable>;

export async function listOutlets(db: Db | Tx): Promise<OutletRow[]> {
  return await db.selectFrom("outlet").selectAll().orderBy("id").execute();
}

export async function findOutlet(db: Db | Tx, id: number): Promise<OutletRow | undefined> {
  return await db.selectFrom("outlet").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function lockOutlet(tx: Tx, id: number): Promise<OutletRow> {
  const row = await tx
    .selectFrom("outlet")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("outlet");
  return row;
}

export async function insertOutlet(tx: Tx, row: Insertable<OutletTable>): Promise<OutletRow> {
  return await tx.insertInto("outlet").values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateOutlet(
  tx: Tx,
  id: number,
  change: Updateable<OutletTable>,
): Promise<OutletRow> {
  return await tx
    .updateTable("outlet")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
