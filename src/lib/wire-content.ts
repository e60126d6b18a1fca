import { type OAuth1, oauth1Header } from "./oauth1.ts";
import { stampedSignature } from "./signatures.ts";

/** How a request proves who sends it. The wire attaches it; it stands in no address and no log. */
export type Secret =
  | { bearer: string }
  | { basic: { user: string; password: string } }
  /** Stands for `{secret}` in the address, where a platform knows no other way. */
  | { inPath: string }
  /** Signs the body and the moment, as lib/signatures.ts describes. */
  | { stamp: { header: string; key: string; at: number } }
  /** Signs the address and the moment with two keys (RFC 5849). */
  | { oauth1: OAuth1 };

export type Ask = {
  method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  /** A body that is no text: what is encrypted already. */
  bytes?: Buffer;
  secret?: Secret;
  timeoutMs?: number;
  /** The longest answer that is read, in bytes. */
  bodyLengthMax?: number;
  /** Reads the text of a success that may be in another encoding than UTF-8. It does not throw. */
  decode?: (body: Buffer) => string;
};

/** The body of a request and its headers, with what proves who sends it. */
export function contentOf(ask: Ask): {
  body: string | Buffer | null;
  headers: Record<string, string>;
} {
  const headers: Record<string, string> = { "user-agent": "Tocsin", ...ask.headers };
  let body: string | Buffer | null = ask.bytes ?? null;
  if (ask.json !== undefined) {
    headers["content-type"] ??= "application/json";
    body = JSON.stringify(ask.json);
  } else if (ask.form) {
    headers["content-type"] ??= "application/x-www-form-urlencoded";
    body = new URLSearchParams(ask.form).toString();
  } else if (ask.text !== undefined) {
    body = ask.text;
  }
  if (ask.secret && "oauth1" in ask.secret) {
    headers["authorization"] = oauth1Header(ask.secret.oauth1, ask);
  } else attach(ask.secret, headers, body ?? "");
  return { body, headers };
}

function attach(
  secret: Exclude<Secret, { oauth1: OAuth1 }> | undefined,
  headers: Record<string, string>,
  body: string | Buffer,
): void {
  if (!secret || "inPath" in secret) return;
  if ("bearer" in secret) headers["authorization"] = `Bearer ${secret.bearer}`;
  else if ("basic" in secret) headers["authorization"] = `Basic ${basicOf(secret.basic)}`;
  else headers[secret.stamp.header] = stampedSignature(secret.stamp.key, secret.stamp.at, body);
}

const basicOf = (basic: { user: string; password: string }): string =>
  Buffer.from(`${basic.user}:${basic.password}`).toString("base64");

/** What must be seen nowhere of it. */
export function secretsOf(secret: Secret | undefined): string[] {
  if (!secret) return [];
  if ("bearer" in secret) return [secret.bearer];
  if ("basic" in secret) return [secret.basic.password, basicOf(secret.basic)];
  if ("oauth1" in secret) return [secret.oauth1.consumerSecret, secret.oauth1.tokenSecret];
  return ["inPath" in secret ? secret.inPath : secret.stamp.key];
}
