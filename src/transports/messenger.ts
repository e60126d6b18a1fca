import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { type Asking, inOneTime } from "../lib/wire-time.ts";
import { hearMessenger } from "./messenger-callback.ts";
import { isTemplateRefused, messengerOutcome } from "./messenger-errors.ts";
import { askMessengerTemplates } from "./messenger-templates.ts";
import { hubChallenge, verifyHub } from "./meta-hub.ts";
import {
  accessToken,
  backupTemplateName,
  graphApi,
  messageKind,
  metaWebhook,
  templateLanguages,
  templateName,
} from "./meta-settings.ts";
import { choiceOf, sendByTemplate, TemplateChoice } from "./template-choice.ts";
import { defineTransport, type Message } from "./transport.ts";
import { whatsAppNeeds } from "./whatsapp-templates.ts";
import { templateText } from "./whatsapp-text.ts";

const BODY_LENGTH_MAX = 1_000;
const SEND_TIMEOUT_MS = 10_000;
/** Beyond 40 a second, for long, the Page's own inbox stops working. */
const PER_SECOND_MAX = 40;

const Settings = z.object({
  ...graphApi,
  pageId: z
    .string()
    .regex(/^\d{5,30}$/)
    .meta(words({ fr: "Identifiant de la Page", en: "Page ID" })),
  message: z.enum(["utility", "text"]).default("utility").meta(messageKind),
  template: templateName({
    fr: "Un modèle « utility » de la Page, avec une variable {{1}} dans le corps",
    en: "A utility template of the Page, with one variable {{1}} in its body",
  }),
  backupTemplate: backupTemplateName,
  ...templateLanguages({ fr: "fr_FR", en: "en_US" }),
  token: accessToken({ fr: "Jeton d’accès de la Page", en: "Page access token" }),
  ...metaWebhook,
});
type MessengerSettings = z.infer<typeof Settings>;

const Sent = z.object({ message_id: z.string() });

/**
 * Messenger of a Facebook Page. A delivery names the messages that arrived, where Meta cares to; else,
 * and when somebody reads, Meta tells a moment before which all was delivered or read.
 */
export const messenger = defineTransport({
  kind: "messenger",
  title: { fr: "Messenger (Page Facebook)", en: "Messenger (Facebook Page)" },
  addressKind: "messenger",
  failureDomain: "meta",
  settings: Settings,
  secrets: ["token", "appSecret", "verifyToken"],
  address: {
    label: { fr: "Identifiant Messenger (PSID)", en: "Messenger ID (PSID)" },
    example: "4567890123456789",
    parse: (typed) => /^\d{10,25}$/.exec(typed.trim())?.[0] ?? null,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages
  async send(message, to, settings, wire) {
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const choice = choiceOf(settings, () => new TemplateChoice(() => namesOf(settings)));
    const answer = await sendByTemplate(choice, message, {
      contentOf: (template) => contentOf(message, { ...settings, template }),
      post: (content) => post(both, settings, { recipient: { id: to }, ...content }),
      isGone: isTemplateRefused,
    });
    if (answer === null) return { kind: "misconfigured", why: "no template name is set" };
    return outcomeOf(answer);
  },

  verify: (callback, settings) => verifyHub(callback, settings),
  numberForms: (providerId) => [providerId],
  hear: (callback, settings) => hearMessenger(callback, settings),
  templates: {
    needs: (settings) => whatsAppNeeds(settings),
    ask: (settings, wire) => askMessengerTemplates(settings, wire),
  },
  challenge: (query, settings) => hubChallenge(query, settings),
});

const namesOf = ({ template: first, backupTemplate: backup }: MessengerSettings) => ({
  first,
  backup,
});

const post = (
  wire: Asking,
  { base, version, pageId, token }: MessengerSettings,
  json: object,
): Promise<Answer> =>
  wire.request({
    method: "POST",
    url: `${base}/${version}/${pageId}/messages`,
    secret: { bearer: token },
    timeoutMs: SEND_TIMEOUT_MS,
    json,
  });

function outcomeOf(answer: Answer): Outcome {
  if (!answer.ok) return messengerOutcome(answer);
  return { kind: "accepted", providerId: Sent.safeParse(answer.json).data?.message_id ?? null };
}

type Content = Pick<MessengerSettings, "message" | "languageFr" | "languageEn">;

function contentOf(
  { body, language: of, reference }: Message,
  { message, template, languageFr, languageEn }: Content & { template: string | undefined },
): object | null {
  if (message === "text") {
    // The reference comes back with the button that somebody taps.
    const quick_replies = ["1", "2"].map((title) => ({
      content_type: "text",
      title,
      payload: reference,
    }));
    return { messaging_type: "UPDATE", message: { text: body, quick_replies } };
  }
  if (template === undefined) return null;
  const parameters = [{ type: "text", text: templateText(body) }];
  const filled = {
    name: template,
    language: { code: of === "fr" ? languageFr : languageEn },
    components: [{ type: "body", parameters }],
  };
  return { messaging_type: "UTILITY", message: { template: filled } };
}
