import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Ask } from "../lib/wire.ts";
import type { Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import type { Dialect, ErrorAnswer, News, Stage, Taken } from "./simulator.ts";
import { signedCall, templateNews } from "./whatsapp-announce.ts";
import { catalogueAnswer, lifetimeOf } from "./whatsapp-catalogue.ts";
import { healthAnswer } from "./whatsapp-health.ts";
import { WhatsAppRules } from "./whatsapp-rules.ts";

const BATCH_MAX = 1_000;
const THROTTLED = 130_429;
const UNDELIVERABLE = 131_026;
const PATH = /^\/v\d+\.\d+\/(\d+)\/messages$/;
const LOCKED = 131_031;
const DISPLAY_NUMBER = "15550783881";

/** https://developers.facebook.com/docs/whatsapp/business-scoped-user-ids */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

const Sent = z.object({
  messaging_product: z.literal("whatsapp"),
  to: z.string().min(1).optional(),
  /** Somebody with a username, by the identifier that this business knows them by. */
  recipient: z.string().regex(USER_ID).optional(),
  type: z.enum(["template", "text"]),
  biz_opaque_callback_data: z.string().optional(),
  text: z.object({ body: z.string().min(1).max(4_096) }).optional(),
  template: z
    .object({
      name: z.string().min(1),
      language: z.object({ code: z.string().min(2) }),
      components: z
        .array(z.object({ type: z.string(), parameters: z.array(z.object({ text: z.string() })) }))
        .optional(),
    })
    .optional(),
});

/**
 * The Cloud API of Meta as far as a crisis needs it: takes templates and text, answers with a
 * `wamid`, tells statuses and replies later, signed, escaped and in batches, says how the account is
 * when it is asked, and calls when a template is paused, rejected or taken back.
 * Secrets: `token`, `appSecret`.
 */
export const startWhatsAppSimulator = simulatorOf(dialect);

function dialect({ secrets, account, rules, now }: Stage): Dialect {
  const ruling = new WhatsAppRules(rules);
  let count = 0;
  let phoneNumberId = "0";
  return {
    facts: ["sent", "delivered", "read"],
    batchMax: BATCH_MAX,
    error,
    ask(called, reply) {
      const health = healthAnswer(called, { account: account(), token: secrets["token"] });
      if (health.kind === "not asked") {
        const told = catalogueAnswer(called, { rules: rules(), token: secrets["token"] });
        if (told === null) return false;
        reply.send(told.status, told.body);
        return true;
      }
      if (health.kind === "no token") refuse(reply, 190, 401);
      else reply.send(200, health.body);
      return true;
    },
    read(called, reply) {
      const found = PATH.exec(called.path);
      if (!found || called.method !== "POST") return refuse(reply, 33, 400);
      if (secrets["token"] && called.headers.authorization !== `Bearer ${secrets["token"]}`) {
        return refuse(reply, 190, 401);
      }
      if (account() === "blocked") return refuse(reply, LOCKED, 403);
      phoneNumberId = found[1] ?? phoneNumberId;
      const sent = Sent.safeParse(jsonOf(called.body)).data;
      const address = sent && addressOf(sent);
      if (!sent || !address) return refuse(reply, 100, 400);
      const template = sent.template?.name ?? null;
      const objection = ruling.objectionTo({ address, template, at: now() });
      if (objection.kind === "at once") return refuse(reply, objection.code, 400);
      const lifetimeMs = lifetimeOf(rules()) * 1_000;
      const taken = { ...takenOf(sent, { address, number: (count += 1) }), lifetimeMs };
      return objection.kind === "later" ? { ...taken, failure: objection.code } : taken;
    },
    write(news, url) {
      for (const item of news) if (item.kind === "reply") ruling.wrote(item.from, item.at);
      return callback(news, url, { phoneNumberId, appSecret: secrets["appSecret"] });
    },
    announce({ before, after, url }) {
      const change = { before: before.rules, after: after.rules, at: now() };
      return templateNews(change, { url, appSecret: secrets["appSecret"] });
    },
  };
}

/** The number wins where both are given. */
function addressOf({ to, recipient }: z.infer<typeof Sent>): string | null {
  return to === undefined ? (recipient ?? null) : `+${to}`;
}

function takenOf(
  sent: z.infer<typeof Sent>,
  { address, number }: { address: string; number: number },
): Taken {
  const parameters = sent.template?.components?.flatMap((part) => part.parameters) ?? [];
  const text = sent.text?.body ?? parameters.map((parameter) => parameter.text).join("\n");
  const providerId = `wamid.${Buffer.from(`${bare(address)}/${number}`).toString("base64")}`;
  const body = JSON.stringify({
    messaging_product: "whatsapp",
    contacts: [
      sent.to === undefined
        ? { input: address, user_id: address }
        : { input: sent.to, wa_id: sent.to },
    ],
    messages: [{ id: providerId, message_status: "accepted" }],
  });
  return {
    address,
    reference: sent.biz_opaque_callback_data ?? providerId,
    text,
    providerId,
    callbackUrl: null,
    answer: { status: 200, body },
  };
}

function refuse(reply: Reply, code: number, status: number): null {
  reply.send(status, error(code).body);
  return null;
}

function error(code: number | "throttled"): ErrorAnswer {
  const number = code === "throttled" ? THROTTLED : code;
  return {
    status: STATUSES[number] ?? 400,
    body: JSON.stringify({
      error: {
        message: `(#${number}) Simulated failure`,
        type: "OAuthException",
        code: number,
        error_data: { messaging_product: "whatsapp", details: "Simulated failure" },
        fbtrace_id: "AbCdEfGhIjKlMnOpQrStUvW",
      },
    }),
  };
}

const STATUSES: Readonly<Record<number, number>> = {
  0: 401,
  2: 503,
  3: 500,
  10: 403,
  190: 401,
  368: 403,
  131000: 500,
  131016: 500,
  131031: 403,
  130429: 429,
  133004: 503,
};

function callback(
  news: News[],
  url: string,
  from: { phoneNumberId: string; appSecret: string | undefined },
): Ask {
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: DISPLAY_NUMBER, phone_number_id: from.phoneNumberId },
  };
  const statuses = news.flatMap((item) => (item.kind === "reply" ? [] : [statusOf(item)]));
  const replies = news.filter((item) => item.kind === "reply");
  const changes: object[] = [];
  if (statuses.length > 0) changes.push({ value: { ...value, statuses }, field: "messages" });
  if (replies.length > 0) {
    const contacts = replies.map(({ from: number }) => ({
      profile: { name: "Simulated person" },
      ...(isUserId(number) ? { user_id: number } : { wa_id: bare(number) }),
    }));
    const messages = replies.map(messageOf);
    changes.push({ value: { ...value, contacts, messages }, field: "messages" });
  }
  return signedCall(changes, { url, appSecret: from.appSecret });
}

