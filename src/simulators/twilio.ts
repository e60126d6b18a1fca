import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import { twilioSignature } from "../lib/signatures.ts";
import type { Ask } from "../lib/wire.ts";
import type { Called, Reply } from "./listener.ts";
import type { Life } from "./people.ts";
import { simulatorOf } from "./provider.ts";
import type { Dialect, ErrorAnswer, News, Stage, Taken } from "./simulator.ts";
import { approvalAnswer, contentFailure } from "./twilio-content.ts";
import { Windows } from "./windows.ts";

const THROTTLED = 20_429;
const UNKNOWN_HANDSET = 30_005;
const UNKNOWN_ON_WHATSAPP = 63_024;
const OUTSIDE_WINDOW = 63_016;
/** https://www.twilio.com/docs/iam/test-credentials#magic-input: numbers that are always refused. */
const MAGIC: Readonly<Record<string, number>> = {
  "+15005550001": 21_211,
  "+15005550002": 21_612,
  "+15005550003": 21_408,
  "+15005550004": 21_610,
  "+15005550009": 21_614,
};
const VALIDITY_DEFAULT_S = 36_000;
const BODY_LENGTH_MAX = 1_600;
const OUR_NUMBER = "+15550006666";
const PATH = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\.json$/;

const ONE = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\/(SM[0-9a-f]{32})\.json$/;
/** Questions are answered about the newest messages only: a benchmark sends more than memory holds. */
const KNOWN_MAX = 10_000;

/**
 * Twilio's Messages resource: takes an SMS, answers with the resource, and tells each status by a
 * signed form of its own. Secrets: `authToken`, and `accountSid` where it should be checked.
 */
export const startTwilioSimulator = simulatorOf((stage) => dialect(stage, "sms"));

/** The same resource as a way to WhatsApp, where people read and templates are asked for. */
export const startTwilioWhatsAppSimulator = simulatorOf((stage) => dialect(stage, "whatsapp"));

type Way = "sms" | "whatsapp";

function dialect({ now, secrets, rules, people }: Stage, way: Way): Dialect {
  let count = 0;
  const token = secrets["authToken"] ?? "";
  const windows = new Windows();
  const known = new Map<string, Taken>();
  return {
    // A carrier never tells whether an SMS was read.
    facts: way === "sms" ? ["sent", "delivered"] : ["sent", "delivered", "read"],
    batchMax: 1,
    error: twilioError,
    ask(called, reply) {
      const approval = approvalAnswer(called, rules().templates);
      if (approval !== null) {
        reply.send(200, approval);
        return true;
      }
      const [, account, sid] = ONE.exec(called.path) ?? [];
      if (called.method !== "GET" || account === undefined || sid === undefined) return false;
      const kept = token === "" || called.headers.authorization === basic(account, token);
      const message = known.get(sid);
      if (!kept) refuse(reply, 20_003);
      else if (message === undefined) refuse(reply, 20_404);
      else reply.send(200, asked(message, people(message.address)));
      return true;
    },
    read(called, reply) {
      const account = PATH.exec(called.path)?.[1];
      if (account === undefined || called.method !== "POST") return refuse(reply, 20_404);
      if (token !== "" && called.headers.authorization !== basic(account, token)) {
        return refuse(reply, 20_003);
      }
      const at = now();
      const taken = takenOf(called, reply, { account, number: (count += 1), at, way });
      if (taken) remember(known, taken);
      if (taken === null || way === "sms") return taken;
      const failure = contentFailure(called, rules().templates);
      if (failure !== null) return { ...taken, failure };
      const isFree = called.body.includes("Body=");
      if (!isFree) return taken;
      const isOpen = windows.isOpen(taken.address, { at, windowMs: rules().windowMs });
      return isOpen ? taken : { ...taken, failure: OUTSIDE_WINDOW };
    },
    write([news], url) {
      if (news?.kind === "reply" && rules().windowMs !== null) windows.note(news.from, news.at);
      return callback(news, { url, token, way });
    },
  };
}

function remember(known: Map<string, Taken>, taken: Taken): void {
  const oldest = known.size >= KNOWN_MAX ? known.keys().next() : null;
  if (oldest && !oldest.done) known.delete(oldest.value);
  known.set(taken.providerId, taken);
}

/** The resource once more: by the time that somebody asks, it has come as far as it ever will. */
function asked({ answer }: Taken, { reachable }: Life): string {
  const made = Resource.parse(JSON.parse(answer.body));
  const status = reachable ? "delivered" : "undelivered";
  return JSON.stringify({ ...made, status, error_code: reachable ? null : UNKNOWN_HANDSET });
}

const Resource = z.record(z.string(), z.unknown());

