import { type AccountRow, accountById } from "./accounts.ts";
import type { Db, Tx } from "./database.ts";

export type NewSession = {
  tokenHash: Buffer;
  csrfHash: Buffer;
  accountId: string;
  at: Date;
  expiresAt: Date;
};

/** A session that is in force, with its account. */
export type LiveSession = { account: AccountRow; csrfHash: Buffer; seenAt: Date };

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx
    .insertInto("session")
    .values({
      token_hash: session.tokenHash,
      csrf_hash: session.csrfHash,
      account_id: session.accountId,
      created_at: session.at,
      seen_at: session.at,
      expires_at: session.expiresAt,
      revoked_at: null,
    })
    .execute();
}

/** The session behind a token, unless it was revoked, has expired or lay idle too long. */
export async function liveSession(
  db: Db,
  tokenHash: Buffer,
  limits: { now: Date; idleSince: Date },
): Promise<LiveSession | null> {
  const row = await db
    .selectFrom("session")
    .select(["account_id", "csrf_hash", "seen_at"])
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", limits.now)
    .where("seen_at", ">", limits.idleSince)
    .executeTakeFirst();
  const account = row && (await accountById(db, row.account_id));
  if (!row || !account || account.disabled_at) return null;
  return { account, csrfHash: row.csrf_hash, seenAt: row.seen_at };
}

export async function touchSession(tx: Tx, tokenHash: Buffer, at: Date): Promise<void> {
  await tx
    .updateTable("session")
    .set({ seen_at: at })
    .where("token_hash", "=", tokenHash)
    .where("seen_at", "<", at)
    .execute();
}

/** Ends one session, or all of an account but the one kept. Answers how many ended. */
export async function revokeSessions(
  tx: Tx,
  which: { tokenHash: Buffer } | { accountId: string; keep: Buffer | null },
  at: Date,
): Promise<number> {
  let query = tx.updateTable("session").set({ revoked_at: at }).where("revoked_at", "is", null);
  if ("tokenHash" in which) query = query.where("token_hash", "=", which.tokenHash);
  else query = query.where("account_id", "=", which.accountId);
  if ("keep" in which && which.keep) query = query.where("token_hash", "<>", which.keep);
  const result = await query.executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function insertLoginLink(
  tx: Tx,
  link: { tokenHash: Buffer; accountId: string; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto("login_link")
    .values({
      token_hash: link.tokenHash,
      account_id: link.accountId,
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute();
}

/** Uses a link up. Answers whose it is, or null when it is unknown, used or too old. */
export async function useLoginLink(tx: Tx, tokenHash: Buffer, now: Date): Promise<string | null> {
  const used = await tx
    .updateTable("login_link")
    .set({ used_at: now })
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning("account_id")
    .executeTakeFirst();
  return used?.account_id ?? null;
}

export async function keyActor(db: Db, tokenHash: Buffer) {
  const key = await db
    .selectFrom("api_key")
    .select(["id", "name", "roles"])
    .where("token_hash", "=", tokenHash)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return key ? ({ kind: "key", ...key } as const) : null;
}
