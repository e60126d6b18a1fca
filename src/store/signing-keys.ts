import type { Insertable, Selectable } from "kysely";
import type { PublicKey } from "../domain/verify/proof.ts";
import type { Db, Tx } from "./database.ts";
import type { SigningKey } from "./schema/signing.ts";

export type SigningKeyRow = Selectable<SigningKey>;

/** All keys that ever signed, the present one first. */
export async function listSigningKeys(db: Db): Promise<SigningKeyRow[]> {
  return await db
    .selectFrom("signing_key")
    .selectAll()
    .orderBy("retired_at", (order) => order.desc().nullsFirst())
    .execute();
}

/** What everybody may know of them. */
export async function publicKeys(db: Db): Promise<PublicKey[]> {
  return (await listSigningKeys(db)).map((row) => ({
    id: row.id,
    publicKey: row.public_key,
    since: row.created_at.getTime(),
    until: row.retired_at?.getTime() ?? null,
  }));
}

export async function currentSigningKey(db: Db): Promise<SigningKeyRow | undefined> {
  return await db
    .selectFrom("signing_key")
    .selectAll()
    .where("retired_at", "is", null)
    .executeTakeFirst();
}

/** Adds the present key; nothing when somebody else was faster. */
export async function insertSigningKey(tx: Tx, row: Insertable<SigningKey>): Promise<boolean> {
  const added = await tx
    .insertInto("signing_key")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

export async function retireSigningKey(tx: Tx, at: Date): Promise<void> {
  await tx
    .updateTable("signing_key")
    .set({ retired_at: at })
    .where("retired_at", "is", null)
    .execute();
}
