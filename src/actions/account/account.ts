import type { Role } from "../../domain/roles.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import {
  accountById,
  insertAccount,
  otherAdministrators,
  updateAccount,
} from "../../store/accounts.ts";
import { insertLoginLink, revokeSessions } from "../../store/sessions.ts";
import { defineAction } from "../action.ts";

const LINK_LIFE_MS = 24 * 3_600_000;

/** Adds somebody; they come in by the one-time link and choose a password. */
export const createAccount = defineAction({
  name: "account.create",
  needs: "administrator",
  async decide(
    tx,
    input: {
      email: string;
      name: string;
      language: "fr" | "en";
      roles: Role[];
      passwordHash: string;
      linkHash: Buffer;
    },
    { now, newId },
  ) {
    const id = newId();
    const { linkHash, ...account } = input;
    const taken = await tx
      .selectFrom("account")
      .select("id")
      .where((e) => e(e.fn("lower", ["email"]), "=", input.email.trim().toLowerCase()))
      .executeTakeFirst();
    if (taken) throw refusal("conflict", "errors:account.email_taken");
    await insertAccount(tx, { ...account, id, createdAt: new Date(now) });
    const expiresAt = new Date(now + LINK_LIFE_MS);
    await insertLoginLink(tx, { tokenHash: linkHash, accountId: id, expiresAt });
    const detail = { email: input.email, roles: input.roles };
    return { subject: { kind: "account", id }, detail, result: { id } };
  },
});

/** Changes a name, language or roles, or shuts an account. Somebody must remain in charge. */
export const changeAccount = defineAction({
  name: "account.change",
  needs: "administrator",
  async decide(
    tx,
    input: { id: string; name: string; language: "fr" | "en"; roles: Role[]; disabled: boolean },
    { now },
  ) {
    const account = await accountById(tx, input.id);
    if (!account) throw notFound("account");
    const keeps = input.roles.includes("administrator") && !input.disabled;
    if (!keeps && (await otherAdministrators(tx, input.id)) === 0) {
      throw refusal("conflict", "errors:account.last_administrator");
    }
    const { id, name, language, roles } = input;
    const disabled_at = input.disabled ? (account.disabled_at ?? new Date(now)) : null;
    await updateAccount(tx, id, { name, language, roles, disabled_at });
    if (input.disabled) await revokeSessions(tx, { accountId: id, keep: null }, new Date(now));
    const detail = { roles, disabled: input.disabled };
    return { subject: { kind: "account", id }, detail, result: null };
  },
});

/** Sets one's own password; every other session of the account ends. */
export const setPassword = defineAction({
  name: "account.set-password",
  needs: "viewer",
  async decide(tx, input: { passwordHash: string; keep: Buffer | null }, { actor, now }) {
    await updateAccount(tx, actor.id, { password_hash: input.passwordHash });
    const which = { accountId: actor.id, keep: input.keep };
    const ended = await revokeSessions(tx, which, new Date(now));
    return { subject: { kind: "account", id: actor.id }, detail: { ended }, result: { ended } };
  },
});

/** A link that lets one account in once, for the first start and for forgotten passwords. */
export const issueLoginLink = defineAction({
  name: "account.issue-link",
  needs: "administrator",
  async decide(tx, input: { accountId: string; linkHash: Buffer }, { now }) {
    const { accountId, linkHash } = input;
    const expiresAt = new Date(now + LINK_LIFE_MS);
    await insertLoginLink(tx, { tokenHash: linkHash, accountId, expiresAt });
    return { subject: { kind: "account", id: accountId }, result: { expiresAt } };
  },
});
