import { parseToldReference, type ToldKey, toldReference } from "../../domain/subscriber.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/clock.ts";
import { hmacSha256, sameBytes, seal, unseal } from "../../lib/crypto.ts";
import type { Db } from "../../store/database.ts";
import { findSubscriber, type SubscriberRow } from "../../store/subscribers.ts";

/** What a signed link is good for, and for how long: it fits no other purpose. */
const LINKS = {
  confirm: { letter: "c", lifeMs: 48 * HOUR_MS },
  manage: { letter: "m", lifeMs: 90 * DAY_MS },
  unsubscribe: { letter: "u", lifeMs: 800 * DAY_MS },
} as const;
export type LinkPurpose = keyof typeof LINKS;

export const CODE_LIFE_MS = 15 * MINUTE_MS;
export const CODE_TRIES_MAX = 5;
const CODE_DIGITS = 6;
const SIGNATURE_BYTES = 18;

/** The key that everything is signed with, and the page that it is signed for. */
export type Signer = { secretKey: Buffer; page: string };
type Marked = Pick<SubscriberRow, "id" | "nonce">;

/** `<purpose>.<subscriber>.<end>.<signature>`: nothing in it says who they are. */
export function signSubscriberLink(
  signer: Signer,
  purpose: LinkPurpose,
  to: { subscriber: Marked; now: number },
): string {
  const { letter, lifeMs } = LINKS[purpose];
  const until = Math.ceil((to.now + lifeMs) / SECOND_MS);
  const payload = `${letter}.${to.subscriber.id.toString(36)}.${until.toString(36)}`;
  return `${payload}.${signatureOf(signer, payload, to.subscriber).toString("base64url")}`;
}

/** Whose link it is; null for one that is of another purpose, person or page, forged, or too old. */
export async function subscriberOf(
  db: Db,
  signer: Signer,
  link: { token: string; purpose: LinkPurpose; now: number },
): Promise<SubscriberRow | null> {
  const [letter, id36 = "", until36 = "", signature = ""] = link.token.split(".");
  const [id, until] = [Number.parseInt(id36, 36), Number.parseInt(until36, 36)];
  if (letter !== LINKS[link.purpose].letter || !Number.isSafeInteger(id)) return null;
  if (!Number.isSafeInteger(until) || until * SECOND_MS < link.now) return null;
  const subscriber = await findSubscriber(db, id);
  if (!subscriber) return null;
  const expected = signatureOf(signer, `${letter}.${id36}.${until36}`, subscriber);
  return sameBytes(Buffer.from(signature, "base64url"), expected) ? subscriber : null;
}

function signatureOf({ secretKey, page }: Signer, payload: string, { nonce }: Marked): Buffer {
  const text = `tocsin-subscriber-v1:${page}:${nonce}:${payload}`;
  return hmacSha256(secretKey, text).subarray(0, SIGNATURE_BYTES);
}

/** The code in an SMS. It is worked out again when it is needed, and stands nowhere. */
export function codeOf(secretKey: Buffer, subscriber: Marked, sentAt: number): string {
  const text = `tocsin-subscriber-code:${subscriber.id}:${subscriber.nonce}:${sentAt}`;
  const number = hmacSha256(secretKey, text).readUIntBE(0, 6);
  return String(number % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, "0");
}

/** The key of a webhook: its owner reads it on the page of the subscription. */
export const hookKeyOf = (secretKey: Buffer, { id, nonce }: Marked): string =>
  `whsec_${hmacSha256(secretKey, `tocsin-subscriber-hook:${id}:${nonce}`).toString("base64url")}`;

/** What a webhook has to send back, to show that somebody there wants our messages. */
export const challengeOf = (secretKey: Buffer, { id, nonce }: Marked): string =>
  hmacSha256(secretKey, `tocsin-subscriber-challenge:${id}:${nonce}`).toString("base64url");

/** What a message to a subscriber carries, and what comes back with a bounce. */
export const referenceOfLine = (secretKey: Buffer, line: ToldKey): string =>
  toldReference(line, markOf(secretKey, line));

/** The line that a reference names; null for one that we did not write. */
export function lineOf(secretKey: Buffer, reference: string): ToldKey | null {
  const read = parseToldReference(reference);
  if (read === null) return null;
  const { mark, ...line } = read;
  return sameBytes(Buffer.from(mark), Buffer.from(markOf(secretKey, line))) ? line : null;
}

const markOf = (secretKey: Buffer, { tellingId, ordinal }: ToldKey): string =>
  hmacSha256(secretKey, `tocsin-told:${tellingId}:${ordinal}`).toString("hex").slice(0, 8);

/** Carries a number from one form to the next. Sealed: it would tell by its id who is on the list. */
export function sealNumber(secretKey: Buffer, number: string, now: number): string {
  const padded = `${now + CODE_LIFE_MS} ${number}`.padEnd(40);
  return seal(secretKey, padded).toString("base64url");
}

export function openNumber(secretKey: Buffer, token: string, now: number): string | null {
  try {
    const [until = "", number = ""] = unseal(secretKey, Buffer.from(token, "base64url"))
      .trim()
      .split(" ");
    return Number(until) >= now && number.startsWith("+") ? number : null;
  } catch {
    return null;
  }
}
