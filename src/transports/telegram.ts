import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import { sameSignature } from "../lib/signatures.ts";
import type { Answer } from "../lib/wire.ts";
import { type Asking, inOneTime } from "../lib/wire-time.ts";
import { apiBase } from "./api-base.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress, strangeCode } from "./not-the-address.ts";
import { hearTelegram, idOf } from "./telegram-callback.ts";
import { defineTransport } from "./transport.ts";

const BODY_LENGTH_MAX = 4_096;
const SEND_TIMEOUT_MS = 10_000;
/** Telegram publishes no limit; about 30 a second are known to pass, and `retry_after` tells. */
const PER_SECOND_MAX = 25;

const Settings = z.object({
  base: apiBase("https://api.telegram.org"),
  token: z
    .string()
    .regex(/^\d{5,20}:[\w-]{20,100}$/)
    .meta(
      words(
        { fr: "Jeton du bot", en: "Bot token" },
        {
          fr: "Donné par @BotFather, comme 123456:ABC…",
          en: "From @BotFather, such as 123456:ABC…",
        },
      ),
    ),
  webhookSecret: z
    .string()
    .regex(/^[\w-]{16,256}$/)
    .meta(
      words(
        { fr: "Secret du webhook", en: "Webhook secret" },
        {
          fr: "Un texte de votre choix, donné à setWebhook comme secret_token",
          en: "Any text you choose, told to setWebhook as secret_token",
        },
      ),
    ),
});

type TelegramSettings = z.infer<typeof Settings>;

const Sent = z.object({
  result: z.object({ message_id: z.number(), chat: z.object({ id: z.number() }) }),
});
const Refused = z.object({
  error_code: z.number(),
  description: z.string().default(""),
  parameters: z
    .object({ retry_after: z.unknown().optional(), migrate_to_chat_id: z.number().optional() })
    .default({}),
});

export const telegram = defineTransport({
  kind: "telegram",
  title: { fr: "Telegram (bot)", en: "Telegram (bot)" },
  addressKind: "telegram",
  failureDomain: "telegram",
  settings: Settings,
  secrets: ["token", "webhookSecret"],
  address: {
    label: { fr: "Numéro de discussion Telegram", en: "Telegram chat number" },
    example: "123456789",
    parse: (typed) => /^(?:-?[1-9]\d{4,15}|@[A-Za-z]\w{3,31})$/.exec(typed.trim())?.[0] ?? null,
  },
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://core.telegram.org/bots/api#sendmessage
  async send({ body }, to, settings, wire) {
    const chat = to.startsWith("@") ? to : Number(to);
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const answer = await sendTo({ chat, text: body }, settings, both);
    const moved = answer.ok ? undefined : movedTo(answer);
    // A group that was upgraded: refused for sure, and the answer says where its people are now.
    if (moved === undefined) return outcomeOf(answer);
    return outcomeOf(await sendTo({ chat: moved, text: body }, settings, both));
  },

  // https://core.telegram.org/bots/api#setwebhook
  verify: ({ headers }, { webhookSecret }) =>
    sameSignature(headers["x-telegram-bot-api-secret-token"], webhookSecret),

  hear: hearTelegram,
});

async function sendTo(
  { chat, text }: { chat: string | number; text: string },
  { base, token }: TelegramSettings,
  wire: Asking,
): Promise<Answer> {
  const [bot, inPath = ""] = token.split(":");
  return await wire.request({
    method: "POST",
    url: `${base}/bot${bot}:{secret}/sendMessage`,
    secret: { inPath },
    timeoutMs: SEND_TIMEOUT_MS,
    // Without a parse mode the text is only ever text: nothing in it can become a link or a name.
    json: { chat_id: chat, text, link_preview_options: { is_disabled: true } },
  });
}

const movedTo = ({ json }: Extract<Answer, { ok: false }>): number | undefined =>
  Refused.safeParse(json).data?.parameters.migrate_to_chat_id;

function outcomeOf(answer: Answer): Outcome {
  if (!answer.ok) return refusalOf(answer);
  const sent = Sent.safeParse(answer.json).data?.result;
  return { kind: "accepted", providerId: sent ? idOf(sent) : null };
}

const CONSENT = /bot was blocked by the user/i;
/** Forbidden is always this one chat; of what is wrong with a request, only these are. */
const ADDRESS =
  /chat not found|user not found|peer_id_invalid|deactivated|was kicked|is not a member|was deleted|can't initiate|no rights|not enough rights|administrator rights|chat_restricted|topic_closed|\w{1,40}_forbidden/i;

/** What is wrong with the form of a request, and so with everybody's. */
const CONTENT = /message text is empty|message is too long|can't parse|must be encoded/i;

function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const { json, failed } = answer;
  const refused = Refused.safeParse(json).data;
  if (!refused) return notTheAddress(failed);
  const { error_code: code, description, parameters } = refused;
  const { retry_after: wait, migrate_to_chat_id: moved } = parameters;
  if (failed.kind === "throttled") return { ...failed, waitMs: askedWait(answer, wait) };
  if (moved !== undefined) return { kind: "rejected", why: `Telegram: the chat is now ${moved}` };
  if (code === 403 && CONSENT.test(description)) return { kind: "unsubscribed" };
  const reason = ADDRESS.exec(description)?.[0];
  if (reason !== undefined) return { kind: "rejected", why: `Telegram: ${reason.toLowerCase()}` };
  const why = `Telegram ${code}`;
  if (code === 403) return { kind: "rejected", why };
  // Of all that we send only the chat differs: what nobody knows is no proof against it, nor against us.
  if (code === 400 && !CONTENT.test(description)) return strangeCode(failed, why);
  return failed.kind === "rejected" ? { kind: "misconfigured", why } : failed;
}
