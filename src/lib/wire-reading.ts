import { SECOND_MS } from "./clock.ts";
import { jsonOf } from "./json.ts";
import type { Exchanged, RawHeaders } from "./wire-exchange.ts";

/** What a failed exchange means, wherever nothing more precise is known. */
export type Failed =
  | { kind: "unknown"; why: string } //           it may have been taken: never repeat blindly
  | { kind: "throttled"; waitMs: number | null }
  | { kind: "unreachable"; why: string } //       surely not taken
  | { kind: "rejected"; why: string }
  | { kind: "misconfigured"; why: string };

const WAIT_MAX_MS = 24 * 3_600_000;

/** Reads a status that is no success. A 5xx is an answer of a machine that may have done its work. */
export function readStatus(status: number, headers: RawHeaders, now: number): Failed {
  const why = `HTTP ${status}`;
  if (status === 401 || status === 403) return { kind: "misconfigured", why };
  if (status === 429) return { kind: "throttled", waitMs: waitIn(headers, now) };
  if (status === 503) return { kind: "unreachable", why };
  if (status >= 500) return { kind: "unknown", why };
  // Following a redirect would hand the secret and the person's number to another machine.
  if (status < 400) return { kind: "misconfigured", why: `${why}: redirects are not followed` };
  return { kind: "rejected", why };
}

export function readBroken(broken: Exclude<Exchanged, { kind: "answered" }>): Failed {
  const kind = broken.kind === "unsent" ? "unreachable" : "unknown";
  return { kind, why: broken.why };
}

/** Where many networks name the moment of the next turn, and no `Retry-After`. */
const RESETS = ["x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"];
/** A larger number of seconds is no time to wait but a time of day. */
const SECONDS_MAX = 1_000_000_000;

function waitIn(headers: RawHeaders, now: number): number | null {
  const asked = waitOf(plainValue(headers["retry-after"]), now);
  if (asked !== null) return asked;
  for (const name of RESETS) {
    const reset = plainValue(headers[name]);
    const isMoment = Number(reset) > SECONDS_MAX;
    const moment = isMoment ? new Date(Number(reset) * SECOND_MS).toUTCString() : reset;
    const waitMs = waitOf(moment, now);
    if (waitMs !== null) return waitMs;
  }
  return null;
}

/** `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | undefined, now: number): number | null {
  if (retryAfter === undefined || retryAfter.trim() === "") return null;
  const seconds = Number(retryAfter);
  const waitMs = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * SECOND_MS;
  if (Number.isNaN(waitMs)) return null;
  return Math.min(Math.max(waitMs, 0), WAIT_MAX_MS);
}

/** Names in lower case, and one text for each. */
export function plainHeaders(headers: RawHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), plainValue(value) ?? ""]),
  );
}

export const plainValue = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(", ") : value;

/** A success. Its JSON and its headers are read when somebody asks for them: few look at both. */
export class Success {
  readonly ok = true;
  readonly status: number;
  readonly text: string;
  readonly #headers: RawHeaders;
  #json: unknown;

  constructor(status: number, headers: RawHeaders, text: string) {
    this.status = status;
    this.text = text;
    this.#headers = headers;
  }

  get headers(): Record<string, string> {
    return plainHeaders(this.#headers);
  }

  get json(): unknown {
    if (this.#json === undefined) this.#json = jsonOf(this.text);
    return this.#json;
  }
}
