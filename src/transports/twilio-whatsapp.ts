import { z } from "zod";
import type { TwoLanguages } from "../domain/language.ts";
import type { Heard } from "../domain/outcome.ts";
import type { TemplateState } from "../domain/templates.ts";
import { words } from "../lib/description.ts";
import { inOneTime } from "../lib/wire-time.ts";
import { messageKind } from "./meta-settings.ts";
import { parsePhone } from "./phone.ts";
import { choiceOf, sendByTemplate, TemplateChoice } from "./template-choice.ts";
import { type Callback, defineTransport, type Message } from "./transport.ts";
import {
  askTwilioAbout,
  askTwilioToMake,
  authToken,
  codeIn,
  outcomeAtTwilio,
  twilioAccount,
} from "./twilio-account.ts";
import { failureOf, hearTwilio, verifyTwilio } from "./twilio-callback.ts";
import { termsOf } from "./twilio-sms.ts";
import { askTwilioTemplates, contentNeeds } from "./twilio-templates.ts";
import { templateText, WHATSAPP_PAIR } from "./whatsapp-text.ts";

const BODY_LENGTH_MAX = 1_024;
const SEND_TIMEOUT_MS = 10_000;
/** Twilio's throughput for one sender, before it is raised. */
const PER_SECOND_MAX = 80;

const contentTemplate = (label: TwoLanguages, hint: TwoLanguages) =>
  z
    .string()
    .regex(/^HX[0-9a-fA-F]{32}$/)
    .optional()
    .meta(words(label, hint));
const FIRST = {
  fr: "Modèle approuvé par WhatsApp, avec une variable {{1}}",
  en: "A template that WhatsApp approved, with one variable {{1}}",
};
const BACKUP = {
  fr: "Sert quand WhatsApp suspend ou refuse le premier : une variable {{1}}",
  en: "Used when WhatsApp pauses or refuses the first one: one variable {{1}}",
};

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
  contentFr: contentTemplate({ fr: "Modèle français (HX…)", en: "French template (HX…)" }, FIRST),
  contentEn: contentTemplate({ fr: "Modèle anglais (HX…)", en: "English template (HX…)" }, FIRST),
  backupFr: contentTemplate(
    { fr: "Modèle français de secours (HX…)", en: "French backup template (HX…)" },
    BACKUP,
  ),
  backupEn: contentTemplate(
    { fr: "Modèle anglais de secours (HX…)", en: "English backup template (HX…)" },
    BACKUP,
  ),
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
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const answer = await sendByTemplate(choiceFor(settings), message, {
      contentOf: (template) => formOf({ message, to, template }, settings),
      post: (form) => askTwilioToMake(both, settings, made(form)),
      isGone: (refused) => TEMPLATE_GONE.has(codeIn(refused) ?? 0),
    });
    if (answer === null) return { kind: "misconfigured", why: "no template is set" };
    return outcomeAtTwilio(answer);
  },

  verify: (callback, settings) => verifyTwilio(callback, settings),
  hear,
  inquire: (sid, settings, wire) => askTwilioAbout(sid, settings, wire),
  templates: {
    needs: (settings) => contentNeeds(settings),
    ask: (settings, wire) => askTwilioTemplates(settings, wire),
  },
});

/** When templates were refused. Twilio mostly says so afterwards, to whoever hears. */
const refusedAt = new Map<string, number>();
const choiceFor = (settings: WhatsAppSettings): TemplateChoice =>
  choiceOf(settings, () => {
    const { contentFr, contentEn, backupFr, backupEn } = settings;
    const fr = { first: contentFr, backup: backupFr };
    const en = { first: contentEn, backup: backupEn };
    return new TemplateChoice((language) => (language === "fr" ? fr : en), refusedAt);
  });

const made = (form: Record<string, string>) =>
  ({ resource: "Messages", form, timeoutMs: SEND_TIMEOUT_MS }) as const;

/** https://www.twilio.com/docs/api/errors: rejected, paused, disabled, or not there in this language. */
const TEMPLATE_GONE: ReadonlyMap<number, TemplateState> = new Map([
  [63_027, "gone"],
  [63_040, "rejected"],
  [63_041, "paused"],
  [63_042, "disabled"],
]);
/** In the address of the callback: a status does not say which template it was. */
const TEMPLATE_PARAMETER = "template";

type Sent = { message: Message; to: string; template: string | undefined };

function formOf(sent: Sent, settings: WhatsAppSettings): Record<string, string> | null {
  const { message, to, template } = sent;
  const content = contentOf(message, { kind: settings.message, template });
  if (content === null) return null;
  const { sender } = settings;
  const from = sender.startsWith("MG") ? sender : `whatsapp:${sender}`;
  const { StatusCallback: url, ...terms } = termsOf(message, from);
  return {
    To: `whatsapp:${to}`,
    ...content,
    ...terms,
    ...(url === undefined ? {} : { StatusCallback: withTemplate(url, content["ContentSid"]) }),
  };
}

function withTemplate(url: string, template: string | undefined): string {
  const callback = new URL(url);
  if (template !== undefined) callback.searchParams.set(TEMPLATE_PARAMETER, template);
  return callback.href;
}

/** A template that is refused afterwards is told of, and not used for a while where it has a backup. */
function hear(callback: Callback, settings: WhatsAppSettings): Heard[] {
  const heard = hearTwilio(callback);
  const name = callback.query.get(TEMPLATE_PARAMETER);
  const state = TEMPLATE_GONE.get(failureOf(callback));
  if (name === null || state === undefined) return heard;
  const at = callback.receivedAt;
  choiceFor(settings).noteRefused(name, at);
  const ours = contentNeeds(settings).filter((one) => one.name === name || one.backup === name);
  const news = ours.map(({ code: language }) => ({ name, language, state }));
  return [...heard, ...news.map((one): Heard => ({ kind: "template", news: one, at }))];
}

function contentOf(
  { body, isAnswer }: Message,
  { kind, template }: { kind: "template" | "text"; template: string | undefined },
): Record<string, string> | null {
  if (kind === "text" || isAnswer) return { Body: body };
  if (template === undefined) return null;
  return { ContentSid: template, ContentVariables: JSON.stringify({ 1: templateText(body) }) };
}
