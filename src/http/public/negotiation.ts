import { createHash } from "node:crypto";
import { LANGUAGES, type Language } from "../../domain/language.ts";

const ETAG_LENGTH = 22;

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

export const takesGzip = (acceptEncoding: string | undefined): boolean =>
  /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))/i.test(acceptEncoding ?? "");

function qualityOf(parameters: readonly string[]): number {
  const found = parameters.find((parameter) => parameter.startsWith("q="));
  if (found === undefined) return 1;
  const quality = Number(found.slice("q=".length));
  return Number.isFinite(quality) ? quality : 0;
}
