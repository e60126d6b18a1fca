import { DAY_MS } from "../../lib/clock.ts";
import { refusal } from "../../lib/errors.ts";
import { accountById } from "../../store/accounts.ts";
import { insertSession, touchSession, useLoginLink } from "../../store/sessions.ts";
import { defineAction, defineIntake } from "../action.ts";

const SESSION_LIFE_MS = 7 * DAY_MS;

export type SessionTokens = { tokenHash: Buffer; csrfHash: Buffer };

/** Signs an account in whose password was checked. The tokens themselves stay with the caller. */
export const openSession = defineAction({
  name: "session.open",
  needs: "viewer",
  async decide(tx, input: SessionTokens, { actor, now }) {
    await insertSession(tx, {
      ...input,
      accountId: actor.id,
      at: new Date(now),
      expiresAt: new Date(now + SESSION_LIFE_MS),
    });
    return { subject: { kind: "account", id: actor.id }, result: null };
  },
});

/** Signs in whoever holds an unused one-time link. */
export const openSessionByLink = defineAction({
  name: "session.open-by-link",
  needs: "viewer",
  async decide(tx, input: SessionTokens & { linkHash: Buffer }, { now }) {
    const accountId = await useLoginLink(tx, input.linkHash, new Date(now));
    const account = accountId && (await accountById(tx, accountId));
    if (!account) {
      throw refusal("unauthenticated", "errors:session.link_spent");
    }
    await insertSession(tx, {
      tokenHash: input.tokenHash,
      csrfHash: input.csrfHash,
      accountId: account.id,
      at: new Date(now),
      expiresAt: new Date(now + SESSION_LIFE_MS),
    });
    return { subject: { kind: "account", id: account.id }, result: account };
  },
});

/** Notes that a session is in use, so that it does not lapse. */
export const noteSessionUse = defineIntake(async (tx, tokenHash: Buffer, { now }) => {
  await touchSession(tx, tokenHash, new Date(now));
});
