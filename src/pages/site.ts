import { LANGUAGES, type Language } from "../domain/language.ts";
import type { PublicPage } from "../domain/page-look.ts";
import { scopedState } from "../domain/page-scope.ts";
import { type PublicPoint, type PublicState, readAt } from "../domain/public-state.ts";
import { sha256 } from "../lib/crypto.ts";
import { wordsFor } from "../lib/words.ts";
import { askScript } from "./ask-script.ts";
import { badgeEndpoint, badgeOf, badgeSvg } from "./badge.ts";
import { bannerOf } from "./banner.ts";
import { capPages } from "./cap.ts";
import type { PageContext } from "./context.ts";
import { atomFeed, jsonFeed, rssFeed } from "./feed.ts";
import { contactMarkdown, reportMarkdown, subscribeMarkdown } from "./form-markdown.ts";
import { forumPage } from "./forum.ts";
import { forumMarkdown } from "./forum-markdown.ts";
import { helpPage, NOTHING_ASKED } from "./help.ts";
import { helpMarkdown } from "./help-markdown.ts";
import { favicon } from "./icons.ts";
import { calendarOf } from "./ics.ts";
import { incidentPage } from "./incident.ts";
import { widgetBody } from "./incident-io.ts";
import { llmsText } from "./llms.ts";
import { logoPath, lookOf, PLAIN_LOOK } from "./look.ts";
import { incidentMarkdown, statusMarkdown, workMarkdown } from "./markdown.ts";
import { missingPage } from "./missing.ts";
import { placeOf } from "./place.ts";
import { platformPage } from "./platform.ts";
import { mapSvg } from "./platform-map.ts";
import { platformMarkdown, platformsMarkdown } from "./platform-markdown.ts";
import { platformsPage } from "./platforms.ts";
import { pollPage } from "./poll.ts";
import { pollMarkdown } from "./poll-markdown.ts";
import { rumoursPage } from "./rumours.ts";
import { rumoursMarkdown } from "./rumours-markdown.ts";
import { keyPages, proofPages } from "./site-proofs.ts";
import { statusPage } from "./status.ts";
import { statuspageBodies } from "./statuspage.ts";
import { verifyMarkdown } from "./verify-markdown.ts";
import { workPage } from "./work.ts";

export type PageKind =
  | "page"
  | "json"
  | "feed"
  | "cap"
  | "rss"
  | "jsonFeed"
  | "markdown"
  | "badge"
  | "map"
  | "script"
  | "image"
  | "calendar"
  | "png"
  | "jpeg"
  | "webp"
  | "pinned"
  | "signature"
  | "text";

/** One thing the public can ask for: its address, and what stands there. */
export type Page = {
  path: string;
  kind: PageKind;
  language: Language | null;
  /** A picture or a signature stands here in base64. */
  body: string;
  /** Where a copy on another host begins. */
  home?: true;
};

/** Where the page for an address that leads nowhere is kept; nobody can ask for it by this name. */
export const missingPath = (language: Language, key = ""): string => `${key}${language}#missing`;

/** The address of one build of the widget: other bytes have another address. */
export const pinnedPath = (script: string): string =>
  `/banner.${sha256(script).toString("hex").slice(0, PINNED_LENGTH)}.js`;

const PINNED_LENGTH = 16;

type Scene = {
  now: number;
  publicUrl: string;
  bannerScript: string | null;
  /** Builds of the widget that some site may name by their hash: each stays at its own address. */
  pinned?: readonly string[];
  /** What the organisation shows beside its plain page at the root, and how that one looks. */
  pages?: readonly PublicPage[];
};

/**
 * Everything the public can ask for, as it reads at `now`. A copy of it can be served anywhere. Page
 * by page, so that whoever draws many of them can look up in between.
 */
export function* siteOf(published: PublicState, scene: Scene): Generator<Page> {
  const pages = scene.pages ?? [];
  const root = pages.find(({ slug }) => slug === null) ?? null;
  for (const page of [root, ...pages.filter((each) => each !== root)]) {
    const { key } = page === null ? ROOT : placeOf(page, scene.publicUrl);
    for (const drawn of pagesOf(published, scene, page)) {
      yield { ...drawn, path: key + drawn.path };
    }
    // Links to the keys begin at the root of a host, and each copy of a page has a host of its own.
    if (!key.startsWith("/p/")) yield* keyPages(published, key);
    for (const body of scene.pinned ?? []) {
      yield { path: key + pinnedPath(body), kind: "pinned", language: null, body };
    }
  }
}

/** What everything on one of the pages is drawn from, in one language. */
export function contextFor(
  published: PublicState,
  { now, publicUrl, page }: { now: number; publicUrl: string; page: PublicPage | null },
  language: Language,
): PageContext {
  const state = readAt(published, now);
  const common = { words: wordsFor(language), language, now };
  if (page === null) return { ...common, state, publicUrl, base: "", look: PLAIN_LOOK };
  const { base, publicUrl: own } = placeOf(page, publicUrl);
  const scoped = scopedState(state, page, language);
  return { ...common, state: scoped, publicUrl: own, base, look: lookOf(page) };
}

const ROOT = { key: "" };

