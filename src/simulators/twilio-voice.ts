import { twilioSignature } from "../lib/signatures.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import type { Dialect, News, Remembered, Stage, Taken } from "./simulator.ts";
import { twilioError } from "./twilio.ts";

const PATH = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Calls\.json$/;
const SCRIPT_LENGTH_MAX = 4_000;
const SCRIPT = /^<Response>(?:<Gather [^<>]*action="([^"]+)"[^<>]*>)?<Say ([^<>]*)>([^<>]*)<\/Say>/;
const KEY = /^\d$/;

type Call = Remembered & { account: string; actionUrl: string | null; machineUrl: string | null };

/**
 * Twilio's Calls resource: rings people, reads the script to them, and posts the key they press, who
 * picked up, and how it ended. Whoever does not read has an answering machine; a number that nobody
 * has ends with SIP 404. Secrets: `authToken`.
 */
export const startTwilioVoiceSimulator = simulatorOf(dialect);

function dialect({ now, secrets, people }: Stage): Dialect {
  const token = secrets["authToken"] ?? "";
  const calls = new Map<string, Call>();
  return {
    facts: ["delivered", "read"],
    batchMax: 1,
    error: twilioError,
    read(called, reply) {
      const account = PATH.exec(called.path)?.[1];
      if (account === undefined || called.method !== "POST") return refuse(reply, 20_404);
      if (token !== "" && called.headers.authorization !== basic(account, token)) {
        return refuse(reply, 20_003);
      }
      return takenOf(called, reply, { account, at: now(), calls });
    },
    write([news]) {
      const call = calls.get(
        news?.kind === "reply" ? (news.to?.providerId ?? "") : (news?.of.providerId ?? ""),
      );
      if (!news || !call) return null;
      const machine = people(call.address).readAfterMs === null;
      const told = tellingOf(news, call, machine);
      if (told === null || told.url === null) return null;
      const { url } = told;
      const form = {
        CallSid: call.providerId,
        AccountSid: call.account,
        To: call.address,
        ...told.form,
      };
      const signature = twilioSignature(token, url, new URLSearchParams(form));
      return { method: "POST", url, form, headers: { "x-twilio-signature": signature } };
    },
  };
}

type Given = { account: string; at: number; calls: Map<string, Call> };

function takenOf(called: Called, reply: Reply, given: Given): Taken | null {
  const form = new URLSearchParams(called.body.toString("utf8"));
  const to = form.get("To") ?? "";
  const script = form.get("Twiml") ?? "";
  if (!/^\+\d{6,15}$/.test(to)) return refuse(reply, 13_224);
  if (!/^\+\d{6,15}$/.test(form.get("From") ?? "")) return refuse(reply, 21_212);
  if (script.length > SCRIPT_LENGTH_MAX) return refuse(reply, 21_620);
  const [, action, , spoken] = SCRIPT.exec(script) ?? [];
  if (spoken === undefined) return refuse(reply, 12_100);
  const sid = `CA${(given.calls.size + 1).toString(16).padStart(32, "0")}`;
  const callbackUrl = form.get("StatusCallback");
  const reference =
    callbackUrl === null ? sid : (new URL(callbackUrl).searchParams.get("reference") ?? sid);
  const about = { address: to, reference, providerId: sid, callbackUrl };
  const actionUrl = action === undefined ? null : plain(action);
  const machineUrl = form.get("AsyncAmdStatusCallback");
  given.calls.set(sid, { ...about, account: given.account, actionUrl, machineUrl });
  const body = JSON.stringify(resource(form, sid, given));
  return { ...about, text: plain(spoken), answer: { status: 201, body } };
}

function tellingOf(
  news: News,
  call: Call,
  isMachine: boolean,
): { url: string | null; form: Record<string, string> } | null {
  const ended = { CallStatus: "completed", CallDuration: "42", Direction: "outbound-api" };
  if (news.kind === "reply") {
    // A telephone has keys and nothing else.
    if (!KEY.test(news.text) || isMachine) return null;
    return { url: call.actionUrl, form: { Digits: news.text, CallStatus: "in-progress" } };
  }
  if (news.kind === "failed") {
    const form = { CallStatus: "failed", SipResponseCode: String(news.code ?? 404) };
    return { url: call.callbackUrl, form };
  }
  if (news.fact === "read") return { url: call.callbackUrl, form: ended };
  const AnsweredBy = isMachine ? "machine_start" : "human";
  return { url: call.machineUrl, form: { AnsweredBy, MachineDetectionDuration: "3100" } };
}

function resource(form: URLSearchParams, sid: string, { account, at }: Given) {
  const date = new Date(at).toUTCString().replace("GMT", "+0000");
  const uri = `/2010-04-01/Accounts/${account}/Calls/${sid}`;
  return {
    sid,
    account_sid: account,
    answered_by: null,
    api_version: "2010-04-01",
    caller_name: null,
    date_created: date,
    date_updated: date,
    direction: "outbound-api",
    duration: null,
    end_time: null,
    forwarded_from: null,
    from: form.get("From"),
    from_formatted: form.get("From"),
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: "USD",
    queue_time: "0",
    start_time: null,
    status: "queued",
    subresource_uris: { events: `${uri}/Events.json` },
    to: form.get("To"),
    to_formatted: form.get("To"),
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

const SIGNS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_all, name: string) => SIGNS[name] ?? "");

function refuse(reply: Reply, code: number): null {
  const { status, body } = twilioError(code);
  reply.send(status, body);
  return null;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
