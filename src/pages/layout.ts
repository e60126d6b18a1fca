import { isStale } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { feedTitle } from "./feed-items.ts";
import { bell, sprite } from "./icons.ts";
import { script } from "./script.ts";
import { styles } from "./styles.ts";
import { absolute, clockTime, dayOf, relative } from "./time.ts";

export type Sheet = {
  title: string;
  description: string;
  /** The address of this page below its language: "" or "/incidents/…". */
  path: string;
  main: Html;
  /** Whether the page keeps itself fresh; a form does not. */
  live: boolean;
  /** Whether search engines may show it. */
  listed: boolean;
  /** What programs read in it, if anything. */
  data?: Html | null;
  /** What only this page needs in its head. */
  head?: Html;
};

/** The frame of every public page: complete without any script. */
export function layout(context: PageContext, sheet: Sheet): Html {
  const { words, language, state, look } = context;
  const { name, mode } = state.organisation;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${sheet.title}</title>${links(context, sheet)}${sheet.data}<style>${styles}</style>${look.theme === null ? null : html`<style>${look.theme}</style>`}${sheet.head}</head>
<body data-generated="${state.generatedAt}" data-stale="${state.staleAfterMs}" data-now="${words("public:time.now")}" data-unknown="${words("public:state.unknown")}" data-silent="${words("public:headline.all.unknown")}" data-checking="${words("public:works.checking")}" data-zone="${state.organisation.timeZone}" data-yours="${words("pages:planned.yours", { when: "#" })}" data-hour="${words("pages:hours.yours", { when: "#" })}"${sheet.live ? html` data-live` : null}>${sprite}<a class="skip" href="#main">${words("public:skip")}</a>
<header><div class="bar">${emblem(context)}<a class="name" href="${homeOf(context)}">${name}</a><nav aria-label="${words("public:languages")}">${otherLanguage(context, sheet)}</nav></div>${mode === "training" ? html`<p class="training"><strong>${words("public:training.title")}</strong> ${words("public:training.text")}</p>` : null}</header>
<p id="said" class="sr" role="status"></p>${staleWarning(context)}${sheet.live ? copyLine(context) : null}
<main id="main" tabindex="-1">${sheet.main}</main>
${footer(context)}${sheet.live ? html`<script>${script}</script>` : null}</body></html>`;
}

/** The organisation's own picture where it gave one; its size is known, so that nothing moves. */
function emblem({ look, base }: PageContext): Html {
  const { logo } = look;
  if (logo === null) return bell;
  return html`<img class="logo" src="${base}${logo.path}" width="${logo.width}" height="${logo.height}" alt="">`;
}

/** When all this was true, in words that age honestly even where no script runs. */
export function trueAt(context: PageContext): Html {
  const { state, words, now } = context;
  const sameDay = dayOf(context, state.generatedAt) === dayOf(context, now);
  return html`<p class="true">${words(sameDay ? "public:age.line" : "public:age.lineDay")} ${absolute(context, state.generatedAt)} <span class="ago" data-at="${state.generatedAt}">(${relative(context, state.generatedAt)})</span></p>`;
}

function links(context: PageContext, sheet: Sheet): Html {
  const { publicUrl, language, base } = context;
  const href = (other: string) => `${publicUrl}/${other}${sheet.path}`;
  return html`<meta name="description" content="${sheet.description}"><meta name="color-scheme" content="light dark">${sheet.listed ? null : html`<meta name="robots" content="noindex">`}<link rel="icon" href="${base}/favicon.svg" type="image/svg+xml"><link rel="canonical" href="${href(language)}"><link rel="alternate" hreflang="fr" href="${href("fr")}"><link rel="alternate" hreflang="en" href="${href("en")}">${hasText(sheet) ? html`<link rel="alternate" type="text/markdown" href="${homeOf(context)}${sheet.path}.md">` : null}${feedLinks(context)}`;
}

/** Whether the same page stands there as Markdown; a page about one reader has no such address. */
const hasText = ({ path, live }: Sheet): boolean => (path === "" ? live : WRITTEN.test(path));

const WRITTEN =
  /^\/(?:(?:incidents|platforms|session|poll)\/[\w-]+|help|maintenance|platforms|rumours|verify|contact|report|subscribe)$/;

function feedLinks(context: PageContext): Html {
  const title = feedTitle(context);
  return html`${FEEDS.map(({ type, name }) => html`<link rel="alternate" type="${type}" title="${title}" href="${homeOf(context)}/${name}">`)}`;
}

/** The same updates in the formats that readers know. */
export const FEEDS = [
  { type: "application/atom+xml", name: "feed.atom" },
  { type: "application/rss+xml", name: "history.rss" },
  { type: "application/feed+json", name: "feed.json" },
] as const;

function otherLanguage(context: PageContext, sheet: Sheet): Html {
  const other = context.language === "fr" ? "en" : "fr";
  const name = other === "fr" ? "Français" : "English";
  return html`<a href="${context.base}/${other}${sheet.path}" hreflang="${other}" lang="${other}">${name}</a>`;
}

/** Shown by the server when it has lost its database, by the script when it has lost the server. */
function staleWarning(context: PageContext): Html {
  const { words, state, now } = context;
  const hidden = isStale(state, now) ? null : html` hidden`;
  return html`<div id="stale" class="stale"${hidden}><p><strong>${words("public:age.staleTitle")}</strong> ${words("public:age.staleText")} ${absolute(context, state.generatedAt)} <span class="ago" data-at="${state.generatedAt}">(${relative(context, state.generatedAt)})</span>.</p></div>`;
}

/** Shown by the script where whoever answers is not us; without a script, the page names its moment. */
function copyLine(context: PageContext): Html {
  const { words, state } = context;
  const at = words("public:time.dayAndTime", {
    day: dayOf(context, state.generatedAt),
    time: clockTime(context, state.generatedAt),
  });
  return html`<div id="copy" class="stale" hidden><p>${words("copies:page.copy")} ${absolute(context, state.generatedAt)} <span class="ago" data-at="${state.generatedAt}">(${relative(context, state.generatedAt)})</span>. ${words("copies:page.waits")}</p></div><noscript><div class="stale still"><p>${words("copies:page.still", { at })}</p></div></noscript>`;
}

function footer(context: PageContext): Html {
  const { words, state } = context;
  return html`<footer><div>${trueAt(context)}<p>${words("public:footer.zone", { zone: state.organisation.timeZone })}</p><ul><li><a href="${homeOf(context)}">${words("public:footer.status")}</a></li><li><a href="${homeOf(context)}/platforms">${words("reports:all.link")}</a></li><li><a href="${homeOf(context)}/maintenance">${words("pages:planned.title")}</a></li><li><a href="${homeOf(context)}/help">${words("help:page.title")}</a></li><li><a href="${homeOf(context)}/contact">${words("help:contact.title")}</a></li><li><a href="${homeOf(context)}/report">${words("public:footer.report")}</a></li><li><a href="${homeOf(context)}/rumours">${words("rumours:page.title")}</a></li><li><a href="${homeOf(context)}/verify">${words("verify:page.link")}</a></li><li><a href="${homeOf(context)}/subscribe">${words("subscribers:page.title")}</a></li><li><a href="${homeOf(context)}/feed.atom">${words("public:footer.feed")}</a></li><li><a href="${homeOf(context)}/history.rss">RSS</a></li><li><a href="${homeOf(context)}/feed.json">JSON Feed</a></li><li><a href="${homeOf(context)}/maintenance.ics">iCalendar</a></li><li><a href="${context.base}/api/v2/summary.json">${words("public:footer.api")}</a></li>${ownLink(context)}</ul><p class="soft">${words("public:footer.by")}</p></div></footer>`;
}

function ownLink({ look, language }: PageContext): Html | null {
  const { footer } = look;
  if (footer === null) return null;
  return html`<li><a href="${footer.url}" rel="noopener">${footer.text[language]}</a></li>`;
}
