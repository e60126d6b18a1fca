import { DAY_MS, SECOND_MS } from "../../lib/clock.ts";
import { hmacSha256, sameBytes } from "../../lib/crypto.ts";
import { type ContactWithWays, findContact } from "../../store/contacts.ts";
import type { Db } from "../../store/database.ts";

/** The key that everything is signed with, and the page that it is signed for. */
export type SelfSigner = { secretKey: Buffer; page: string };

/** Long enough to come back to a message, short enough for one that was forwarded. */
export const selfLinkLifeMs = 30 * DAY_MS;
const SIGNATURE_BYTES = 18;

/**
 * `own`: handed to the person themselves. `message`: reached from a message, which may have been
 * handed on, so it neither changes an address nor erases anybody. `second`: stands in a message that
 * asks for a second way, and adds one where there was none; it takes none away.
 */
const LETTERS = { own: "p", message: "q", second: "s" } as const;
export type SelfLinkKind = keyof typeof LETTERS;
const LINK_KINDS: readonly SelfLinkKind[] = ["own", "message", "second"];

/** `<kind>.<contact>.<end>.<signature>`: lets one person look after what we know about them. */
export function signSelfLink(
  signer: SelfSigner,
  kind: SelfLinkKind,
  to: { contactId: number; now: number },
): string {
  const until = Math.ceil((to.now + selfLinkLifeMs) / SECOND_MS);
  const payload = `${LETTERS[kind]}.${to.contactId.toString(36)}.${until.toString(36)}`;
  return `${payload}.${signatureOf(signer, payload).toString("base64url")}`;
}

/** Whose link it is; null for one that is of another purpose or page, forged, too old, or erased. */
export async function selfOf(
  db: Db,
  signer: SelfSigner,
  { token, now }: { token: string; now: number },
): Promise<(ContactWithWays & { kind: SelfLinkKind }) | null> {
  const [letter, id36 = "", until36 = "", signature = "", ...more] = token.split(".");
  const [id, until] = [Number.parseInt(id36, 36), Number.parseInt(until36, 36)];
  const kind = LINK_KINDS.find((one) => LETTERS[one] === letter);
  if (kind === undefined || more.length > 0 || !Number.isSafeInteger(id)) return null;
  if (!Number.isSafeInteger(until) || until * SECOND_MS < now) return null;
  const expected = signatureOf(signer, `${letter}.${id36}.${until36}`);
  if (!sameBytes(Buffer.from(signature, "base64url"), expected)) return null;
  const found = await findContact(db, id);
  return found && !found.contact.erased_at ? { ...found, kind } : null;
}

function signatureOf({ secretKey, page }: SelfSigner, payload: string): Buffer {
  const text = `tocsin-contact-v1:${page}:${payload}`;
  return hmacSha256(secretKey, text).subarray(0, SIGNATURE_BYTES);
}
