import { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import { words } from "../lib/description.ts";
import { messageKind } from "./meta-settings.ts";
import { parsePhone } from "./phone.ts";
import { defineTransport, type Message } from "./transport.ts";
import { askTwilioAbout, authToken, makeAtTwilio, twilioAccount } from "./twilio-account.ts";
import { hearTwilio, verifyTwilio } from "./twilio-callback.ts";
import { termsOf } from "./twilio-sms.ts";
import { templateText, WHATSAPP_PAIR } from "./whatsapp-text.ts";

const BODY_LENGTH_MAX = 1_024;
const SEND_TIMEOUT_MS = 10_000;
/** Twilio's throughput for one sender, before it is raised. */
const PER_SECOND_MAX = 80;

const contentTemplate = (label: TwoLanguages) =>
  z
    .string()
    .regex(/^HX[0-9a-fA-F]{32}$/)
    .optional()
    .meta(
      words(label, {
        fr: "Modèle approuvé par WhatsApp, avec une variable {{1}}",
        en: "A template that WhatsApp approved, with one variable {{1}}",
      }),
    );

const Settings = z.object({
  ...twilioAccount,
  sender: z
    .string()
    .regex(/^(\+\d{6,15}|MG[0-9a-fA-F]{32})$/)
    .meta(
      words(
        { fr: "Expéditeur", en: "Sender" },
        {
          fr: "Le numéro WhatsApp (+…) ou un service de messagerie (MG…)",
          en: "The WhatsApp number (+…), or a messaging service (MG…)",
        },
      ),
    ),
  message: z.enum(["template", "text"]).default("template").meta(messageKind),
  contentFr: contentTemplate({ fr: "Modèle français (HX…)", en: "French template (HX…)" }),
  contentEn: contentTemplate({ fr: "Modèle anglais (HX…)", en: "English template (HX…)" }),
  authToken,
});
type WhatsAppSettings = z.infer<typeof Settings>;

/** WhatsApp by way of Twilio: it falls together with everything else that is Meta's. */
export const twilioWhatsApp = defineTransport({
  kind: "twilio-whatsapp",
  title: { fr: "WhatsApp (Twilio)", en: "WhatsApp (Twilio)" },
  addressKind: "whatsapp",
  failureDomain: "meta",
  settings: Settings,
  secrets: ["authToken"],
  address: {
    label: { fr: "Numéro WhatsApp", en: "WhatsApp number" },
    example: "+33612345678",
    parse: parsePhone,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
    pair: WHATSAPP_PAIR,
  },

  // https://www.twilio.com/docs/whatsapp/api
  async send(message, to, settings, wire) {
    const content = contentOf(message, settings);
    if (content === null) return { kind: "misconfigured", why: "no template is set" };
    const { sender } = settings;
    const from = sender.startsWith("MG") ? sender : `whatsapp:${sender}`;
    const form = { To: `whatsapp:${to}`, ...content, ...termsOf(message, from) };
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

function contentOf(
  { body, language, isAnswer }: Message,
  { message, contentFr, contentEn }: WhatsAppSettings,
): Record<string, string> | null {
  if (message === "text" || isAnswer) return { Body: body };
  const sid = language === "fr" ? contentFr : contentEn;
  if (sid === undefined) return null;
  return { ContentSid: sid, ContentVariables: JSON.stringify({ 1: templateText(body) }) };
}
