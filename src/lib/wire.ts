import { type Lookup, type Reach, type Vetted, vetHost, vetUrl } from "./address-guard.ts";
import { redact } from "./redact.ts";
import { stampedSignature } from "./signatures.ts";
import { type Exchanged, exchange } from "./wire-exchange.ts";
import { Origins } from "./wire-origins.ts";
import { probeTcp, type TcpProbe } from "./wire-probe.ts";
import { type Failed, readBroken, readStatus } from "./wire-reading.ts";

export type { Reach } from "./address-guard.ts";
export type { Failed } from "./wire-reading.ts";

/** How a request proves who sends it. The wire attaches it; it stands in no address and no log. */
export type Secret =
  | { bearer: string }
  | { basic: { user: string; password: string } }
  /** Stands for `{secret}` in the address, where a platform knows no other way. */
  | { inPath: string }
  /** Signs the body and the moment, as lib/signatures.ts describes. */
  | { stamp: { header: string; key: string; at: number } };

export type Ask = {
  method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  text?: string;
  secret?: Secret;
  timeoutMs?: number;
  /** The longest answer that is read, in bytes. */
  bodyLengthMax?: number;
};

export type Answer =
  | { ok: true; status: number; headers: Record<string, string>; json: unknown; text: string }
  | { ok: false; status: number | null; json: unknown; text: string; failed: Failed };

export type WireLog = (line: {
  method: string;
  url: string;
  status: number | null;
  outcome: string;
  ms: number;
}) => void;

/** The only way out of the house. Every address is vetted, every answer has a limit. */
export type Wire = {
  readonly reach: Reach;
  request(ask: Ask): Promise<Answer>;
  /** Opens a connection and closes it again. */
  tcp(to: { host: string; port: number; timeoutMs?: number }): Promise<TcpProbe>;
  /** Looks a name up; the answers were vetted. */
  dns(host: string): Promise<Vetted>;
  /** Aborted when the wire closes: whoever keeps connections of their own lets go of them. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
};

const TIMEOUT_MS = 10_000;
const BODY_LENGTH_MAX = 1_000_000;
const ADDRESSES_MAX = 200;

type WireTerms = {
  reach: Reach;
  lookup?: Lookup;
  log?: WireLog;
  now?: () => number;
};

export function createWire(terms: WireTerms): Wire {
  return new OneWire(terms);
}

class OneWire implements Wire {
  readonly reach: Reach;
  readonly #lookup: Lookup | undefined;
  readonly #log: WireLog | undefined;
  readonly #now: () => number;
  readonly #origins: Origins;
  readonly #closing = new AbortController();
  /** Addresses that were read before. Who answers there is vetted elsewhere, and again in time. */
  readonly #read = new Map<string, Address>();

  constructor({ reach, lookup, log, now = Date.now }: WireTerms) {
    this.reach = reach;
    this.#lookup = lookup;
    this.#log = log;
    this.#now = now;
    this.#origins = new Origins({ reach, lookup, now });
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  async request(ask: Ask): Promise<Answer> {
    const startedAt = performance.now();
    const answer = await this.#answerTo(ask);
    this.#log?.({
      method: ask.method,
      url: loggedUrl(ask),
      status: answer.status,
      outcome: answer.ok ? "ok" : answer.failed.kind,
      ms: performance.now() - startedAt,
    });
    return answer;
  }

  async tcp(to: { host: string; port: number; timeoutMs?: number }): Promise<TcpProbe> {
    return await probeTcp(await this.dns(to.host), to);
  }

  dns(host: string): Promise<Vetted> {
    return vetHost(host, this.reach, this.#lookup);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#origins.close();
  }

  async #answerTo(ask: Ask): Promise<Answer> {
    const address = this.#addressOf(ask);
    if (!address.ok) return refused("misconfigured", address.why);
    if (ask.secret && this.reach === "public" && address.url.protocol !== "https:") {
      return refused("misconfigured", "a secret travels over https only");
    }
    const origin = await this.#origins.open(address.url, address.origin);
    if (!origin.ok) {
      return refused(origin.blame === "lookup" ? "unreachable" : "misconfigured", origin.why);
    }
    const { timeoutMs = TIMEOUT_MS, bodyLengthMax = BODY_LENGTH_MAX } = ask;
    const options = { method: ask.method, path: address.path, ...contentOf(ask) };
    const exchanged = await exchange(origin.pool, options, { timeoutMs, bodyLengthMax });
    return judge(exchanged, ask.secret, this.#now);
  }

  #addressOf(ask: Ask): Address {
    const text = addressOf(ask);
    const known = this.#read.get(text);
    if (known) return known;
    const address = readAddress(text, this.reach);
    if (this.#read.size >= ADDRESSES_MAX) this.#read.clear();
    this.#read.set(text, address);
    return address;
  }
}

