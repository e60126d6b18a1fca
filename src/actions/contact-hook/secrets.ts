import { randomToken, seal, unseal } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import {
  type ContactHookRow,
  insertContactHook,
  lockContactHook,
  updateContactHook,
} from "../../store/contact-hooks.ts";
import { defineAction } from "../action.ts";

/** One of the secrets that a system may sign with: while one is replaced, two are good. */
export type HookSecret = { id: string; secret: string; createdAt: number };

const secretsMax = 4;

/** A new door for a system that tells us of contacts. Its secret is shown once. */
export const createContactHook = defineAction({
  name: "contact_hook.create",
  needs: "administrator",
  async decide(tx, input: { name: string }, { actor, now, newId, secretKey }) {
    const secret = newSecret(newId(), now);
    const row = await insertContactHook(tx, {
      id: newId(),
      name: input.name.trim(),
      secrets: sealed([secret], secretKey),
      created_at: new Date(now),
      created_by: actor.name,
      heard_at: null,
    });
    const subject = { kind: "contact_hook", id: row.id };
    return { subject, detail: { name: row.name }, result: { row, secret } };
  },
});

/** One more secret, so that the other system can change over without a gap. */
export const addHookSecret = defineAction({
  name: "contact_hook.add-secret",
  needs: "administrator",
  async decide(tx, { id }: { id: string }, { now, newId, secretKey }) {
    const row = await lockContactHook(tx, id);
    const secrets = hookSecrets(row, secretKey);
    if (secrets.length >= secretsMax) {
      throw refusal("conflict", "audience:hook.too_many_secrets", { max: secretsMax });
    }
    const secret = newSecret(newId(), now);
    await updateContactHook(tx, id, { secrets: sealed([...secrets, secret], secretKey) });
    const subject = { kind: "contact_hook", id };
    return { subject, detail: { name: row.name }, result: { row, secret } };
  },
});

/** A secret that is good for nothing any more. The last one stays: a door needs a key. */
export const removeHookSecret = defineAction({
  name: "contact_hook.remove-secret",
  needs: "administrator",
  async decide(tx, input: { id: string; secretId: string }, { secretKey }) {
    const row = await lockContactHook(tx, input.id);
    const left = hookSecrets(row, secretKey).filter(({ id }) => id !== input.secretId);
    if (left.length === 0) throw refusal("conflict", "audience:hook.last_secret");
    await updateContactHook(tx, input.id, { secrets: sealed(left, secretKey) });
    const subject = { kind: "contact_hook", id: input.id };
    return { subject, detail: { name: row.name }, result: undefined };
  },
});

const newSecret = (id: string, now: number): HookSecret => ({
  id,
  secret: `tch_${randomToken()}`,
  createdAt: now,
});

const sealed = (secrets: readonly HookSecret[], secretKey: Buffer): Buffer =>
  seal(secretKey, JSON.stringify(secrets));

/** The secrets in force: for checking signatures, and for nothing else. */
export function hookSecrets(row: ContactHookRow, secretKey: Buffer): HookSecret[] {
  const opened: unknown = JSON.parse(unseal(secretKey, row.secrets));
  return Array.isArray(opened) ? opened : [];
}
