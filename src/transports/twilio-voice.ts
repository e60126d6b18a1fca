import { z } from "zod";
import type { Language } from "../domain/language.ts";
import type { Heard } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Wire } from "../lib/wire.ts";
import { wordsFor } from "../lib/words.ts";
import { parsePhone } from "./phone.ts";
import { type Callback, defineTransport, type Message } from "./transport.ts";
import { authToken, makeAtTwilio, twilioAccount } from "./twilio-account.ts";
import { formOf, REFERENCE_PARAMETER, statusCallback, verifyTwilio } from "./twilio-callback.ts";

/** Fifty seconds, spoken; with the worst of escapes it fits the 4,000 characters of a script. */
const BODY_LENGTH_MAX = 700;
const SEND_TIMEOUT_MS = 10_000;
/** What Twilio dials for an account that has asked for no more. */
const PER_SECOND_MAX = 1;
const RING_S = 25;
const KEY_WAIT_S = 8;
/** Ringing, hearing it twice, pressing a key: so long nobody calls the same person again. */
const CALL_MS = 120_000;
const LANGUAGE_PARAMETER = "language";
const STOP_KEY = "9";
const VOICES: Readonly<Record<Language, string>> = { fr: "fr-FR", en: "en-GB" };

const Settings = z.object({
  ...twilioAccount,
  caller: z
    .string()
    .regex(/^\+\d{6,15}$/)
    .meta(
      words(
        { fr: "Numéro appelant", en: "Calling number" },
        {
          fr: "Un numéro de votre compte, ou vérifié par Twilio, écrit +33155000001",
          en: "A number of your account, or one that Twilio has verified, written +33155000001",
        },
      ),
    ),
  machines: z
    .enum(["detect", "ignore"])
    .default("detect")
    .meta({
      ...words(
        { fr: "Répondeurs", en: "Answering machines" },
        {
          fr: "Un répondeur reconnu ne compte pas comme une personne jointe ; Twilio facture la détection",
          en: "A machine that is recognised is nobody reached; Twilio charges for the detection",
        },
      ),
      choices: {
        detect: { fr: "Les reconnaître", en: "Recognise them" },
        ignore: { fr: "Les prendre pour des personnes", en: "Take them for people" },
      },
    }),
  authToken,
});
type VoiceSettings = z.infer<typeof Settings>;

/** A call that reads the message aloud, twice, and takes a key for an answer. */
export const twilioVoice = defineTransport({
  kind: "twilio-voice",
  title: { fr: "Appel vocal (Twilio)", en: "Voice call (Twilio)" },
  addressKind: "voice",
  failureDomain: "twilio",
  settings: Settings,
  secrets: ["authToken"],
  address: {
    label: { fr: "Numéro à appeler", en: "Number to call" },
    example: "+33155000001",
    parse: parsePhone,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
    engagedMs: CALL_MS,
  },

  // https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
  async send(message, to, settings, wire) {
    const waitMs = engagedFor(wire, to, message.at);
    if (waitMs > 0) return { kind: "throttled", waitMs, scope: "person" };
    const form = formFor(message, to, settings);
    const outcome = await makeAtTwilio(wire, settings, {
      resource: "Calls",
      form,
      timeoutMs: SEND_TIMEOUT_MS,
    });
    if (outcome.kind === "accepted" || outcome.kind === "unknown") engage(wire, to, message.at);
    return outcome;
  },

  verify: (callback, settings) => verifyTwilio(callback, settings),
  hear,
  answer,
});

const engaged = new WeakMap<Wire, Map<string, number>>();
const ENGAGED_MAX = 10_000;

function engagedFor(wire: Wire, to: string, now: number): number {
  return Math.max(0, (engaged.get(wire)?.get(to) ?? now) - now);
}

function engage(wire: Wire, to: string, now: number): void {
  const known = engaged.get(wire) ?? new Map<string, number>();
  if (known.size >= ENGAGED_MAX) {
    for (const [number, until] of known) if (until <= now) known.delete(number);
  }
  known.set(to, now + CALL_MS);
  engaged.set(wire, known);
}