type Address =
  | { ok: true; url: URL; origin: string; path: string }
  | Extract<ReturnType<typeof vetUrl>, { ok: false }>;

function readAddress(text: string, reach: Reach): Address {
  const vetted = vetUrl(text, reach);
  if (!vetted.ok) return vetted;
  const { url } = vetted;
  return { ok: true, url, origin: url.origin, path: url.pathname + url.search };
}

function judge(exchanged: Exchanged, secret: Secret | undefined, now: () => number): Answer {
  if (exchanged.kind !== "answered") {
    const status = exchanged.kind === "lost" ? exchanged.status : null;
    return { ok: false, status, json: null, text: "", failed: readBroken(exchanged) };
  }
  const { status, headers } = exchanged;
  // We asked for nothing compressed; what comes so all the same could unfold without end.
  const encoding = headers["content-encoding"] ?? "identity";
  const text = encoding === "identity" ? exchanged.body.toString("utf8") : "";
  if (status >= 200 && status < 300) return { ok: true, status, headers, text, json: parsed(text) };
  // Providers like to quote what they refuse, and refusals are shown to people.
  const clean = redact(text, secretsOf(secret));
  const failed = readStatus(status, headers["retry-after"], now());
  return { ok: false, status, json: parsed(clean), text: clean, failed };
}

const refused = (kind: "misconfigured" | "unreachable", why: string): Answer => ({
  ok: false,
  status: null,
  json: null,
  text: "",
  failed: { kind, why },
});

function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function contentOf(ask: Ask): { body: string | null; headers: Record<string, string> } {
  const headers: Record<string, string> = { "user-agent": "Tocsin", ...ask.headers };
  let body: string | null = null;
  if (ask.json !== undefined) {
    headers["content-type"] ??= "application/json";
    body = JSON.stringify(ask.json);
  } else if (ask.form) {
    headers["content-type"] ??= "application/x-www-form-urlencoded";
    body = new URLSearchParams(ask.form).toString();
  } else if (ask.text !== undefined) {
    body = ask.text;
  }
  attach(ask.secret, headers, body ?? "");
  return { body, headers };
}

function attach(secret: Secret | undefined, headers: Record<string, string>, body: string): void {
  if (!secret || "inPath" in secret) return;
  if ("bearer" in secret) headers["authorization"] = `Bearer ${secret.bearer}`;
  else if ("basic" in secret) headers["authorization"] = `Basic ${basicOf(secret.basic)}`;
  else headers[secret.stamp.header] = stampedSignature(secret.stamp.key, secret.stamp.at, body);
}

const basicOf = (basic: { user: string; password: string }): string =>
  Buffer.from(`${basic.user}:${basic.password}`).toString("base64");

function secretsOf(secret: Secret | undefined): string[] {
  if (!secret) return [];
  if ("bearer" in secret) return [secret.bearer];
  if ("basic" in secret) return [secret.basic.password, basicOf(secret.basic)];
  return ["inPath" in secret ? secret.inPath : secret.stamp.key];
}

function addressOf({ url, secret }: Ask): string {
  if (!secret || !("inPath" in secret)) return url;
  return url.replace("{secret}", encodeURIComponent(secret.inPath));
}

/** Without its query and with nothing that is secret in it. */
function loggedUrl(ask: Ask): string {
  return redact(ask.url.replace(/[?#].*$/s, ""), secretsOf(ask.secret));
}
