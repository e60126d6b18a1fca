import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { smsSize, smsText } from "../domain/text/sms-segments.ts";
import { words } from "../lib/description.ts";
import { sameSignature, VONAGE_METHODS, vonageSignature } from "../lib/signatures.ts";
import { apiBase } from "./api-base.ts";
import { notTheAddress } from "./not-the-address.ts";
import { mobileNumber } from "./phone.ts";
import { defineTransport, type Message } from "./transport.ts";
import { fieldsOf, hearVonage } from "./vonage-callback.ts";

const BODY_LENGTH_MAX = 1_600;
const SEND_TIMEOUT_MS = 10_000;
const PER_SECOND_MAX = 30;
const VALIDITY_MIN_MS = 20_000;
const VALIDITY_MAX_MS = 7 * 24 * 3_600_000;

const Settings = z.object({
  base: apiBase("https://rest.nexmo.com"),
  apiKey: z
    .string()
    .regex(/^[0-9a-zA-Z]{6,20}$/)
    .meta(
      words(
        { fr: "Clé d’API", en: "API key" },
        {
          fr: "Sur dashboard.vonage.com, « API settings » : 8 caractères",
          en: "At dashboard.vonage.com, API settings: 8 characters",
        },
      ),
    ),
  sender: z
    .string()
    .min(2)
    .meta(
      words(
        { fr: "Expéditeur", en: "Sender" },
        {
          fr: "Un numéro, ou un nom de 11 caractères au plus",
          en: "A number, or a name of 11 characters at most",
        },
      ),
    ),
  signatureMethod: z
    .enum(VONAGE_METHODS)
    .default("sha256")
    .meta(
      words(
        { fr: "Méthode de signature", en: "Signature method" },
        {
          fr: "Celle qui est choisie dans « API settings », « SMS settings »",
          en: "The one that is chosen in API settings, SMS settings",
        },
      ),
    ),
  apiSecret: z
    .string()
    .min(8)
    .meta(
      words(
        { fr: "Secret d’API", en: "API secret" },
        { fr: "Au même endroit que la clé", en: "In the same place as the key" },
      ),
    ),
  signatureSecret: z
    .string()
    .min(8)
    .meta(
      words(
        { fr: "Secret de signature", en: "Signature secret" },
        {
          fr: "Sous la méthode, au même endroit. Il signe les accusés et les réponses : mettez les webhooks en POST",
          en: "Under the method, in the same place. It signs receipts and replies: set the webhooks to POST",
        },
      ),
    ),
});

/** A text by the documents; some of their examples hold a number. */
const Status = z.union([z.string(), z.number()]).transform(String);
const Answered = z.object({
  messages: z.array(z.object({ status: Status, "message-id": z.string().optional() })).min(1),
});

export const vonageSms = defineTransport({
  kind: "vonage-sms",
  title: { fr: "SMS (Vonage)", en: "SMS (Vonage)" },
  addressKind: "sms",
  failureDomain: "vonage",
  settings: Settings,
  secrets: ["apiSecret", "signatureSecret"],
  address: mobileNumber,
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://developer.vonage.com/en/api/sms#send-an-sms
  async send(message, to, { base, apiKey, apiSecret, sender }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: `${base}/sms/json`,
      secret: { basic: { user: apiKey, password: apiSecret } },
      timeoutMs: SEND_TIMEOUT_MS,
      form: formOf(message, to, sender),
    });
    return answer.ok ? outcomeOf(answer.json) : notTheAddress(answer.failed);
  },

  // https://developer.vonage.com/en/getting-started/concepts/signing-messages
  verify(callback, { signatureSecret, signatureMethod }) {
    const fields = fieldsOf(callback);
    const fits = vonageSignature(signatureSecret, signatureMethod, fields);
    return sameSignature(fields["sig"]?.toLowerCase(), fits);
  },

  hear: hearVonage,
});

function formOf(message: Message, to: string, sender: string): Record<string, string> {
  const ttl = Math.min(Math.max(message.validityMs, VALIDITY_MIN_MS), VALIDITY_MAX_MS);
  const text = smsText(message.body);
  const form: Record<string, string> = {
    from: sender.replace(/^\+/, ""),
    to: to.replace(/^\+/, ""),
    text,
    type: smsSize(text).alphabet === "gsm7" ? "text" : "unicode",
    ttl: String(Math.floor(ttl)),
    "client-ref": message.reference,
  };
  if (message.callbackUrl === null) return form;
  return { ...form, "status-report-req": "1", callback: message.callbackUrl };
}

const RECIPIENT = new Set(["7", "33"]);
/** What concerns our account, our sender or the form of every message. */
const OPERATOR = new Set(["2", "4", "8", "9", "10", "11", "14", "15", "22", "23", "29", "32"]);

/** Vonage answers 200 even to what it refuses: the status of each part says what became of it. */
function outcomeOf(json: unknown): Outcome {
  const parts = Answered.safeParse(json).data?.messages ?? [];
  const failed = parts.find(({ status }) => status !== "0")?.status;
  if (failed === undefined) {
    return { kind: "accepted", providerId: parts[0]?.["message-id"] ?? null };
  }
  const why = /^\d{1,3}$/.test(failed) ? `Vonage ${failed}` : "Vonage";
  // A part of it is on its way: sent again, that part would come twice.
  if (parts[0]?.status === "0") return { kind: "unknown", why };
  if (failed === "1") return { kind: "throttled", waitMs: null };
  if (failed === "5") return { kind: "unreachable", why };
  if (RECIPIENT.has(failed)) return { kind: "rejected", why };
  if (OPERATOR.has(failed)) return { kind: "misconfigured", why };
  // A value that is none, a number without a route, a text too long with this name, or a status that
  // nobody knows: of all that we send only what is this person's differs.
  return { kind: "rejected", why, scope: "message" };
}
