import { type Lookup, type Reach, type Vetted, vetHost, vetUrl } from "./address-guard.ts";
import { jsonOf } from "./json.ts";
import { type OAuth1, oauth1Header } from "./oauth1.ts";
import { redact } from "./redact.ts";
import { stampedSignature } from "./signatures.ts";
import { type Exchanged, exchange, type Line } from "./wire-exchange.ts";
import { type HoldTerms, holdLines, holdSocket, type Opened, type Pieces } from "./wire-hold.ts";
import { Origins } from "./wire-origins.ts";
import { probeTcp, type TcpProbe } from "./wire-probe.ts";
import { type Failed, plainValue, readBroken, readStatus, Success } from "./wire-reading.ts";

export type { Reach } from "./address-guard.ts";
export type { Pieces } from "./wire-hold.ts";
export type { Failed } from "./wire-reading.ts";

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

export type Answer =
  | { ok: true; status: number; headers: Record<string, string>; json: unknown; text: string }
  | { ok: false; status: number | null; json: unknown; text: string; failed: Failed };

/** A line that is held: what comes over it comes in pieces, until one side lets go. */
export type Hold = Pick<Ask, "url" | "headers" | "secret"> &
  HoldTerms & { over: "lines" | "websocket" };

export type Held =
  | { ok: true; headers: Record<string, string>; pieces: Pieces }
  | Extract<Answer, { ok: false }>;

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
  hold(hold: Hold): Promise<Held>;
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
const NO_BODY = Buffer.alloc(0);
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
    const startedAt = this.#log ? performance.now() : 0;
    const way = this.#openWay(ask) ?? (await this.#wayTo(ask));
    const answer = way.ok ? judge(await exchangeOver(way, ask), ask, this.#now) : way;
    this.#log?.({
      method: ask.method,
      url: loggedUrl(ask),
      status: answer.status,
      outcome: answer.ok ? "ok" : answer.failed.kind,
      ms: performance.now() - startedAt,
    });
    return answer;
  }

  async hold(hold: Hold): Promise<Held> {
    const ask: Ask = { ...hold, method: "GET" };
    const way = await this.#wayTo(ask);
    if (!way.ok) return way;
    const options = { path: way.path, headers: contentOf(ask).headers };
    const signal = AbortSignal.any([hold.signal, this.closing]);
    const open = hold.over === "lines" ? holdLines : holdSocket;
    const opened = await open(way.line.pool, options, { ...hold, signal });
    const url = loggedUrl(ask);
    const status = opened.kind === "answered" ? opened.status : null;
    this.#log?.({ method: "HOLD", url, status, outcome: opened.kind, ms: 0 });
    return judgeOpened(opened, hold.secret, this.#now);
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

  /** The way, where it was opened before: thousands of messages need not wait for it one by one. */
  #openWay(ask: Ask): Way | null {
    const address = this.#addressOf(ask);
    if (!address.ok || !this.#mayCarry(ask.secret, address)) return null;
    const line = this.#origins.lineTo(address.origin);
    return line && { ok: true, line, path: address.path };
  }

  /** Connections to where the address leads, if we may go there at all. */
  async #wayTo(ask: Ask): Promise<Way> {
    const address = this.#addressOf(ask);
    if (!address.ok) return refused("misconfigured", address.why);
    if (!this.#mayCarry(ask.secret, address)) {
      return refused("misconfigured", "a secret travels over https only");
    }
    const origin = await this.#origins.open(address.url, address.origin);
    if (!origin.ok) {
      return refused(origin.blame === "lookup" ? "unreachable" : "misconfigured", origin.why);
    }
    return { ok: true, line: origin.line, path: address.path };
  }

  #mayCarry(secret: Secret | undefined, { url }: Known): boolean {
    return secret === undefined || this.reach !== "public" || url.protocol === "https:";
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

type Refused = Extract<Answer, { ok: false }>;
type Open = { ok: true; line: Line; path: string };
type Way = Open | Refused;
type Known = { ok: true; url: URL; origin: string; path: string };
type Address = Known | Extract<ReturnType<typeof vetUrl>, { ok: false }>;

function exchangeOver({ line, path }: Open, ask: Ask): Promise<Exchanged> {
  const { timeoutMs = TIMEOUT_MS, bodyLengthMax = BODY_LENGTH_MAX } = ask;
  const options = { method: ask.method, path, ...contentOf(ask) };
  return exchange(line, options, { timeoutMs, bodyLengthMax });
}

function readAddress(text: string, reach: Reach): Address {
  const vetted = vetUrl(text, reach);
  if (!vetted.ok) return vetted;
  const { url } = vetted;
  return { ok: true, url, origin: url.origin, path: url.pathname + url.search };
}

function judge(exchanged: Exchanged, { secret, decode }: Ask, now: () => number): Answer {
  if (exchanged.kind !== "answered") {
    const status = exchanged.kind === "lost" ? exchanged.status : null;
    return { ok: false, status, json: null, text: "", failed: readBroken(exchanged) };
  }
  const { status, headers } = exchanged;
  // We asked for nothing compressed; what comes so all the same could unfold without end.
  const encoding = plainValue(headers["content-encoding"]) ?? "identity";
  const body = encoding === "identity" ? exchanged.body : NO_BODY;
  if (status >= 200 && status < 300) {
    return new Success(status, headers, decode ? decode(body) : body.toString("utf8"));
  }
  // Providers like to quote what they refuse, and refusals are shown to people.
  const clean = redact(body.toString("utf8"), secretsOf(secret));
  const failed = readStatus(status, headers, now());
  return { ok: false, status, json: jsonOf(clean), text: clean, failed };
}

function judgeOpened(opened: Opened, secret: Secret | undefined, now: () => number): Held {
  if (opened.kind === "open") return { ok: true, headers: opened.headers, pieces: opened.pieces };
  if (opened.kind === "unsent") return refused("unreachable", opened.why);
  const { status, headers } = opened;
  const text = redact(opened.body.toString("utf8"), secretsOf(secret));
  const failed = readStatus(status, headers, now());
  return { ok: false, status, json: jsonOf(text), text, failed };
}

const refused = (kind: "misconfigured" | "unreachable", why: string): Refused => ({
  ok: false,
  status: null,
  json: null,
  text: "",
  failed: { kind, why },
});

function contentOf(ask: Ask): { body: string | Buffer | null; headers: Record<string, string> } {
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

function secretsOf(secret: Secret | undefined): string[] {
  if (!secret) return [];
  if ("bearer" in secret) return [secret.bearer];
  if ("basic" in secret) return [secret.basic.password, basicOf(secret.basic)];
  if ("oauth1" in secret) return [secret.oauth1.consumerSecret, secret.oauth1.tokenSecret];
  return ["inPath" in secret ? secret.inPath : secret.stamp.key];
}

function addressOf({ url, secret }: Ask): string {
  if (!secret || !("inPath" in secret)) return url;
  return url.replaceAll("{secret}", encodeURIComponent(secret.inPath));
}

/** Without its query and with nothing that is secret in it. */
function loggedUrl(ask: Ask): string {
  return redact(ask.url.replace(/[?#].*$/s, ""), secretsOf(ask.secret));
}
