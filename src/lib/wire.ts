import { type Lookup, type Reach, type Vetted, vetHost, vetUrl } from "./address-guard.ts";
import { inTime, timeLeft } from "./in-time.ts";
import { jsonOf } from "./json.ts";
import { redact } from "./redact.ts";
import { type Ask, contentOf, type Secret, secretsOf } from "./wire-content.ts";
import { type Exchanged, exchange } from "./wire-exchange.ts";
import { type HoldTerms, holdLines, holdSocket, type Opened, type Pieces } from "./wire-hold.ts";
import { type Connected, type Line, Origins } from "./wire-origins.ts";
import { probeTcp, type TcpProbe } from "./wire-probe.ts";
import { type Failed, plainValue, readBroken, readRefusal, Success } from "./wire-reading.ts";

export type { Reach } from "./address-guard.ts";
export type { Ask, Secret } from "./wire-content.ts";
export type { Pieces } from "./wire-hold.ts";
export type { Failed } from "./wire-reading.ts";

export type Answer =
  | { ok: true; status: number; headers: Record<string, string>; json: unknown; text: string }
  | {
      ok: false;
      status: number | null;
      json: unknown;
      text: string;
      failed: Failed;
      /** How long it asks us to wait, whatever its status, where it says so. */
      waitMs?: number;
    };

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
    const open = this.#openWay(ask);
    const answer = open
      ? judge(await exchangeOver(open, ask), ask, this.#now)
      : await this.#requestAnew(ask);
    this.#log?.({
      method: ask.method,
      url: loggedUrl(ask),
      status: answer.status,
      outcome: answer.ok ? "ok" : answer.failed.kind,
      ms: performance.now() - startedAt,
    });
    return answer;
  }

  /** Looks the name up first, within the time of the request. */
  async #requestAnew(ask: Ask): Promise<Answer> {
    const { timeoutMs = TIMEOUT_MS } = ask;
    const left = timeLeft(timeoutMs);
    const late = refused("unreachable", "the name was not found in time");
    const way = await inTime(this.#wayTo(ask), timeoutMs, late);
    if (!way.ok) return way;
    const inRest = { ...ask, timeoutMs: Math.max(1, left()) };
    return judge(await exchangeOver(way, inRest), ask, this.#now);
  }

  async hold(hold: Hold): Promise<Held> {
    const ask: Ask = { ...hold, method: "GET" };
    const way = await this.#wayTo(ask);
    if (!way.ok) return way;
    const options = { path: way.path, headers: contentOf(ask).headers };
    const signal = AbortSignal.any([hold.signal, this.closing]);
    const open = hold.over === "lines" ? holdLines : holdSocket;
    const opened = await open(way.lasting, options, { ...hold, signal });
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
  #openWay(ask: Ask): Open | null {
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
    return { ...origin, path: address.path };
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
type Way = (Connected & { path: string }) | Refused;
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
  if (status < 200 || status >= 300) return refusalOf({ status, headers, body }, secret, now);
  return new Success(status, headers, decode ? decode(body) : body.toString("utf8"));
}

function judgeOpened(opened: Opened, secret: Secret | undefined, now: () => number): Held {
  if (opened.kind === "open") return { ok: true, headers: opened.headers, pieces: opened.pieces };
  if (opened.kind === "unsent") return refused("unreachable", opened.why);
  return refusalOf(opened, secret, now);
}

type Said = Pick<Extract<Exchanged, { kind: "answered" }>, "status" | "headers" | "body">;

function refusalOf(said: Said, secret: Secret | undefined, now: () => number): Refused {
  // Providers like to quote what they refuse, and refusals are shown to people.
  const text = redact(said.body.toString("utf8"), secretsOf(secret));
  return { ok: false, status: said.status, json: jsonOf(text), text, ...readRefusal(said, now()) };
}

const refused = (kind: "misconfigured" | "unreachable", why: string): Refused => ({
  ok: false,
  status: null,
  json: null,
  text: "",
  failed: { kind, why },
});

function addressOf({ url, secret }: Ask): string {
  if (!secret || !("inPath" in secret)) return url;
  return url.replaceAll("{secret}", encodeURIComponent(secret.inPath));
}

/** Without its query and with nothing that is secret in it. */
function loggedUrl(ask: Ask): string {
  return redact(ask.url.replace(/[?#].*$/s, ""), secretsOf(ask.secret));
}
