import { z } from "zod";
import type { Spoken } from "../domain/outlet.ts";
import { words } from "../lib/description.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { apiBase } from "./api-base.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineOutlet } from "./outlet.ts";

const SEND_TIMEOUT_MS = 10_000;

const Settings = z.object({
  base: apiBase("https://api.telegram.org"),
  token: z
    .string()
    .regex(/^\d{5,20}:[\w-]{20,100}$/)
    .meta(
      words(
        { fr: "Jeton du bot", en: "Bot token" },
        {
          fr: "Le bot doit être administrateur du canal, avec le droit de publier",
          en: "The bot must be an administrator of the channel, allowed to post",
        },
      ),
    ),
  channel: z
    .string()
    .regex(/^(?:@[A-Za-z]\w{3,31}|-100\d{5,15})$/)
    .meta(
      words(
        { fr: "Canal", en: "Channel" },
        { fr: "Comme @mairie_alertes", en: "Such as @town_alerts" },
      ),
    ),
});
type Settings = z.infer<typeof Settings>;

const Sent = z.object({ result: z.object({ message_id: z.number() }) });
const Refused = z.object({
  error_code: z.number(),
  description: z.string().default(""),
  parameters: z.object({ retry_after: z.unknown().optional() }).default({}),
});

/** A bot cannot read what stands in a channel: what nobody answered for, a person looks at. */
export const telegramChannel = defineOutlet({
  kind: "telegram-channel",
  title: { fr: "Canal Telegram", en: "Telegram channel" },
  settings: Settings,
  secrets: ["token"],
  keyed: false,

  // https://core.telegram.org/bots/api#sendmessage
  async say({ text }, settings, wire) {
    const answer = await call(wire, settings, "sendMessage", { chat_id: settings.channel, text });
    if (!answer.ok) return refusalOf(answer);
    const sent = Sent.safeParse(answer.json).data?.result;
    const id = sent ? String(sent.message_id) : null;
    return { kind: "said", id, url: pageOf(settings, id) };
  },

  // https://core.telegram.org/bots/api#editmessagetext
  async change({ text }, id, settings, wire) {
    const json = { chat_id: settings.channel, message_id: Number(id), text };
    const answer = await call(wire, settings, "editMessageText", json);
    if (answer.ok) return { kind: "said", id, url: pageOf(settings, id) };
    const why = Refused.safeParse(answer.json).data?.description ?? "";
    if (/not modified/i.test(why)) return { kind: "said", id, url: pageOf(settings, id) };
    if (/message to edit not found|message can't be edited/i.test(why)) return { kind: "gone" };
    return refusalOf(answer);
  },
});

async function call(wire: Wire, { base, token }: Settings, verb: string, json: object) {
  const [bot, inPath = ""] = token.split(":");
  return await wire.request({
    method: "POST",
    url: `${base}/bot${bot}:{secret}/${verb}`,
    secret: { inPath },
    timeoutMs: SEND_TIMEOUT_MS,
    json,
  });
}

function pageOf({ channel }: Settings, id: string | null): string | null {
  if (id === null) return null;
  return channel.startsWith("@")
    ? `https://t.me/${channel.slice(1)}/${id}`
    : `https://t.me/c/${channel.slice("-100".length)}/${id}`;
}

function refusalOf(answer: Extract<Answer, { ok: false }>): Spoken {
  const { json, failed } = answer;
  const refused = Refused.safeParse(json).data;
  if (failed.kind === "throttled") {
    return { ...failed, waitMs: askedWait(answer, refused?.parameters.retry_after) };
  }
  const moved = notTheAddress(failed);
  if (!refused || moved.kind !== "misconfigured") return moved;
  return { ...moved, why: `Telegram ${refused.error_code}` };
}