function formFor(message: Message, to: string, settings: VoiceSettings): Record<string, string> {
  const callback = statusCallback(message);
  callback?.searchParams.set(LANGUAGE_PARAMETER, message.language);
  const url = callback?.href ?? null;
  const detects = settings.machines === "detect" && url !== null;
  return {
    To: to,
    From: settings.caller,
    Timeout: String(RING_S),
    Twiml: scriptOf(message, url),
    ...(url === null ? {} : { StatusCallback: url }),
    // In the background: whoever picks up must not listen to silence while Twilio makes up its mind.
    ...(detects
      ? { MachineDetection: "Enable", AsyncAmd: "true", AsyncAmdStatusCallback: url }
      : {}),
  };
}

// https://www.twilio.com/docs/voice/twiml/gather
function scriptOf({ body, language }: Message, callbackUrl: string | null): string {
  const spoken = say(body, language, 2);
  if (callbackUrl === null) return `<Response>${spoken}</Response>`;
  const gather = `input="dtmf" numDigits="1" timeout="${KEY_WAIT_S}" method="POST"`;
  const action = `action="${escaped(callbackUrl)}"`;
  return `<Response><Gather ${gather} ${action}>${spoken}</Gather></Response>`;
}

const say = (text: string, language: Language, loop: number): string =>
  `<Say language="${VOICES[language]}" loop="${loop}">${escaped(text)}</Say>`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

/** XML 1.0 takes no control characters; quotes stand in text, and an address has none. */
const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\ufffe\uffff]+/gu, " ").replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? "");

/** What is said to somebody who pressed a key. */
function answer(callback: Callback): { contentType: string; body: string } | null {
  const key = formOf(callback).get("Digits");
  if (key === null) return null;
  const language = callback.query.get(LANGUAGE_PARAMETER) === "fr" ? "fr" : "en";
  const sentence = wordsFor(language)(
    key === STOP_KEY ? "delivery:page.thanksStop" : "delivery:keyNoted",
  );
  const body = `<Response>${say(sentence, language, 1)}</Response>`;
  return { contentType: "text/xml; charset=utf-8", body };
}

/** A key somebody pressed, who picked up, or how the call ended: Twilio posts all three as a form. */
function hear(callback: Callback, { machines }: VoiceSettings): Heard[] {
  const form = formOf(callback);
  const providerId = form.get("CallSid");
  const reference = callback.query.get(REFERENCE_PARAMETER);
  const about = { reference, providerId, at: null };
  const key = form.get("Digits");
  if (key !== null) return hearKey(form, key, about);
  const who = form.get("AnsweredBy");
  if (who !== null) {
    // Left on a machine is on its way at best: nobody has heard it yet.
    const isMachine = /^(machine|fax)/.test(who);
    return [{ kind: "receipt", ...about, fact: isMachine ? "sent" : "delivered" }];
  }
  const status = form.get("CallStatus") ?? "";
  if (status === "in-progress" || status === "completed") {
    return [{ kind: "receipt", ...about, fact: machines === "detect" ? "sent" : "delivered" }];
  }
  if (!UNREACHED.has(status)) return [];
  const sip = form.get("SipResponseCode") ?? "";
  const isWrong = status === "failed" && NO_SUCH_NUMBER.has(sip);
  const why = isWrong ? `Twilio: ${status}, ${sip}` : `Twilio: ${status}`;
  return [{ kind: "refusal", ...about, why, blame: isWrong ? "address" : "platform" }];
}

const UNREACHED = new Set(["busy", "no-answer", "failed", "canceled"]);
/** RFC 3261, 21.4: nobody has this number; it is gone; it is incomplete. */
const NO_SUCH_NUMBER = new Set(["404", "410", "484", "604"]);

/** Whoever presses a key has the message, and their number stands where we called. */
function hearKey(
  form: URLSearchParams,
  key: string,
  about: { reference: string | null; providerId: string | null; at: null },
): Heard[] {
  const from = form.get("Direction") === "inbound" ? form.get("From") : form.get("To");
  if (from === null || !/^\d$/.test(key)) return [];
  const body = key === STOP_KEY ? "STOP" : key;
  const providerId = about.providerId === null ? null : `${about.providerId}/${key}`;
  return [
    { kind: "receipt", ...about, fact: "delivered" },
    { kind: "reply", from, body, ...about, providerId },
  ];
}
