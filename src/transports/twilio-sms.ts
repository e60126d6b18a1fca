import { z } from "zod";
import { smsText } from "../domain/text/sms-segments.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { words } from "../lib/description.ts";
import { mobileNumber } from "./phone.ts";
import { defineTransport, type Message } from "./transport.ts";
import { askTwilioAbout, authToken, makeAtTwilio, twilioAccount } from "./twilio-account.ts";
import { hearTwilio, statusCallback, verifyTwilio } from "./twilio-callback.ts";

const BODY_LENGTH_MAX = 1_600;
const SEND_TIMEOUT_MS = 10_000;
/** The speed of a short code; a long number in the United States sends one part a second. */
const PER_SECOND_MAX = 100;
const VALIDITY_MIN_S = 1;
const VALIDITY_MAX_S = 36_000;

const Settings = z.object({
  ...twilioAccount,
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
  authToken,
});

export const twilioSms = defineTransport({
  kind: "twilio-sms",
  title: { fr: "SMS (Twilio)", en: "SMS (Twilio)" },
  addressKind: "sms",
  failureDomain: "twilio",
  settings: Settings,
  secrets: ["authToken"],
  address: mobileNumber,
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://www.twilio.com/docs/messaging/features/advanced-opt-out
  answersStop: true,

  // https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
  async send(message, to, settings, wire) {
    const form = { To: to, Body: smsText(message.body), ...termsOf(message, settings.sender) };
    return await makeAtTwilio(wire, settings, {
      resource: "Messages",
      form,
      timeoutMs: SEND_TIMEOUT_MS,
    });
  },

  verify: (callback, settings) => verifyTwilio(callback, settings),
  hear: hearTwilio,
  inquire: (sid, settings, wire) => askTwilioAbout(sid, settings, wire),
});

/** From whom, for how long, and where to report: the same for every message over Twilio. */
export function termsOf(message: Message, sender: string): Record<string, string> {
  const seconds = Math.floor(message.validityMs / SECOND_MS);
  const validity = Math.min(Math.max(seconds, VALIDITY_MIN_S), VALIDITY_MAX_S);
  const callback = statusCallback(message);
  return {
    ValidityPeriod: String(validity),
    ...(sender.startsWith("MG") ? { MessagingServiceSid: sender } : { From: sender }),
    ...(callback === null ? {} : { StatusCallback: callback.href }),
  };
}