/** One whole page of the organisation, in both languages, with its feeds and its API. */
function* pagesOf(published: PublicState, scene: Scene, page: PublicPage | null): Generator<Page> {
  const { bannerScript } = scene;
  const contextIn = (language: Language) => contextFor(published, { ...scene, page }, language);
  const main = contextIn(page?.language ?? published.organisation.defaultLanguage);
  const other = contextIn(main.language === "fr" ? "en" : "fr");
  for (const language of LANGUAGES) {
    for (const drawn of pagesIn(contextIn(language))) {
      yield drawn.path === `/${main.language}` ? { ...drawn, home: true } : drawn;
    }
  }
  if (page?.logo) yield logoAsset(page.logo);
  yield* [
    ...Object.entries(statuspageBodies(main)).map(([name, body]) => json(`/api/v2/${name}`, body)),
    json("/api/widget.json", widgetBody(main)),
    json("/api/v1/summary", widgetBody(main)),
    json("/banner.json", bannerOf(main)),
    calendar("", main),
    ...feedsAt("", main),
    ...capPages(main, other),
    ...badges(main),
    { path: "/llms.txt", kind: "text", language: main.language, body: llmsText([main, other]) },
    { path: "/favicon.svg", kind: "image", language: null, body: favicon.toString() },
    { path: "/ask.js", kind: "script", language: null, body: askScript.toString() },
    { path: "/robots.txt", kind: "text", language: null, body: ROBOTS },
    ...(bannerScript === null
      ? []
      : [{ path: "/banner.js", kind: "script", language: null, body: bannerScript } as const]),
  ];
}

function* pagesIn(context: PageContext): Generator<Page> {
  const { language, state } = context;
  const page = (path: string, body: { toString(): string }): Page => ({
    path,
    kind: "page",
    language,
    body: body.toString(),
  });
  yield* [
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
  ];
  yield page(`/${language}/rumours`, rumoursPage(context));
  for (const forum of state.forums) {
    const path = `/${language}/session/${forum.id}`;
    yield page(path, forumPage(context, forum));
    yield markdown(`${path}.md`, context, forumMarkdown(context, forum));
  }
  for (const poll of state.polls) {
    const path = `/${language}/poll/${poll.id}`;
    yield page(path, pollPage(context, poll, { voted: false }));
    yield markdown(`${path}.md`, context, pollMarkdown(context, poll));
  }
  yield* platformPages(context);
  yield* proofPages(context);
  yield page(`/${language}/help`, helpPage(context, NOTHING_ASKED));
  for (const [name, write] of Object.entries(WRITTEN)) {
    yield markdown(`/${language}/${name}.md`, context, write(context));
  }
  yield* [
    page(`/${language}/maintenance`, workPage(context)),
    calendar(`/${language}`, context),
    page(missingPath(language), missingPage(context)),
    ...feedsAt(`/${language}`, context),
    ...state.points.flatMap((point) => feedsAt(`/${language}/points/${point.id}`, context, point)),
    { ...json(`/${language}/banner.json`, bannerOf(context)), language },
  ];
}

/** What each page of a fixed address says as text, for programs that read for people. */
const WRITTEN = {
  help: helpMarkdown,
  maintenance: workMarkdown,
  rumours: rumoursMarkdown,
  verify: verifyMarkdown,
  contact: contactMarkdown,
  report: reportMarkdown,
  subscribe: subscribeMarkdown,
};

/** Every platform with what people report of it, and all of them at a glance. */
function* platformPages(context: PageContext): Generator<Page> {
  const { language, state } = context;
  const base = `/${language}/platforms`;
  yield { path: base, kind: "page", language, body: platformsPage(context).toString() };
  yield markdown(`${base}.md`, context, platformsMarkdown(context));
  for (const crowd of state.crowds) {
    const platform = state.platforms.find(({ id }) => id === crowd.platformId);
    if (platform === undefined) continue;
    const path = `${base}/${platform.id}`;
    const body = platformPage(context, platform, crowd).toString();
    const map = mapSvg(context, platform, crowd).toString();
    yield { path, kind: "page", language, body };
    yield markdown(`${path}.md`, context, platformMarkdown(context, platform, crowd));
    yield { path: `${path}/map.svg`, kind: "map", language, body: map };
  }
}

const markdown = (path: string, { language }: PageContext, body: string): Page => ({
  path,
  kind: "markdown",
  language,
  body,
});

/** The same updates in the three formats that readers know, below `base`. */
function feedsAt(base: string, context: PageContext, point: PublicPoint | null = null): Page[] {
  const { language } = context;
  const place = point === null ? undefined : { base, point };
  const atom = atomFeed(context, place).toString();
  return [
    { path: `${base}/feed.atom`, kind: "feed", language, body: atom },
    { path: `${base}/history.atom`, kind: "feed", language, body: atom },
    {
      path: `${base}/history.rss`,
      kind: "rss",
      language,
      body: rssFeed(context, place).toString(),
    },
    { ...json(`${base}/feed.json`, jsonFeed(context, place)), kind: "jsonFeed", language },
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

const calendar = (base: string, context: PageContext): Page => ({
  path: `${base}/maintenance.ics`,
  kind: "calendar",
  language: context.language,
  body: calendarOf(context),
});

const logoAsset = (logo: NonNullable<PublicPage["logo"]>): Page => ({
  path: logoPath(logo),
  kind: logo.type,
  language: null,
  body: Buffer.from(logo.bytes).toString("base64"),
});

const json = (path: string, body: unknown): Page => ({
  path,
  kind: "json",
  language: null,
  body: JSON.stringify(body),
});

const ROBOTS =
  "User-agent: *\nDisallow: /fr/report\nDisallow: /en/report\nDisallow: /fr/contact\nDisallow: /en/contact\n";
