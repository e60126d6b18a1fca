import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import { jsonOf } from "../lib/json.ts";
import { messengerOutcome } from "./messenger-errors.ts";
import { hubChallenge, verifyHub } from "./meta-hub.ts";
import {
  accessToken,
  graphApi,
  messageKind,
  metaWebhook,
  templateLanguages,
  templateName,
} from "./meta-settings.ts";
import { type Callback, defineTransport, type Message } from "./transport.ts";
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
    const content = contentOf(message, settings);
    if (content === null) return { kind: "misconfigured", why: "no template name is set" };
    const answer = await wire.request({
      method: "POST",
      url: `${settings.base}/${settings.version}/${settings.pageId}/messages`,
      secret: { bearer: settings.token },
      timeoutMs: SEND_TIMEOUT_MS,
      json: { recipient: { id: to }, ...content },
    });
    if (!answer.ok) return messengerOutcome(answer);
    return { kind: "accepted", providerId: Sent.safeParse(answer.json).data?.message_id ?? null };
  },

  verify: (callback, settings) => verifyHub(callback, settings),
  numberForms: (providerId) => [providerId],
  hear,
  challenge: (query, settings) => hubChallenge(query, settings),
});

function contentOf(
  { body, language: of, reference }: Message,
  { message, template, languageFr, languageEn }: MessengerSettings,
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

const MID_LENGTH_MAX = 300;

/** Milliseconds, as far as a date goes. */
const Moment = z.number().min(0).max(8_640_000_000_000_000);

const Said = z.object({
  sender: z.object({ id: z.string() }),
  timestamp: z.number().optional(),
  message: z
    .object({
      mid: z.string(),
      text: z.string().optional(),
      is_echo: z.boolean().optional(),
      quick_reply: z.object({ payload: z.string() }).optional(),
    })
    .optional(),
  delivery: z
    .object({
      mids: z.array(z.string().min(1).max(MID_LENGTH_MAX)).optional(),
      watermark: Moment.optional(),
    })
    .optional(),
  read: z.object({ watermark: Moment }).optional(),
  postback: z
    .object({ mid: z.string().optional(), title: z.string(), payload: z.string().optional() })
    .optional(),
});
const Envelope = z.object({
  object: z.literal("page"),
  entry: z.array(z.object({ messaging: z.array(z.unknown()).default([]) })),
});

/** What arrived, and what people wrote or tapped. What the Page itself said echoes, and is no answer. */
function hear({ body }: Callback): Heard[] {
  const envelope = Envelope.safeParse(jsonOf(body)).data;
  return (envelope?.entry ?? []).flatMap(({ messaging }) =>
    messaging.flatMap((item) => {
      const said = Said.safeParse(item).data;
      return said ? hearOne(said) : [];
    }),
  );
}

function hearOne(said: z.infer<typeof Said>): Heard[] {
  const { sender, timestamp, message, postback, delivery, read } = said;
  const about = { from: sender.id, at: timestamp ?? null };
  if (delivery) return hearDelivery(delivery, about);
  if (read) return [markOf("read", sender.id, read.watermark)];
  if (postback) {
    const { title, mid = null, payload = null } = postback;
    return [{ kind: "reply", ...about, body: title, providerId: mid, reference: payload }];
  }
  if (!message || message.is_echo === true) return [];
  const { mid: providerId, text = "", quick_reply: tapped } = message;
  const reference = tapped?.payload ?? null;
  return [{ kind: "reply", ...about, body: text, providerId, reference }];
}

function hearDelivery(
  { mids = [], watermark }: NonNullable<z.infer<typeof Said>["delivery"]>,
  { from, at }: { from: string; at: number | null },
): Heard[] {
  if (mids.length === 0) {
    return watermark === undefined ? [] : [markOf("delivered", from, watermark)];
  }
  const told = { kind: "receipt", reference: null, fact: "delivered", at } as const;
  return mids.map((providerId) => ({ ...told, providerId }));
}

const markOf = (fact: "delivered" | "read", upTo: string, at: number): Heard => ({
  kind: "receipt",
  reference: null,
  providerId: null,
  fact,
  at,
  upTo,
});
