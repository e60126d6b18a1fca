import { createHash } from "node:crypto";
import { askLoader } from "../../pages/ask-box.ts";
import { forumStyle } from "../../pages/forum-style.ts";
import { helpStyle } from "../../pages/help-style.ts";
import { mapStyle } from "../../pages/map-style.ts";
import { pushScript } from "../../pages/push-script.ts";
import { script } from "../../pages/script.ts";
import type { PageKind } from "../../pages/site.ts";
import { styles } from "../../pages/styles.ts";
import { subscribeStyle } from "../../pages/subscribe-style.ts";
import { verifyStyle } from "../../pages/verify-style.ts";

/** What the helmet puts on every answer; said once more for those that leave before it wakes. */
export const SECURE_HEADERS: Record<string, string> = {
  "cross-origin-opener-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
};

export const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/**
 * Exactly our style and our scripts, named by their hash: a static copy needs no nonce. What one of
 * them brings in (the conversation, when somebody turns to it) is trusted because it is.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(styles.toString())} ${hashOf(verifyStyle.toString())} ${hashOf(helpStyle.toString())} ${hashOf(forumStyle.toString())}`,
  `script-src ${hashOf(script.toString())} ${hashOf(askLoader.toString())} 'strict-dynamic'`,
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
/** The pages about subscriptions have a look of their own, and may wake the worker of the browser. */
const SUBSCRIBE_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(styles.toString())} ${hashOf(subscribeStyle.toString())}`,
  `script-src ${hashOf(pushScript.toString())}`,
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
/** A drawing with a look of its own, which runs nothing and loads nothing. */
const MAP_POLICY = `default-src 'none'; style-src ${hashOf(mapStyle.toString())}; sandbox; frame-ancestors 'none'`;
const INERT_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

const TYPES: Record<PageKind, string> = {
  page: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
  feed: "application/atom+xml; charset=utf-8",
  cap: "application/cap+xml; charset=utf-8",
  rss: "application/rss+xml; charset=utf-8",
  jsonFeed: "application/feed+json; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
  badge: "image/svg+xml; charset=utf-8",
  map: "image/svg+xml; charset=utf-8",
  script: "text/javascript; charset=utf-8",
  pinned: "text/javascript; charset=utf-8",
  image: "image/svg+xml",
  text: "text/plain; charset=utf-8",
  signature: "application/octet-stream",
  calendar: "text/calendar; charset=utf-8",
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
};

/** Our clock in milliseconds: a reader whose own clock is wrong still sees the true age. */
export const CLOCK_HEADER = "tocsin-now";

const FOR_EVER = "public, max-age=31536000, immutable";

/** How long a cache may keep it without asking. Old bodies say how old they are. */
const CACHING: Record<PageKind, string> = {
  page: "public, max-age=5, stale-if-error=600",
  json: "public, max-age=5, stale-if-error=600",
  feed: "public, max-age=30, stale-if-error=600",
  cap: "public, max-age=30, stale-if-error=600",
  rss: "public, max-age=30, stale-if-error=600",
  jsonFeed: "public, max-age=30, stale-if-error=600",
  markdown: "public, max-age=5, stale-if-error=600",
  // A badge shows no age: an old one must not outlive its minute.
  badge: "public, max-age=20",
  map: "public, max-age=20",
  script: "public, max-age=300, stale-if-error=86400",
  image: "public, max-age=86400",
  text: "public, max-age=3600",
  signature: "public, max-age=3600",
  calendar: "public, max-age=300, stale-if-error=3600",
  // Their address names their bytes.
  png: FOR_EVER,
  jpeg: FOR_EVER,
  webp: FOR_EVER,
  pinned: FOR_EVER,
};

/** What every answer of one kind carries, whatever it says. */
export function headersFor(kind: PageKind): Record<string, string> {
  const common = {
    "content-type": TYPES[kind],
    "cache-control": CACHING[kind],
    "content-security-policy": policyOf(kind),
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

function policyOf(kind: PageKind): string {
  if (kind === "page") return PAGE_POLICY;
  return kind === "map" ? MAP_POLICY : INERT_POLICY;
}

/** For pages drawn for one visitor. */
export const uncached = { ...headersFor("page"), "cache-control": "no-store" };

/** For pages that are reached by a link which speaks for its owner: it is handed on to nobody. */
export const subscriptionHeaders = {
  ...uncached,
  "content-security-policy": SUBSCRIBE_POLICY,
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};
