import { createHash } from "node:crypto";
import { LANGUAGES, type Language } from "../../domain/language.ts";

const ETAG_LENGTH = 22;
const SECOND_MS = 1000;

/** The language a browser asks for (RFC 9110, 12.5.4), or `fallback` when it asks for neither. */
export function languageFor(accept: string | undefined, fallback: Language): Language {
  let best: { language: Language; quality: number } | null = null;
  for (const wish of (accept ?? "").split(",")) {
    const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim());
    const language = LANGUAGES.find((known) => tag.toLowerCase().split("-")[0] === known);
    const quality = qualityOf(parameters);
    if (language === undefined || quality <= (best?.quality ?? 0)) continue;
    best = { language, quality };
  }
  return best?.language ?? fallback;
}

/** Names these bytes. Weak, because the same page travels packed and unpacked. */
export const etagOf = (bytes: Buffer): string =>
  `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, ETAG_LENGTH)}"`;

/** Whether the client already holds this version (RFC 9110, 13.1.2: compared weakly). */
export function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => opaque(tag) === "*" || opaque(tag) === opaque(etag));
}

/** What names the bytes that lie in memory: their tag and, where it is plain enough, their date. */
export type Version = {
  etag: string;
  drawnAt: number;
  /** Other bytes stood here within the same second: a date cannot tell the two apart. */
  twin: boolean;
};
type Conditions = {
  "if-none-match"?: string | undefined;
  "if-modified-since"?: string | undefined;
};

/** Whether the client needs no bytes: its tag decides, and its date only where it sends no tag. */
export function isHeld(asked: Conditions, version: Version, now: number): boolean {
  const tags = asked["if-none-match"];
  if (tags !== undefined) return holds(tags, version.etag);
  const since = asked["if-modified-since"];
  if (since === undefined || version.twin) return false;
  const at = Date.parse(since);
  // What is no date of HTTP, or lies ahead of our clock, proves nothing (RFC 9110, 13.1.3).
  if (Number.isNaN(at) || new Date(at).toUTCString() !== since || at > now) return false;
  return at >= secondOf(version.drawnAt);
}

/** Dates of HTTP know whole seconds only. */
export const secondOf = (at: number): number => at - (at % SECOND_MS);

export const takesGzip = (acceptEncoding: string | undefined): boolean =>
  /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))/i.test(acceptEncoding ?? "");

function qualityOf(parameters: readonly string[]): number {
  const found = parameters.find((parameter) => parameter.startsWith("q="));
  if (found === undefined) return 1;
  const quality = Number(found.slice("q=".length));
  return Number.isFinite(quality) ? quality : 0;
}
