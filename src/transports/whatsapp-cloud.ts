import { z } from "zod";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { type Asking, inOneTime } from "../lib/wire-time.ts";
import { askedWait } from "./asked-wait.ts";
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
import { notTheAddress, strangeCode } from "./not-the-address.ts";
import { TemplateChoice } from "./template-choice.ts";
import { defineTransport, type Message } from "./transport.ts";
import { parseWhatsApp, recipientOf } from "./whatsapp-address.ts";
import { hearWhatsApp } from "./whatsapp-callback.ts";
import { isTemplateGone, outcomeOf, whatsAppError } from "./whatsapp-errors.ts";
import { askWhatsAppHealth } from "./whatsapp-health.ts";
import { askWhatsAppTemplates, whatsAppNeeds } from "./whatsapp-templates.ts";
import { templateText, WHATSAPP_PAIR } from "./whatsapp-text.ts";

const BODY_LENGTH_MAX = 1_024;
const SEND_TIMEOUT_MS = 10_000;
/** The throughput of a number before Meta raises it to 1,000. */
const PER_SECOND_MAX = 80;

const Settings = z.object({
  ...graphApi,
  phoneNumberId: z
    .string()
    .regex(/^\d{5,30}$/)
    .meta(words({ fr: "Identifiant du numéro", en: "Phone number ID" })),
  message: z.enum(["template", "text"]).default("template").meta(messageKind),
  template: templateName({
    fr: "Catégorie « utility », une variable {{1}} dans le corps, et message_send_ttl_seconds",
    en: "Category “utility”, one variable {{1}} in the body, and message_send_ttl_seconds",
  }),
  backupTemplate: backupTemplateName,
  ...templateLanguages({ fr: "fr", en: "en" }),
  token: accessToken({ fr: "Jeton d’accès système", en: "System user access token" }),
  ...metaWebhook,
});
export type WhatsAppSettings = z.infer<typeof Settings>;

const Accepted = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });
const Refused = z.object({ error: z.object({ code: z.number() }) });

export const whatsAppCloud = defineTransport({
  kind: "whatsapp-cloud",
  title: { fr: "WhatsApp (API Cloud de Meta)", en: "WhatsApp (Meta Cloud API)" },
  addressKind: "whatsapp",
  failureDomain: "meta",
  settings: Settings,
  secrets: ["token", "appSecret", "verifyToken"],
  address: {
    label: { fr: "Numéro ou identifiant WhatsApp", en: "WhatsApp number or user ID" },
    example: "+33612345678",
    parse: parseWhatsApp,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
    pair: WHATSAPP_PAIR,
  },

  // https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
  async send(message, to, settings, wire) {
    const begunAt = performance.now();
    const press = pressFor(settings);
    const template = press.choice.nameFor(message);
    const content = press.contentOf(message, template);
    if (content === null) return { kind: "misconfigured", why: "no template name is set" };
    const answer = await post(wire, press, bodyOf(to, content, message.reference));
    if (answer.ok) return { kind: "accepted", providerId: idIn(answer) };
    // Refused for sure, and for its template alone: with the other one it may pass.
    const isGone = isTemplateGone(Refused.safeParse(answer.json).data?.error.code);
    const backup = isGone ? press.choice.insteadOf(template, message) : null;
    const instead = backup === null ? null : press.contentOf(message, backup);
    if (instead === null) return refusalOf(answer);
    const rest = inOneTime(wire, SEND_TIMEOUT_MS - (performance.now() - begunAt));
    const again = await post(rest, press, bodyOf(to, instead, message.reference));
    return again.ok ? { kind: "accepted", providerId: idIn(again) } : refusalOf(again);
  },

  verify: (callback, settings) => verifyHub(callback, settings),

  hear: (callback, { template, backupTemplate }) =>
    hearWhatsApp(callback, template, backupTemplate),
  health: (settings, wire) => askWhatsAppHealth(settings, wire),
  templates: {
    needs: (settings) => whatsAppNeeds(settings),
    ask: (settings, wire) => askWhatsAppTemplates(settings, wire),
  },

  challenge: (query, settings) => hubChallenge(query, settings),
});

