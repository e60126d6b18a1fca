import { z } from "zod";
import type { Heard, Outcome } from "../domain/outcome.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { words } from "../lib/description.ts";
import { sameSignature, twilioSignature } from "../lib/signatures.ts";
import type { Answer } from "../lib/wire.ts";
import { apiBase } from "./api-base.ts";
import { parsePhone } from "./phone.ts";
import { type Callback, defineTransport, type Message } from "./transport.ts";
import { twilioBlame, twilioClass, twilioOutcome } from "./twilio-errors.ts";

const BODY_LENGTH_MAX = 1_600;
const SEND_TIMEOUT_MS = 10_000;
/** The speed of a short code; a long number in the United States sends one part a second. */
const PER_SECOND_MAX = 100;
const VALIDITY_MIN_S = 1;
const VALIDITY_MAX_S = 36_000;
const REFERENCE_PARAMETER = "reference";

const Settings = z.object({
  base: apiBase("https://api.twilio.com"),
  accountSid: z
    .string()
    .regex(/^AC[0-9a-fA-F]{32}$/)
    .meta(words({ fr: "Identifiant du compte (AC…)", en: "Account SID (AC…)" })),
  sender: z
    .string()
    .min(2)
    .meta(
      words(
        { fr: "Expéditeur", en: "Sender" },
        {
          fr: "Un numéro, un nom de 11 caractères, ou un service de messagerie (MG…)",
          en: "A number, a name of 11 characters, or a messaging service (MG…)",
        },
      ),
    ),
  authToken: z
    .string()
    .min(8)
    .meta(words({ fr: "Jeton du compte", en: "Auth token" })),
});
export type TwilioSettings = z.infer<typeof Settings>;

const Created = z.object({ sid: z.string() });
const Refused = z.object({ code: z.number() });

export const twilioSms = defineTransport({
  kind: "twilio-sms",
  title: { fr: "SMS (Twilio)", en: "SMS (Twilio)" },
  addressKind: "sms",
  failureDomain: "twilio",
  settings: Settings,
  secrets: ["authToken"],
  address: {
    label: { fr: "Numéro de mobile", en: "Mobile number" },
    example: "+33612345678",
    parse: parsePhone,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
  async send(message, to, settings, wire) {
    const { base, accountSid, authToken } = settings;
    const answer = await wire.request({
      method: "POST",
      url: `${base}/2010-04-01/Accounts/${accountSid}/Messages.json`,
      secret: { basic: { user: accountSid, password: authToken } },
      timeoutMs: SEND_TIMEOUT_MS,
      form: formOf(message, to, settings.sender),
    });
    if (!answer.ok) return refusalOf(answer);
    return { kind: "accepted", providerId: Created.safeParse(answer.json).data?.sid ?? null };
  },

  // https://www.twilio.com/docs/usage/security#validating-requests
  verify({ url, headers, body }, { authToken }) {
    const form = new URLSearchParams(body.toString("utf8"));
    const given = headers["x-twilio-signature"];
    // Twilio is not consistent about the port, so its own validator tries both.
    return [url, ...withOtherPort(url)].some((address) =>
      sameSignature(given, twilioSignature(authToken, address, form)),
    );
  },

  hear,
});

function formOf(message: Message, to: string, sender: string): Record<string, string> {
  const seconds = Math.floor(message.validityMs / SECOND_MS);
  const validity = Math.min(Math.max(seconds, VALIDITY_MIN_S), VALIDITY_MAX_S);
  const form: Record<string, string> = {
    To: to,
    Body: message.body,
    ValidityPeriod: String(validity),
    ...(sender.startsWith("MG") ? { MessagingServiceSid: sender } : { From: sender }),
  };
  if (message.callbackUrl === null) return form;
  const callback = new URL(message.callbackUrl);
  callback.searchParams.set(REFERENCE_PARAMETER, message.reference);
  return { ...form, StatusCallback: callback.href };
}

function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const code = Refused.safeParse(answer.json).data?.code;
  if (code === undefined) return answer.failed;
  const waitMs = answer.failed.kind === "throttled" ? answer.failed.waitMs : null;
  const byCode = twilioOutcome(code, waitMs);
  if (byCode) return byCode;
  return "why" in answer.failed ? { ...answer.failed, why: `Twilio ${code}` } : answer.failed;
}

/** A status of a message we sent, or an SMS that somebody wrote: Twilio posts both as a form. */
function hear(callback: Callback): Heard[] {
  const form = new URLSearchParams(callback.body.toString("utf8"));
  const status = form.get("MessageStatus") ?? form.get("SmsStatus");
  if (status === null) return [];
  const sid = form.get("MessageSid") ?? form.get("SmsSid");
  if (status === "received") return hearReply(form, sid);
  const about = {
    reference: callback.query.get(REFERENCE_PARAMETER),
    providerId: sid,
    at: null,
  };
  const fact = FACTS[status];
  if (fact) return [{ kind: "receipt", ...about, fact }];
  if (status !== "failed" && status !== "undelivered" && status !== "canceled") return [];
  const code = Number(form.get("ErrorCode") ?? 0);
  const why = code > 0 ? `Twilio ${code}` : `Twilio: ${status}`;
  const refusal: Heard = { kind: "refusal", ...about, why, blame: twilioBlame(code) };
  if (twilioClass(code) !== "down") return [refusal];
  return [refusal, { kind: "account", state: "down", why }];
}

const FACTS: Readonly<Record<string, "accepted" | "sent" | "delivered" | "read">> = {
  accepted: "accepted",
  queued: "accepted",
  sending: "accepted",
  sent: "sent",
  delivered: "delivered",
  read: "read",
};

function hearReply(form: URLSearchParams, sid: string | null): Heard[] {
  const from = form.get("From");
  if (from === null) return [];
  const body = form.get("Body") ?? "";
  return [{ kind: "reply", from, body, providerId: sid, reference: null, at: null }];
}

function withOtherPort(address: string): string[] {
  const found = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s.exec(address);
  if (!found) return [];
  const [, scheme, host, port, rest] = found;
  const usual = scheme === "https" ? ":443" : ":80";
  return [`${scheme}://${host}${port === undefined ? usual : ""}${rest}`];
}
