import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress } from "./not-the-address.ts";
import { hideTail, roomAddress } from "./room.ts";
import { defineTransport } from "./transport.ts";

/** A description takes 4,096, and an escape may stand before each sign. */
const BODY_LENGTH_MAX = 2_000;
const SEND_TIMEOUT_MS = 10_000;
/** Discord asks not to count on any number; `retry_after` tells. */
const PER_SECOND_MAX = 1;

const Settings = z.object({
  url: z
    .url()
    .regex(/\/webhooks\/\d+\/[\w-]{8,}$/)
    .meta(
      words(
        { fr: "Adresse du webhook", en: "Address of the webhook" },
        {
          fr: "Dans Discord : Paramètres du salon, Intégrations, Webhooks, Copier l’URL. Commence par https://discord.com/api/webhooks/",
          en: "In Discord: Edit Channel, Integrations, Webhooks, Copy Webhook URL. It begins with https://discord.com/api/webhooks/",
        },
      ),
    ),
});

const Stored = z.object({ id: z.string() });
const Refused = z.object({ code: z.number().optional(), retry_after: z.unknown().optional() });

export const discordWebhook = defineTransport({
  kind: "discord-webhook",
  title: { fr: "Salon Discord", en: "Discord channel" },
  addressKind: "discord",
  failureDomain: "discord",
  settings: Settings,
  secrets: ["url"],
  address: roomAddress({ fr: "Nom du salon Discord", en: "Name of the Discord channel" }),
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://docs.discord.com/developers/resources/webhook#execute-webhook
  async send({ heading, body }, _to, settings, wire) {
    const { url, secret } = hideTail(settings.url);
    const answer = await wire.request({
      method: "POST",
      // Without `wait`, a message that is not stored makes no error.
      url: `${url}?wait=true`,
      secret,
      timeoutMs: SEND_TIMEOUT_MS,
      json: {
        content: escaped(heading),
        embeds: [{ description: escaped(body) }],
        allowed_mentions: { parse: [] },
      },
    });
    if (!answer.ok) return refusalOf(answer);
    return { kind: "accepted", providerId: Stored.safeParse(answer.json).data?.id ?? null };
  },
});

const LINK = /(https?:\/\/[^\s<>()[\]|`*\\]+)/;

/** Links stay whole; elsewhere no sign means anything, and nobody is called. */
const escaped = (text: string): string =>
  text
    .split(LINK)
    .map((part, n) => (n % 2 === 1 ? part : part.replace(/[\\*_~`|<>[\]()#-]/g, "\\$&")))
    .join("")
    .replace(/@(?=everyone|here)/g, "@\u200b");

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const { json, failed } = answer;
  const { code, retry_after: wait } = Refused.safeParse(json).data ?? {};
  if (failed.kind === "throttled") return { ...failed, waitMs: askedWait(answer, wait) };
  const moved = notTheAddress(failed);
  return code !== undefined && "why" in moved ? { ...moved, why: `Discord ${code}` } : moved;
}
