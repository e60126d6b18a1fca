import { jsonOf } from "./json.ts";
import { statedWait, statedWaitMs } from "./waits.ts";
import type { Exchanged, RawHeaders } from "./wire-exchange.ts";

/** What a failed exchange means, wherever nothing more precise is known. */
export type Failed =
  | { kind: "unknown"; why: string } //           it may have been taken: never repeat blindly
  | { kind: "throttled"; waitMs: number | null }
  | { kind: "unreachable"; why: string } //       surely not taken
  | { kind: "rejected"; why: string }
  | { kind: "misconfigured"; why: string };

/** What an answer that is no success means, and how long it asks us to wait, where it does. */
export function readRefusal(
  { status, headers }: { status: number; headers: RawHeaders },
  now: number,
): { failed: Failed; waitMs?: number } {
  const waitMs = waitIn(headers, now);
  const failed = readStatus(status, waitMs);
  return waitMs === null ? { failed } : { failed, waitMs };
}

/** A 5xx is an answer of a machine that may have done its work. */
function readStatus(status: number, waitMs: number | null): Failed {
  const why = `HTTP ${status}`;
  if (status === 401 || status === 403) return { kind: "misconfigured", why };
  if (status === 429) return { kind: "throttled", waitMs };
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

/** Where the next turn is named, in the order in which they are believed. */
const WAITS = ["retry-after", "x-ratelimit-reset-after"];
const WAITS_MS = ["retry-after-ms", "x-ms-retry-after-ms"];
const RESETS = ["x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"];
/** Meta counts in minutes, for each business. */
const SECONDS_A_MINUTE = 60;
const META_USAGE = "x-business-use-case-usage";
const META_MINUTES = /"estimated_time_to_regain_access"\s*:\s*(\d{1,9})/g;

/** How long the answer asks us to wait, whatever its status; null where it does not say. */
function waitIn(headers: RawHeaders, now: number): number | null {
  const firstOf = (names: readonly string[], read: typeof statedWait): number | null => {
    for (const name of names) {
      const waitMs = read(plainValue(headers[name]), now);
      if (waitMs !== null) return waitMs;
    }
    return null;
  };
  return (
    firstOf(WAITS, statedWait) ??
    firstOf(WAITS_MS, statedWaitMs) ??
    firstOf(RESETS, statedWait) ??
    metaWait(plainValue(headers[META_USAGE]) ?? "", now)
  );
}

function metaWait(usage: string, now: number): number | null {
  const minutes = Math.max(
    0,
    ...[...usage.matchAll(META_MINUTES)].map(([, found]) => Number(found)),
  );
  return minutes === 0 ? null : statedWait(minutes * SECONDS_A_MINUTE, now);
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
