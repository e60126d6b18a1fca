import { revokeSessions } from "../../store/sessions.ts";
import { defineAction } from "../action.ts";

/** Signs the holder of one session out. */
export const closeSession = defineAction({
  name: "session.close",
  needs: "viewer",
  async decide(tx, input: { tokenHash: Buffer }, { actor, now }) {
    await revokeSessions(tx, input, new Date(now));
    return { subject: { kind: "account", id: actor.id }, result: null };
  },
});

/** Ends every session of an account: a lost laptop, a colleague who has left. */
export const revokeAccountSessions = defineAction({
  name: "session.revoke-all",
  needs: "administrator",
  async decide(tx, input: { accountId: string }, { now }) {
    const ended = await revokeSessions(tx, { ...input, keep: null }, new Date(now));
    return {
      subject: { kind: "account", id: input.accountId },
      detail: { ended },
      result: { ended },
    };
  },
});
