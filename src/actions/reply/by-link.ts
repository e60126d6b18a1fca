import type { Language } from "../../domain/language.ts";
import { type AttemptKey, parseReference, referenceOf } from "../../domain/reference.ts";
import { hmacSha256, sameBytes } from "../../lib/crypto.ts";
import { notFound } from "../../lib/errors.ts";
import type { Db } from "../../store/database.ts";
import { defineIntake } from "../action.ts";
import { takeReply } from "./take.ts";

/** What a signed link may be used for: its signature fits no other purpose. */
const PURPOSES = { answer: "a", optOut: "o" } as const;
export type Purpose = keyof typeof PURPOSES;

const SIGNATURE_BYTES = 15;

/** A link that speaks for one person in one broadcast: `<purpose>.<reference>.<signature>`. */
export function signLink(secretKey: Buffer, purpose: Purpose, key: AttemptKey): string {
  const payload = `${PURPOSES[purpose]}.${referenceOf(key)}`;
  return `${payload}.${signatureOf(secretKey, payload).toString("base64url")}`;
}

export function readLink(
  secretKey: Buffer,
  token: string,
): { purpose: Purpose; key: AttemptKey } | null {
  const [letter, reference, signature] = token.split(".");
  const purpose = letter === "a" ? "answer" : letter === "o" ? "optOut" : null;
  const key = parseReference(reference ?? "");
  if (!purpose || !key || !signature) return null;
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(secretKey, `${letter}.${reference}`);
  return sameBytes(given, expected) ? { purpose, key } : null;
}

const signatureOf = (secretKey: Buffer, payload: string): Buffer =>
  hmacSha256(secretKey, `tocsin-link-v1:${payload}`).subarray(0, SIGNATURE_BYTES);

/** Whom a link belongs to: the language of the page, and the way it came on. */
export async function linkedDelivery(db: Db, key: AttemptKey) {
  const row = await db
    .selectFrom("delivery")
    .innerJoin("broadcast", "broadcast.id", "delivery.broadcast_id")
    .select(["delivery.language", "delivery.ways", "delivery.answer", "broadcast.texts"])
    .select("broadcast.asks")
    .select(["delivery.contact_id", "broadcast.drill", "broadcast.started_at"])
    .where("delivery.broadcast_id", "=", key.broadcastId)
    .where("delivery.ordinal", "=", key.ordinal)
    .executeTakeFirst();
  return row ?? null;
}

export type LinkAnswer = { key: AttemptKey; say: LinkChoice | "STOP" };
export const LINK_CHOICES = ["1", "2", "3", "4", "5", "6"] as const;
export type LinkChoice = (typeof LINK_CHOICES)[number];

/** What a person clicked counts as what they would have written. */
export const answerByLink = defineIntake<LinkAnswer, { language: Language }>(
  async (tx, { key, say }, { now }) => {
    const delivery = await linkedDelivery(tx, key);
    const way = delivery?.ways[key.rung];
    if (!delivery || !way) throw notFound("message");
    const [channelId, address] = way;
    const channel = await tx
      .selectFrom("channel")
      .select(["address_kind", "drill"])
      .where("id", "=", channelId)
      .executeTakeFirst();
    if (!channel) throw notFound("channel");
    await takeReply(
      tx,
      {
        channelId,
        addressKind: channel.address_kind,
        drill: channel.drill,
        address,
        body: say,
        // A second click on the same button is the same answer.
        providerId: `link:${referenceOf(key)}:${say}`,
        delivery: { broadcastId: key.broadcastId, ordinal: key.ordinal },
        at: now,
      },
      now,
    );
    return { language: delivery.language };
  },
);