function takenOf(
  called: Called,
  reply: Reply,
  given: { account: string; number: number; at: number; way: Way },
): Taken | null {
  const form = new URLSearchParams(called.body.toString("utf8"));
  const to = form.get("To") ?? "";
  const text = form.get("Body") ?? variablesOf(form);
  const address = given.way === "sms" ? to : to.replace(/^whatsapp:/, "");
  if (given.way === "whatsapp" && address === to) return refuse(reply, 21_910);
  if (!/^\+\d{6,15}$/.test(address)) return refuse(reply, 21_211);
  const magic = MAGIC[address];
  if (magic !== undefined) return refuse(reply, magic);
  if (text === "") return refuse(reply, 21_602);
  if (text.length > BODY_LENGTH_MAX) return refuse(reply, 21_617);
  const callbackUrl = form.get("StatusCallback");
  const sid = `SM${given.number.toString(16).padStart(32, "0")}`;
  const reference =
    callbackUrl === null ? null : new URL(callbackUrl).searchParams.get("reference");
  return {
    address,
    reference: reference ?? sid,
    text,
    providerId: sid,
    callbackUrl,
    lifetimeMs: Number(form.get("ValidityPeriod") ?? VALIDITY_DEFAULT_S) * 1_000,
    answer: { status: 201, body: resource(form, { ...given, sid, to, text }) },
  };
}

/** What a template is filled with. */
function variablesOf(form: URLSearchParams): string {
  if (!/^HX[0-9a-fA-F]{32}$/.test(form.get("ContentSid") ?? "")) return "";
  const variables = Variables.safeParse(jsonOf(Buffer.from(form.get("ContentVariables") ?? "")));
  return Object.values(variables.data ?? {}).join("\n");
}

const Variables = z.record(z.string(), z.string());

function resource(
  form: URLSearchParams,
  given: { account: string; at: number; sid: string; to: string; text: string },
): string {
  const date = new Date(given.at).toUTCString().replace("GMT", "+0000");
  const uri = `/2010-04-01/Accounts/${given.account}/Messages/${given.sid}`;
  return JSON.stringify({
    account_sid: given.account,
    api_version: "2010-04-01",
    body: given.text,
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: "outbound-api",
    error_code: null,
    error_message: null,
    from: form.get("From"),
    messaging_service_sid: form.get("MessagingServiceSid"),
    num_media: "0",
    num_segments: "1",
    price: null,
    price_unit: null,
    sid: given.sid,
    status: "queued",
    subresource_uris: { media: `${uri}/Media.json` },
    to: given.to,
    uri: `${uri}.json`,
  });
}

function refuse(reply: Reply, code: number): null {
  const { status, body } = twilioError(code);
  reply.send(status, body);
  return null;
}

export function twilioError(code: number | "throttled"): ErrorAnswer {
  const number = code === "throttled" ? THROTTLED : code;
  const status = STATUSES[number] ?? 400;
  const more = `https://www.twilio.com/docs/errors/${number}`;
  const body = { code: number, message: "Simulated failure", more_info: more, status };
  const headers = number === THROTTLED ? { "retry-after": "1" } : {};
  return { status, body: JSON.stringify(body), headers };
}

const STATUSES: Readonly<Record<number, number>> = {
  20003: 401,
  20404: 404,
  20429: 429,
  20500: 500,
  20503: 503,
};

let replies = 0;

function callback(
  news: News | undefined,
  { url, token, way }: { url: string; token: string; way: Way },
): Ask {
  const form = news?.kind === "reply" ? replyForm(news, way) : statusForm(news, way);
  const signature = twilioSignature(token, url, new URLSearchParams(form));
  return { method: "POST", url, form, headers: { "x-twilio-signature": signature } };
}

const named = (number: string, way: Way): string => (way === "sms" ? number : `whatsapp:${number}`);

function statusForm(
  news: Exclude<News, { kind: "reply" }> | undefined,
  way: Way,
): Record<string, string> {
  if (!news) return {};
  const absent = way === "sms" ? UNKNOWN_HANDSET : UNKNOWN_ON_WHATSAPP;
  return {
    MessageSid: news.of.providerId,
    SmsSid: news.of.providerId,
    MessageStatus: news.kind === "failed" ? "undelivered" : news.fact,
    To: named(news.of.address, way),
    From: named(OUR_NUMBER, way),
    ApiVersion: "2010-04-01",
    ...(news.kind === "failed" ? { ErrorCode: String(news.code ?? absent) } : {}),
  };
}

function replyForm(news: Extract<News, { kind: "reply" }>, way: Way): Record<string, string> {
  replies += 1;
  const sid = `SM${"f".repeat(8)}${replies.toString(16).padStart(24, "0")}`;
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsStatus: "received",
    From: named(news.from, way),
    To: named(OUR_NUMBER, way),
    Body: news.text,
    NumMedia: "0",
    NumSegments: "1",
    ApiVersion: "2010-04-01",
  };
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
