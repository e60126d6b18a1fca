import { createHash, createHmac } from "node:crypto";
import { SECOND_MS } from "./clock.ts";
import { hmacSha256, sameBytes, sha256 } from "./crypto.ts";

/** A stamped signature is good for this long in either direction; older ones are replays. */
const STAMP_TOLERANCE_MS = 5 * 60_000;

/** Whether two signatures are the same text, in a time that tells nothing; any text may come in. */
export function sameSignature(given: string | undefined, expected: string): boolean {
  return given !== undefined && sameBytes(sha256(given), sha256(expected));
}

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`, so that no call can be replayed. */
export function stampedSignature(key: string, at: number, body: string | Buffer): string {
  const seconds = Math.floor(at / SECOND_MS);
  const signed = Buffer.concat([Buffer.from(`${seconds}.`), Buffer.from(body)]);
  return `t=${seconds},v1=${hmacSha256(key, signed).toString("hex")}`;
}

export function stampedFits(
  key: string,
  given: string | undefined,
  seen: { body: Buffer; at: number },
): boolean {
  const seconds = Number(/^t=(\d{1,12}),v1=/.exec(given ?? "")?.[1] ?? Number.NaN);
  if (!(Math.abs(seconds * SECOND_MS - seen.at) <= STAMP_TOLERANCE_MS)) return false;
  return sameSignature(given, stampedSignature(key, seconds * SECOND_MS, seen.body));
}

/** Meta's `X-Hub-Signature-256`: over the raw bytes, before anybody parses them. */
export function hubSignature(appSecret: string, body: Buffer): string {
  return `sha256=${hmacSha256(appSecret, body).toString("hex")}`;
}

/** Twilio's `X-Twilio-Signature` for a form: the whole address, then every name and value, sorted. */
export function twilioSignature(token: string, url: string, form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  const parts = names.flatMap((name) =>
    [...new Set(form.getAll(name))].sort().map((value) => name + value),
  );
  return createHmac("sha1", token)
    .update(url + parts.join(""), "utf8")
    .digest("base64");
}

export const VONAGE_METHODS = ["md5hash", "md5", "sha1", "sha256", "sha512"] as const;

/** Vonage's `sig`: all other parameters, sorted; the oldest method hashes the key behind them. */
export function vonageSignature(
  key: string,
  method: (typeof VONAGE_METHODS)[number],
  fields: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(fields).filter((name) => name !== "sig");
  const parts = names
    .sort()
    .map((name) => `&${name}=${(fields[name] ?? "").replace(/[&=]/g, "_")}`);
  const signed = parts.join("");
  if (method === "md5hash") {
    return createHash("md5")
      .update(signed + key, "utf8")
      .digest("hex");
  }
  return createHmac(method, key).update(signed, "utf8").digest("hex");
}