/** As Meta writes it. Within a text of JSON its quotes would be escaped. */
const ID = /"messages":\[\{"id":"([^"\\]+)"/;

/** Found without taking the whole answer apart, which is done for each message; or else with it. */
function idIn(answer: Extract<Answer, { ok: true }>): string | null {
  const found = ID.exec(answer.text)?.[1];
  return found ?? Accepted.safeParse(answer.json).data?.messages[0]?.id ?? null;
}

const post = async (wire: Asking, { url, secret }: Press, text: string): Promise<Answer> =>
  await wire.request({
    method: "POST",
    url,
    headers: JSON_CONTENT,
    secret,
    timeoutMs: SEND_TIMEOUT_MS,
    text,
  });

const JSON_CONTENT = { "content-type": "application/json" };

/** Written by hand around what is the same for everybody: this is done for each message. */
function bodyOf(to: string, content: string, reference: string): string {
  const recipient = JSON.stringify(recipientOf(to)).slice(1, -1);
  const echoed = `"biz_opaque_callback_data":${JSON.stringify(reference)}`;
  return `{"messaging_product":"whatsapp","recipient_type":"individual",${recipient},${content},${echoed}}`;
}

/** What all messages of a channel have in common. */
class Press {
  readonly url: string;
  readonly secret: { bearer: string };
  readonly #settings: WhatsAppSettings;
  readonly #set = new Map<string, { body: string; content: string }>();
  readonly choice: TemplateChoice;

  constructor(settings: WhatsAppSettings) {
    this.#settings = settings;
    const names = { first: settings.template, backup: settings.backupTemplate };
    this.choice = new TemplateChoice(() => names);
    this.url = `${settings.base}/${settings.version}/${settings.phoneNumberId}/messages`;
    this.secret = { bearer: settings.token };
  }

  /**
   * The members of the body that say what is sent; null where no template is named. The text of a
   * broadcast is the same for everybody, and is put into JSON once.
   */
  contentOf({ language, body, isAnswer }: Message, template: string | undefined): string | null {
    const place = `${language} ${template}`;
    const known = this.#set.get(place);
    if (known?.body === body && !isAnswer) return known.content;
    const message = isAnswer ? ("text" as const) : this.#settings.message;
    const parts = contentOf({ language, body }, { ...this.#settings, message, template });
    if (parts === null) return null;
    const content = JSON.stringify(parts).slice(1, -1);
    if (isAnswer) return content;
    this.#set.set(place, { body, content });
    return content;
  }
}

const presses = new WeakMap<WhatsAppSettings, Press>();

function pressFor(settings: WhatsAppSettings): Press {
  const known = presses.get(settings);
  if (known) return known;
  const press = new Press(settings);
  presses.set(settings, press);
  return press;
}

function contentOf(
  message: Pick<Message, "language" | "body">,
  settings: Omit<WhatsAppSettings, "template"> & { template: string | undefined },
): Record<string, unknown> | null {
  if (settings.message === "text") {
    return { type: "text", text: { body: message.body, preview_url: false } };
  }
  if (settings.template === undefined) return null;
  const code = message.language === "fr" ? settings.languageFr : settings.languageEn;
  const text = templateText(message.body);
  return {
    type: "template",
    template: {
      name: settings.template,
      language: { policy: "deterministic", code },
      components: [{ type: "body", parameters: [{ type: "text", text }] }],
    },
  };
}

/** Meta's code is more precise than its HTTP status, which differs between its own documents. */
function refusalOf(answer: Extract<Answer, { ok: false }>) {
  const code = Refused.safeParse(answer.json).data?.error.code;
  if (code === undefined) return notTheAddress(answer.failed);
  if (!whatsAppError(code).known) return strangeCode(answer.failed, `${code}: unknown code`);
  return outcomeOf(code, askedWait(answer));
}
