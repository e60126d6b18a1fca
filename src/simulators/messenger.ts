import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import { hubSignature } from "../lib/signatures.ts";
import type { Ask } from "../lib/wire.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import type { Dialect, ErrorAnswer, News, Stage, Taken } from "./simulator.ts";
import { catalogueAnswer } from "./whatsapp-catalogue.ts";
import { Windows } from "./windows.ts";

const PATH = /^\/v\d+\.\d+\/(\d+)\/messages$/;
const BATCH_MAX = 100;
const THROTTLED = 613;
const NOT_THERE = { code: 551, subcode: 1_545_041 };
const OUTSIDE_WINDOW = { code: 10, subcode: 2_018_278 };
const LANGUAGES = ["fr_FR", "en_US"];
const NO_TEMPLATE = { code: 100, subcode: 2_388_268 };

const Parameters = z.array(z.object({ type: z.literal("text"), text: z.string().min(1) }));
const Sent = z.object({
  recipient: z.object({ id: z.string().regex(/^\d{5,25}$/) }),
  messaging_type: z.enum(["RESPONSE", "UPDATE", "UTILITY"]),
  message: z.object({
    text: z.string().min(1).max(2_000).optional(),
    quick_replies: z
      .array(
        z.object({
          content_type: z.literal("text"),
          title: z.string().max(20),
          payload: z.string(),
        }),
      )
      .max(13)
      .optional(),
    template: z
      .object({
        name: z.string().min(1),
        language: z.object({ code: z.string().min(2) }),
        components: z.array(z.object({ type: z.literal("body"), parameters: Parameters })),
      })
      .optional(),
  }),
});

/**
 * The Send API of a Facebook Page: utility templates, free text within 24 hours where the rules say
 * so, replies, and the moments before which all was delivered or read.
 * Secrets: `token`, `appSecret`.
 */
export const startMessengerSimulator = simulatorOf(dialect);

function dialect(stage: Stage): Dialect {
  const { secrets, account, rules } = stage;
  const windows = new Windows();
  const count = { sent: 0, written: 0 };
  let page = "1";
  return {
    facts: ["delivered", "read"],
    batchMax: BATCH_MAX,
    error: (code) => error(code === "throttled" ? { code: THROTTLED } : { code }),
    ask(called, reply) {
      const known = { rules: rules(), token: secrets["token"], languages: LANGUAGES };
      const told = catalogueAnswer(called, known);
      if (told !== null) reply.send(told.status, told.body);
      return told !== null;
    },
    read(called, reply) {
      const found = PATH.exec(called.path);
      if (!found || called.method !== "POST") return refuse(reply, { code: 100 });
      if (secrets["token"] && called.headers.authorization !== `Bearer ${secrets["token"]}`) {
        return refuse(reply, { code: 190 });
      }
      if (account() === "blocked") return refuse(reply, { code: 10, subcode: 1_893_063 });
      page = found[1] ?? page;
      return takenOf({ called, reply }, stage, { windows, number: (count.sent += 1) });
    },
    write(news, url) {
      for (const item of news) {
        if (item.kind === "reply" && rules().windowMs !== null) windows.note(item.from, item.at);
      }
      const events = news.map((item) => eventOf(item, page, (count.written += 1)));
      return callback(events, url, { page, appSecret: secrets["appSecret"] ?? "" });
    },
  };
}

function takenOf(
  { called, reply }: { called: Called; reply: Reply },
  { people, rules, now }: Stage,
  { windows, number }: { windows: Windows; number: number },
): Taken | null {
  const sent = Sent.safeParse(jsonOf(called.body)).data;
  if (!sent) return refuse(reply, { code: 100 });
  const { recipient, messaging_type: type, message } = sent;
  const { text, template, quick_replies: buttons = [] } = message;
  if ((type === "UTILITY") !== (template !== undefined)) return refuse(reply, { code: 100 });
  const filled = template?.components.flatMap(({ parameters }) => parameters) ?? [];
  const shown = text ?? filled.map((parameter) => parameter.text).join("\n");
  if (shown === "") return refuse(reply, { code: 100 });
  const { templates, windowMs } = rules();
  if ((templates[template?.name ?? ""] ?? "approved") !== "approved") {
    return refuse(reply, NO_TEMPLATE);
  }
  const at = now();
  const isFree = template === undefined;
  if (isFree && !windows.isOpen(recipient.id, { at, windowMs })) {
    return refuse(reply, OUTSIDE_WINDOW);
  }
  if (!people(recipient.id).reachable) return refuse(reply, NOT_THERE);
  const providerId = `m_${number}`;
  const body = JSON.stringify({ recipient_id: recipient.id, message_id: providerId });
  return {
    address: recipient.id,
    reference: buttons[0]?.payload ?? providerId,
    text: shown,
    providerId,
    callbackUrl: null,
    answer: { status: 200, body },
  };
}

function eventOf(item: News, page: string, number: number) {
  // Whole milliseconds; what was taken within one is no later than it.
  const at = Math.ceil(item.at);
  const about = { recipient: { id: page }, timestamp: at };
  if (item.kind === "reply") {
    const tapped = item.to && item.to.reference !== item.to.providerId && /^[12]$/.test(item.text);
    const quick = tapped ? { quick_reply: { payload: item.to?.reference } } : {};
    const message = { mid: `m_in_${number}`, text: item.text, ...quick };
    return { sender: { id: item.from }, ...about, message };
  }
  const sender = { id: item.of.address };
  if (item.kind === "fact" && item.fact === "read") {
    return { sender, ...about, read: { watermark: at } };
  }
  return { sender, ...about, delivery: { mids: [item.of.providerId], watermark: at } };
}

/** Several events are several entries: a list of what was said holds one thing. */
function callback(
  events: readonly ReturnType<typeof eventOf>[],
  url: string,
  { page, appSecret }: { page: string; appSecret: string },
): Ask {
  const entry = events.map((event) => ({ id: page, time: event.timestamp, messaging: [event] }));
  const body = escaped(JSON.stringify({ object: "page", entry }));
  const signature = hubSignature(appSecret, Buffer.from(body));
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  return { method: "POST", url, headers, text: body };
}

/** Meta writes everything beyond ASCII as escapes, and signs that. */
const escaped = (json: string): string =>
  json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

type Fault = { code: number; subcode?: number };

function refuse(reply: Reply, fault: Fault): null {
  const { status, body } = error(fault);
  reply.send(status, body);
  return null;
}

const STATUSES: Readonly<Record<number, number>> = {
  2: 500,
  10: 403,
  190: 401,
  200: 403,
  613: 429,
};

function error({ code, subcode }: Fault): ErrorAnswer {
  const message = `(#${code}) Simulated failure`;
  const about = { message, type: "OAuthException", code, fbtrace_id: "AbCdEfGhIjKlMnOpQrStUvW" };
  const body = {
    error: { ...about, ...(subcode === undefined ? {} : { error_subcode: subcode }) },
  };
  return { status: STATUSES[code] ?? 400, body: JSON.stringify(body) };
}
