import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import {
  type Dialect,
  type ErrorAnswer,
  type News,
  type Stage,
  type Taken,
  troubleOf,
} from "./simulator.ts";

const PATH = /^\/bot(\d+:[\w-]+)\/(\w+)$/;
const TEXT_LENGTH_MAX = 4_096;
const RETRY_AFTER_S = 1;
const BOT = { is_bot: true, first_name: "Simulated bot", username: "SimulatedTownBot" };

const Sent = z.object({
  chat_id: z.union([z.number().int(), z.string()]).transform(String),
  text: z.string(),
});

/**
 * Telegram's Bot API as far as a crisis needs it: takes texts, says at once who blocked the bot, and
 * tells what people write. It never tells what was delivered.
 * Secrets: `token`, `webhookSecret`.
 */
export const startTelegramSimulator = simulatorOf(dialect);

function dialect(stage: Stage): Dialect {
  const { secrets, now } = stage;
  const bot = { id: Number(/^\d+/.exec(secrets["token"] ?? "")?.[0] ?? 1), ...BOT };
  const count = { messages: 0, updates: 0 };
  return {
    facts: [],
    batchMax: 1,
    error,
    ask(called, reply) {
      const [, token, method] = PATH.exec(called.path) ?? [];
      if (method !== "getMe") return false;
      if (isWrong(token, secrets["token"])) refuse(reply, 401, "Unauthorized");
      else reply.send(200, JSON.stringify({ ok: true, result: bot }));
      return true;
    },
    read(called, reply) {
      const [, token, method] = PATH.exec(called.path) ?? [];
      if (method === undefined) return refuse(reply, 404, "Not Found");
      if (isWrong(token, secrets["token"])) return refuse(reply, 401, "Unauthorized");
      if (method !== "sendMessage") return refuse(reply, 404, "Not Found: method not found");
      count.messages += 1;
      return takenOf({ called, reply }, stage, { bot, id: count.messages });
    },
    write([news], url) {
      count.updates += 1;
      count.messages += 1;
      const ids = { update: count.updates, message: count.messages };
      const headers = { "x-telegram-bot-api-secret-token": secrets["webhookSecret"] ?? "" };
      return { method: "POST", url, headers, json: updateOf(news, ids, now()) };
    },
  };
}

const isWrong = (given: string | undefined, token: string | undefined): boolean =>
  token !== undefined && given !== token;

function takenOf(
  { called, reply }: { called: Called; reply: Reply },
  { people, now }: Stage,
  { bot, id }: { bot: object; id: number },
): Taken | null {
  const sent = Sent.safeParse(jsonOf(called.body)).data;
  if (!sent) return refuse(reply, 400, "Bad Request: chat_id is empty");
  const { chat_id: address, text } = sent;
  if (text.trim() === "") return refuse(reply, 400, "Bad Request: message text is empty");
  if (text.length > TEXT_LENGTH_MAX) return refuse(reply, 400, "Bad Request: message is too long");
  if (!/^(?:-?\d+|@\w+)$/.test(address)) return refuse(reply, 400, "Bad Request: chat not found");
  if (!people(address).reachable) {
    return refuse(reply, 403, "Forbidden: bot was blocked by the user");
  }
  const chat = chatOf(address);
  const date = Math.floor(now() / 1_000);
  const result = { message_id: id, from: bot, chat, date, text };
  const providerId = `${chat.id}/${id}`;
  const answer = { status: 200, body: JSON.stringify({ ok: true, result }) };
  return { address, reference: providerId, text, providerId, callbackUrl: null, answer };
}

/** People have positive numbers, groups negative ones; a channel's name stands for its number. */
function chatOf(address: string) {
  if (address.startsWith("@")) {
    const username = address.slice(1);
    return { id: -1_000_000_000_001, type: "channel", title: username, username };
  }
  const id = Number(address);
  return id < 0
    ? { id, type: "supergroup", title: "Simulated group" }
    : { id, type: "private", first_name: "Simulated person" };
}

function updateOf(news: News | undefined, ids: { update: number; message: number }, now: number) {
  if (news?.kind !== "reply") return { update_id: ids.update };
  const chat = chatOf(news.from);
  const date = Math.floor((news.at || now) / 1_000);
  const message = { message_id: ids.message, date, chat, text: news.text };
  if (chat.type === "channel") return { update_id: ids.update, channel_post: message };
  const from = { id: Math.abs(chat.id), is_bot: false, first_name: "Simulated person" };
  return { update_id: ids.update, message: { ...message, from } };
}

function refuse(reply: Reply, code: number, description: string): null {
  reply.send(code, JSON.stringify({ ok: false, error_code: code, description }));
  return null;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: "Bad Request: message text is empty",
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  409: "Conflict: terminated by other getUpdates request",
};

function error(code: number | "throttled", waitS?: number | null): ErrorAnswer {
  const { status } = troubleOf(code);
  const retry_after = waitS ?? RETRY_AFTER_S;
  const isBusy = status === 429;
  const description = isBusy
    ? `Too Many Requests: retry after ${retry_after}`
    : (DESCRIPTIONS[status] ?? "Internal Server Error");
  const parameters = isBusy ? { parameters: { retry_after } } : {};
  const body = JSON.stringify({ ok: false, error_code: status, description, ...parameters });
  return { status, body };
}