function statusOf(item: Exclude<News, { kind: "reply" }>) {
  const base = {
    id: item.of.providerId,
    status: item.kind === "failed" ? "failed" : item.fact,
    timestamp: seconds(item.at),
    ...identityOf(item.of.address, "recipient"),
    biz_opaque_callback_data: item.of.reference,
  };
  if (item.kind === "fact") return base;
  const details = "Message was not delivered.";
  const title = "Message undeliverable";
  const code = item.code ?? UNDELIVERABLE;
  const trouble = { code, title, message: title, error_data: { details } };
  return { ...base, errors: [trouble] };
}

let replies = 0;

function messageOf(item: Extract<News, { kind: "reply" }>) {
  replies += 1;
  return {
    ...identityOf(item.from, "from"),
    id: `wamid.${Buffer.from(`in/${bare(item.from)}/${replies}`).toString("base64")}`,
    timestamp: seconds(item.at),
    type: "text",
    text: { body: item.text },
  };
}

const isUserId = (address: string): boolean => USER_ID.test(address);

/** Whoever hides their number is named by their identifier alone. */
function identityOf(address: string, part: "recipient" | "from"): Record<string, string> {
  if (isUserId(address)) return { [`${part}_user_id`]: address };
  return { [part === "from" ? "from" : "recipient_id"]: bare(address) };
}

const bare = (address: string): string => address.replace(/^\+/, "");
const seconds = (at: number): string => String(Math.floor(at / 1_000));
