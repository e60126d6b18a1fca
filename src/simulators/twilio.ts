import { twilioSignature } from "../lib/signatures.ts";
import type { Ask } from "../lib/wire.ts";
import type { Called, Reply } from "./listener.ts";
import { startSimulator } from "./provider.ts";
import type {
  Dialect,
  ErrorAnswer,
  News,
  Simulator,
  SimulatorOptions,
  Stage,
  Taken,
} from "./simulator.ts";

const THROTTLED = 20_429;
const UNKNOWN_HANDSET = "30005";
const BODY_LENGTH_MAX = 1_600;
const OUR_NUMBER = "+15550006666";
const PATH = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\.json$/;

/**
 * Twilio's Messages resource: takes an SMS, answers with the resource, and tells each status by a
 * signed form of its own. Secrets: `authToken`, and `accountSid` where it should be checked.
 */
export function startTwilioSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator(options, dialect);
}

function dialect({ now, secrets }: Stage): Dialect {
  let count = 0;
  const token = secrets["authToken"] ?? "";
  return {
    // A carrier never tells whether an SMS was read.
    facts: ["sent", "delivered"],
    batchMax: 1,
    error,
    read(called, reply) {
      const account = PATH.exec(called.path)?.[1];
      if (account === undefined || called.method !== "POST") return refuse(reply, 20_404);
      if (token !== "" && called.headers.authorization !== basic(account, token)) {
        return refuse(reply, 20_003);
      }
      return takenOf(called, reply, { account, number: (count += 1), at: now() });
    },
    write: ([news], url) => callback(news, url, token),
  };
}

function takenOf(
  called: Called,
  reply: Reply,
  given: { account: string; number: number; at: number },
): Taken | null {
  const form = new URLSearchParams(called.body.toString("utf8"));
  const to = form.get("To") ?? "";
  const text = form.get("Body") ?? "";
  if (!/^\+\d{6,15}$/.test(to)) return refuse(reply, 21_211);
  if (text === "") return refuse(reply, 21_602);
  if (text.length > BODY_LENGTH_MAX) return refuse(reply, 21_617);
  const callbackUrl = form.get("StatusCallback");
  const sid = `SM${given.number.toString(16).padStart(32, "0")}`;
  const reference =
    callbackUrl === null ? null : new URL(callbackUrl).searchParams.get("reference");
  return {
    address: to,
    reference: reference ?? sid,
    text,
    providerId: sid,
    callbackUrl,
    answer: { status: 201, body: resource(form, { ...given, sid, to, text }) },
  };
}

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
  const { status, body } = error(code);
  reply.send(status, body);
  return null;
}

function error(code: number | "throttled"): ErrorAnswer {
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

function callback(news: News | undefined, url: string, token: string): Ask {
  const form = news?.kind === "reply" ? replyForm(news) : statusForm(news);
  const signature = twilioSignature(token, url, new URLSearchParams(form));
  return { method: "POST", url, form, headers: { "x-twilio-signature": signature } };
}

function statusForm(news: Exclude<News, { kind: "reply" }> | undefined): Record<string, string> {
  if (!news) return {};
  return {
    MessageSid: news.of.providerId,
    SmsSid: news.of.providerId,
    MessageStatus: news.kind === "failed" ? "undelivered" : news.fact,
    To: news.of.address,
    From: OUR_NUMBER,
    ApiVersion: "2010-04-01",
    ...(news.kind === "failed" ? { ErrorCode: UNKNOWN_HANDSET } : {}),
  };
}

function replyForm(news: Extract<News, { kind: "reply" }>): Record<string, string> {
  replies += 1;
  const sid = `SM${"f".repeat(8)}${replies.toString(16).padStart(24, "0")}`;
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsStatus: "received",
    From: news.from,
    To: OUR_NUMBER,
    Body: news.text,
    NumMedia: "0",
    NumSegments: "1",
    ApiVersion: "2010-04-01",
  };
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
