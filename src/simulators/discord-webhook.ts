import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import { type Dialect, type ErrorAnswer, mute, type Stage, type Taken } from "./simulator.ts";

const PATH = /^\/api\/(?:v\d+\/)?webhooks\/(\d+)\/([\w-]+)$/;
const FIRST_ID = 1_300_000_000_000_000_000n;
const RETRY_AFTER_S = 0.75;

const Posted = z.object({
  content: z.string().max(2_000).optional(),
  embeds: z
    .array(z.object({ description: z.string().max(4_096).optional() }))
    .max(10)
    .optional(),
  allowed_mentions: z.object({ parse: z.array(z.string()).optional() }).optional(),
});

/**
 * Discord's webhooks: one room each, called by its number here. Without `wait`, what is not stored
 * makes no error, as in life. Secrets: `token`.
 */
export const startDiscordSimulator = simulatorOf(dialect);

function dialect({ secrets, now }: Stage): Dialect {
  let count = 0n;
  return {
    ...mute,
    error,
    read(called, reply) {
      const [, room, token] = PATH.exec(called.path) ?? [];
      if (room === undefined) return refuse(reply, 10_015);
      if (secrets["token"] && token !== secrets["token"]) return refuse(reply, 50_027);
      count += 1n;
      return takenOf(called, reply, { room, id: String(FIRST_ID + count), at: now() });
    },
  };
}

function takenOf(
  called: Called,
  reply: Reply,
  given: { room: string; id: string; at: number },
): Taken | null {
  const posted = Posted.safeParse(jsonOf(called.body));
  if (!posted.success) return refuse(reply, 50_035);
  const { content = "", embeds = [] } = posted.data;
  const text = [content, ...embeds.map(({ description = "" }) => description)]
    .filter((part) => part !== "")
    .join("\n");
  if (text === "") return refuse(reply, 50_006);
  const waits = called.query.get("wait") === "true";
  const body = waits ? JSON.stringify(storedOf(given, { content, embeds })) : "";
  const { room: address, id } = given;
  const answer = { status: waits ? 200 : 204, body };
  return { address, reference: id, text: shown(text), providerId: id, callbackUrl: null, answer };
}

/** https://docs.discord.com/developers/resources/message#message-object */
function storedOf(
  { room, id, at }: { room: string; id: string; at: number },
  said: { content: string; embeds: object[] },
) {
  const author = {
    id: room,
    username: "Tocsin",
    discriminator: "0000",
    global_name: null,
    avatar: null,
    bot: true,
    flags: 0,
    public_flags: 0,
    primary_guild: null,
  };
  return {
    id,
    type: 0,
    channel_id: String(FIRST_ID),
    content: said.content,
    embeds: said.embeds.map((embed) => ({ type: "rich", ...embed })),
    author,
    attachments: [],
    components: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    flags: 0,
    timestamp: new Date(at).toISOString(),
    edited_timestamp: null,
    webhook_id: room,
  };
}

/** What stands in the room: an escaped sign is that sign. */
const shown = (text: string): string => text.replace(/\\([\\*_~`|<>[\]()#-])/g, "$1");

function refuse(reply: Reply, code: number): null {
  const { status, body } = error(code);
  reply.send(status, body);
  return null;
}

const STATUSES: Readonly<Record<number, number>> = { 10_015: 404, 50_027: 401, 40_005: 413 };

function error(code: number | "throttled"): ErrorAnswer {
  if (code === "throttled" || code === 429) {
    const retry_after = RETRY_AFTER_S;
    const body = { message: "You are being rate limited.", retry_after, global: false };
    return { status: 429, body: JSON.stringify(body), headers: { "retry-after": "1" } };
  }
  if (code >= 500 && code < 600) return { status: code, body: "" };
  const status = STATUSES[code] ?? 400;
  return { status, body: JSON.stringify({ message: "Simulated failure", code }) };
}
