import { createHash } from "node:crypto";
import { script } from "../../pages/script.ts";
import type { PageKind } from "../../pages/site.ts";
import { styles } from "../../pages/styles.ts";

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Exactly our style and our script, named by their hash: a static copy needs no nonce. */
const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(styles.toString())}`,
  `script-src ${hashOf(script.toString())}`,
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
const INERT_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

const TYPES: Record<PageKind, string> = {
  page: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
  feed: "application/atom+xml; charset=utf-8",
  rss: "application/rss+xml; charset=utf-8",
  jsonFeed: "application/feed+json; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
  badge: "image/svg+xml; charset=utf-8",
  script: "text/javascript; charset=utf-8",
  image: "image/svg+xml",
  text: "text/plain; charset=utf-8",
};

/** Our clock in milliseconds: a reader whose own clock is wrong still sees the true age. */
export const CLOCK_HEADER = "tocsin-now";

/** How long a cache may keep it without asking. Old bodies say how old they are. */
const CACHING: Record<PageKind, string> = {
  page: "public, max-age=5, stale-if-error=600",
  json: "public, max-age=5, stale-if-error=600",
  feed: "public, max-age=30, stale-if-error=600",
  rss: "public, max-age=30, stale-if-error=600",
  jsonFeed: "public, max-age=30, stale-if-error=600",
  markdown: "public, max-age=5, stale-if-error=600",
  // A badge shows no age: an old one must not outlive its minute.
  badge: "public, max-age=20",
  script: "public, max-age=300, stale-if-error=86400",
  image: "public, max-age=86400",
  text: "public, max-age=3600",
};

/** What every answer of one kind carries, whatever it says. */
export function headersFor(kind: PageKind): Record<string, string> {
  const common = {
    "content-type": TYPES[kind],
    "cache-control": CACHING[kind],
    "content-security-policy": kind === "page" ? PAGE_POLICY : INERT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
  };
  // Other people's sites may read all but the pages themselves.
  if (kind === "page") return common;
  return {
    ...common,
    "access-control-allow-origin": "*",
    "access-control-expose-headers": CLOCK_HEADER,
    "cross-origin-resource-policy": "cross-origin",
  };
}

/** For pages drawn for one visitor. */
export const uncached = { ...headersFor("page"), "cache-control": "no-store" };
