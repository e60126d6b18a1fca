import { type Selectable, sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import type { AddressProof } from "./schema/audience.ts";

export type ProofRow = Selectable<AddressProof>;
export type DueProof = ProofRow & { language: "fr" | "en" };
type Key = Pick<ProofRow, "contact_id" | "kind">;

/** Puts a proof in the place of the one before it. */
export async function putProof(
  tx: Tx,
  row: Pick<ProofRow, "contact_id" | "kind" | "value" | "nonce" | "due_at" | "expires_at">,
): Promise<void> {
  const { contact_id: _, kind: _kind, ...rest } = row;
  await tx
    .insertInto("address_proof")
    .values(row)
    .onConflict((c) =>
      c.columns(["contact_id", "kind"]).doUpdateSet({ ...rest, state: "queued", tries: 0 }),
    )
    .execute();
}

export async function hasDueProofs(db: Db, now: Date): Promise<boolean> {
  const due = db
    .selectFrom("address_proof")
    .select("kind")
    .where("state", "=", "queued")
    .where("due_at", "<=", now)
    .limit(1);
  return (await due.executeTakeFirst()) !== undefined;
}

/** Commits what is due as *sending*; what has expired is not sent any more, and is forgotten. */
export async function claimProofRows(tx: Tx, now: Date, limit: number): Promise<DueProof[]> {
  await tx.deleteFrom("address_proof").where("expires_at", "<", now).execute();
  const found = await sql<DueProof>`
    with due as (
      select contact_id, kind from address_proof where state = 'queued' and due_at <= ${now}
      order by due_at limit ${limit} for update skip locked
    )
    update address_proof p set state = 'sending' from due, contact c
    where p.contact_id = due.contact_id and p.kind = due.kind and c.id = p.contact_id
      and c.erased_at is null
    returning p.*, c.language`.execute(tx);
  return found.rows;
}

/** What came of sending it, unless the person has asked for another one meanwhile. */
export async function settleProofRow(
  tx: Tx,
  proof: Key & Pick<ProofRow, "nonce">,
  to: { state: ProofRow["state"]; dueAt: Date },
): Promise<void> {
  await tx
    .updateTable("address_proof")
    .set({ state: to.state, due_at: to.dueAt })
    .where("contact_id", "=", proof.contact_id)
    .where("kind", "=", proof.kind)
    .where("nonce", "=", proof.nonce)
    .execute();
}

/** The proof, held, with one more try counted. */
export async function tryProof(tx: Tx, key: Key): Promise<ProofRow | null> {
  const found = await tx
    .updateTable("address_proof")
    .set((e) => ({ tries: e("tries", "+", 1) }))
    .where("contact_id", "=", key.contact_id)
    .where("kind", "=", key.kind)
    .returningAll()
    .executeTakeFirst();
  return found ?? null;
}

export async function dropProof(tx: Tx, key: Key): Promise<void> {
  await tx
    .deleteFrom("address_proof")
    .where("contact_id", "=", key.contact_id)
    .where("kind", "=", key.kind)
    .execute();
}
