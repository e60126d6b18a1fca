import { LANGUAGES, type Language } from "../domain/language.ts";
import { type PublicState, readAt } from "../domain/public-state.ts";
import { wordsFor } from "../lib/words.ts";
import { badgeEndpoint, badgeOf, badgeSvg } from "./badge.ts";
import { bannerOf } from "./banner.ts";
import type { PageContext } from "./context.ts";
import { atomFeed, jsonFeed, rssFeed } from "./feed.ts";
import { favicon } from "./icons.ts";
import { incidentPage } from "./incident.ts";
import { widgetBody } from "./incident-io.ts";
import { incidentMarkdown, llmsText, statusMarkdown } from "./markdown.ts";
import { missingPage } from "./missing.ts";
import { statusPage } from "./status.ts";
import { statuspageBodies } from "./statuspage.ts";

export type PageKind =
  | "page"
  | "json"
  | "feed"
  | "rss"
  | "jsonFeed"
  | "markdown"
  | "badge"
  | "script"
  | "image"
  | "text";

/** One thing the public can ask for: its address, and what stands there. */
export type Page = { path: string; kind: PageKind; language: Language | null; body: string };

/** Where the page for an address that leads nowhere is kept; nobody can ask for it by this name. */
export const missingPath = (language: Language): string => `${language}#missing`;

/** Everything the public can ask for, as it reads at `now`. A copy of it can be served anywhere. */
export function siteOf(
  published: PublicState,
  scene: { now: number; publicUrl: string; bannerScript: string | null },
): Page[] {
  const { now, publicUrl, bannerScript } = scene;
  const state = readAt(published, now);
  const contextIn = (language: Language): PageContext => ({
    words: wordsFor(language),
    language,
    state,
    now,
    publicUrl,
  });
  const main = contextIn(state.organisation.defaultLanguage);
  const other = contextIn(main.language === "fr" ? "en" : "fr");
  return [
    ...LANGUAGES.flatMap((language) => pagesIn(contextIn(language))),
    ...Object.entries(statuspageBodies(main)).map(([name, body]) => json(`/api/v2/${name}`, body)),
    json("/api/widget.json", widgetBody(main)),
    json("/api/v1/summary", widgetBody(main)),
    json("/banner.json", bannerOf(main)),
    ...feedsAt("", main),
    ...badges(main),
    { path: "/llms.txt", kind: "text", language: main.language, body: llmsText([main, other]) },
    { path: "/favicon.svg", kind: "image", language: null, body: favicon.toString() },
    { path: "/robots.txt", kind: "text", language: null, body: ROBOTS },
    ...(bannerScript === null
      ? []
      : [{ path: "/banner.js", kind: "script", language: null, body: bannerScript } as const]),
  ];
}

function pagesIn(context: PageContext): Page[] {
  const { language, state } = context;
  const page = (path: string, body: { toString(): string }): Page => ({
    path,
    kind: "page",
    language,
    body: body.toString(),
  });
  return [
    page(`/${language}`, statusPage(context)),
    ...[...state.open, ...state.past].map((incident) =>
      page(`/${language}/incidents/${incident.id}`, incidentPage(context, incident)),
    ),
    markdown(`/${language}.md`, context, statusMarkdown(context)),
    ...[...state.open, ...state.past].map((incident) =>
      markdown(
        `/${language}/incidents/${incident.id}.md`,
        context,
        incidentMarkdown(context, incident),
      ),
    ),
    page(missingPath(language), missingPage(context)),
    ...feedsAt(`/${language}`, context),
    { ...json(`/${language}/banner.json`, bannerOf(context)), language },
  ];
}

const markdown = (path: string, { language }: PageContext, body: string): Page => ({
  path,
  kind: "markdown",
  language,
  body,
});

/** The same updates in the three formats that readers know, below `base`. */
function feedsAt(base: string, context: PageContext): Page[] {
  const { language } = context;
  const atom = atomFeed(context).toString();
  return [
    { path: `${base}/feed.atom`, kind: "feed", language, body: atom },
    { path: `${base}/history.atom`, kind: "feed", language, body: atom },
    { path: `${base}/history.rss`, kind: "rss", language, body: rssFeed(context).toString() },
    { ...json(`${base}/feed.json`, jsonFeed(context)), kind: "jsonFeed", language },
  ];
}

/** The badge of all of us, for hosts that cannot draw the others on request. */
function badges(context: PageContext): Page[] {
  const badge = badgeOf(context, null);
  if (badge === null) return [];
  const { language } = context;
  return [
    { path: "/badge.svg", kind: "badge", language, body: badgeSvg(badge, "flat").toString() },
    { ...json("/badge.json", badgeEndpoint(badge)), language },
  ];
}

const json = (path: string, body: unknown): Page => ({
  path,
  kind: "json",
  language: null,
  body: JSON.stringify(body),
});

const ROBOTS = "User-agent: *\nDisallow: /fr/report\nDisallow: /en/report\n";
