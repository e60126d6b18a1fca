import { smsSize } from "../domain/text/sms-segments.ts";
import { VONAGE_METHODS, vonageSignature } from "../lib/signatures.ts";
import type { Ask } from "../lib/wire.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import type { Dialect, ErrorAnswer, News, Stage, Taken } from "./simulator.ts";

const THROTTLED = 1;
const ABSENT_FOR_GOOD = "3";
const OUR_NUMBER = "33700000001";
const API_KEY = "abcd1234";
const REFERENCE_LENGTH_MAX = 40;
const JSON_TYPE = { "content-type": "application/json" };

/**
 * Vonage's SMS API: it answers 200 whatever happens, and each part says what became of it. Receipts
 * of the first part and replies come signed, as JSON. Secrets: `apiSecret`, `signatureSecret`,
 * `signatureMethod`. An `errorCode` below 100 is a status of a part, any other one of HTTP.
 */
export const startVonageSimulator = simulatorOf(dialect);

function dialect({ secrets, now }: Stage): Dialect {
  let count = 0;
  const { apiSecret, signatureSecret = "" } = secrets;
  const method = VONAGE_METHODS.find((one) => one === secrets["signatureMethod"]) ?? "sha256";
  return {
    // Carriers tell Vonage what they took and what arrived; what was read, nobody.
    facts: ["sent", "delivered"],
    batchMax: 1,
    error,
    read(called, reply) {
      if (called.path !== "/sms/json" || called.method !== "POST") {
        reply.send(404, "Not Found");
        return null;
      }
      if (apiSecret && secretOf(called) !== apiSecret) return refuse(reply, 4);
      return takenOf(called, reply, (count += 1));
    },
    write([news], url): Ask {
      const fields = { ...(news ? fieldsOf(news) : {}), ...momentOf(now(), (count += 1)) };
      const sig = vonageSignature(signatureSecret, method, fields);
      return { method: "POST", url, headers: JSON_TYPE, json: { ...fields, sig } };
    },
  };
}

/** In the header of HTTP, where it belongs, or in the form. */
function secretOf({ headers, body }: Called): string | null {
  const [scheme, code = ""] = (headers.authorization ?? "").split(" ");
  if (scheme === "Basic") return Buffer.from(code, "base64").toString("utf8").split(":")[1] ?? "";
  return new URLSearchParams(body.toString("utf8")).get("api_secret");
}

function takenOf(called: Called, reply: Reply, number: number): Taken | null {
  const form = new URLSearchParams(called.body.toString("utf8"));
  const [to = "", text = "", from = ""] = ["to", "text", "from"].map(
    (name) => form.get(name) ?? "",
  );
  if (to === "" || text === "" || from === "") return refuse(reply, 2);
  if (!/^\d{6,15}$/.test(to)) return refuse(reply, 3);
  const reference = form.get("client-ref") ?? "";
  if (reference.length > REFERENCE_LENGTH_MAX) return refuse(reply, 22);
  const id = (part: number) => `${number.toString(16).padStart(14, "0")}${part}`.toUpperCase();
  const messages = Array.from({ length: partsOf(form, text) }, (_, part) => ({
    to,
    "message-id": id(part),
    status: "0",
    "remaining-balance": "15.53590000",
    "message-price": "0.03330000",
    network: "20801",
    ...(reference === "" ? {} : { "client-ref": reference }),
  }));
  const body = JSON.stringify({ "message-count": String(messages.length), messages });
  return {
    address: `+${to}`,
    reference: reference === "" ? id(0) : reference,
    text: form.get("type") === "unicode" ? text : narrowed(text),
    providerId: id(0),
    callbackUrl: form.get("callback"),
    answer: { status: 200, body },
  };
}

const partsOf = (form: URLSearchParams, text: string): number =>
  smsSize(form.get("type") === "unicode" ? text : narrowed(text)).segments;

/** Sent as plain text, a letter that the narrow alphabet does not have arrives as a question mark. */
const narrowed = (text: string): string =>
  Array.from(text)
    .map((letter) => (smsSize(letter).alphabet === "gsm7" ? letter : "?"))
    .join("");

function fieldsOf(news: News): Record<string, string> {
  if (news.kind === "reply") {
    const msisdn = news.from.replace(/^\+/, "");
    const id = `0B${Buffer.from(`${msisdn}/${news.at}/${news.text}`).toString("hex").slice(0, 30)}`;
    const type = smsSize(news.text).alphabet === "gsm7" ? "text" : "unicode";
    const keyword = news.text.split(/\s/)[0]?.toUpperCase() ?? "";
    const heard = { msisdn, to: OUR_NUMBER, messageId: id, text: news.text, type, keyword };
    return { ...heard, "api-key": API_KEY };
  }
  const { address, providerId, reference } = news.of;
  const told = { msisdn: address.replace(/^\+/, ""), to: OUR_NUMBER, messageId: providerId };
  const network = { "network-code": "20801", price: "0.0333", "api-key": API_KEY };
  const about = { ...told, ...network, "client-ref": reference };
  if (news.kind === "failed") return { ...about, status: "failed", "err-code": ABSENT_FOR_GOOD };
  const status = news.fact === "sent" ? "accepted" : "delivered";
  return { ...about, status, "err-code": "0" };
}

/** `2026-03-01 10:00:00`, and what no two calls share. */
function momentOf(at: number, number: number): Record<string, string> {
  const written = new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const nonce = number.toString(16).padStart(8, "0");
  return { "message-timestamp": written, timestamp: String(Math.floor(at / 1_000)), nonce };
}

function refuse(reply: Reply, status: number): null {
  reply.send(200, partRefused(status));
  return null;
}

const partRefused = (status: number): string =>
  JSON.stringify({
    "message-count": "1",
    messages: [{ status: String(status), "error-text": "Simulated failure" }],
  });

function error(code: number | "throttled"): ErrorAnswer {
  const number = code === "throttled" ? THROTTLED : code;
  if (number < 100) return { status: 200, body: partRefused(number) };
  return { status: number < 600 ? number : 500, body: "{}" };
}
