import type { Selectable } from "kysely";
import type { Language } from "../domain/language.ts";
import type { Actor, Role } from "../domain/roles.ts";
import type { Db, Tx } from "./database.ts";
import type { Account } from "./schema/identity.ts";

export type AccountRow = Selectable<Account>;

export type NewAccount = {
  id: string;
  email: string;
  name: string;
  language: Language;
  roles: Role[];
  passwordHash: string;
  createdAt: Date;
};

/** How an account acts. */
export const actorOf = (account: AccountRow): Actor => ({
  kind: "person",
  id: account.id,
  name: account.name,
  roles: account.roles,
});

export async function accountByEmail(db: Db, email: string): Promise<AccountRow | null> {
  const found = await db
    .selectFrom("account")
    .selectAll()
    .where((e) => e(e.fn("lower", ["email"]), "=", email.trim().toLowerCase()))
    .executeTakeFirst();
  return found ?? null;
}

export async function accountById(db: Db | Tx, id: string): Promise<AccountRow | null> {
  const found = await db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst();
  return found ?? null;
}

export async function listAccounts(db: Db): Promise<AccountRow[]> {
  return await db.selectFrom("account").selectAll().orderBy("created_at").execute();
}

export async function insertAccount(tx: Tx, account: NewAccount): Promise<void> {
  await tx
    .insertInto("account")
    .values({
      id: account.id,
      email: account.email.trim(),
      name: account.name,
      language: account.language,
      roles: account.roles,
      password_hash: account.passwordHash,
      created_at: account.createdAt,
      disabled_at: null,
    })
    .execute();
}

export async function updateAccount(
  tx: Tx,
  id: string,
  change: Partial<
    Pick<AccountRow, "name" | "language" | "roles" | "disabled_at" | "password_hash">
  >,
): Promise<void> {
  await tx.updateTable("account").set(change).where("id", "=", id).execute();
}

/** Whether somebody besides `exceptId` could still administer. */
export async function otherAdministrators(tx: Tx, exceptId: string): Promise<number> {
  const rows = await tx
    .selectFrom("account")
    .select(["id", "roles"])
    .where("id", "<>", exceptId)
    .where("disabled_at", "is", null)
    .execute();
  return rows.filter((row) => row.roles.includes("administrator")).length;
}
