import { LANGUAGES, type Language } from "../domain/language.ts";
import { type PublicState, readAt } from "../domain/public-state.ts";
import { wordsFor } from "../lib/words.ts";
import { bannerOf } from "./banner.ts";
import type { PageContext } from "./context.ts";
import { atomFeed } from "./feed.ts";
import { favicon } from "./icons.ts";
import { incidentPage } from "./incident.ts";
import { missingPage } from "./missing.ts";
import { statusPage } from "./status.ts";
import { statuspageBodies } from "./statuspage.ts";

export type PageKind = "page" | "json" | "feed" | "script" | "image" | "text";

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
  return [
    ...LANGUAGES.flatMap((language) => pagesIn(contextIn(language))),
    ...Object.entries(statuspageBodies(main)).map(([name, body]) => json(`/api/v2/${name}`, body)),
    json("/banner.json", bannerOf(main)),
    { path: "/feed.atom", kind: "feed", language: main.language, body: atomFeed(main).toString() },
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
    page(missingPath(language), missingPage(context)),
    { ...page(`/${language}/feed.atom`, atomFeed(context)), kind: "feed" },
    { ...json(`/${language}/banner.json`, bannerOf(context)), language },
  ];
}

const json = (path: string, body: unknown): Page => ({
  path,
  kind: "json",
  language: null,
  body: JSON.stringify(body),
});

const ROBOTS = "User-agent: *\nDisallow: /fr/report\nDisallow: /en/report\n";
