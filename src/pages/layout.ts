import { isStale } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { feedTitle } from "./feed-items.ts";
import { bell, sprite } from "./icons.ts";
import { script } from "./script.ts";
import { styles } from "./styles.ts";
import { absolute, dayOf, relative } from "./time.ts";

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
};

/** The frame of every public page: complete without any script. */
export function layout(context: PageContext, sheet: Sheet): Html {
  const { words, language, state } = context;
  const { name, mode } = state.organisation;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${sheet.title}</title>${links(context, sheet)}${sheet.data}<style>${styles}</style></head>
<body data-generated="${state.generatedAt}" data-stale="${state.staleAfterMs}" data-now="${words("public:time.now")}"${sheet.live ? html` data-live` : null}>${sprite}<a class="skip" href="#main">${words("public:skip")}</a>
<header><div class="bar">${bell}<a class="name" href="/${language}">${name}</a><nav aria-label="${words("public:languages")}">${otherLanguage(context, sheet)}</nav></div>${mode === "training" ? html`<p class="training"><strong>${words("public:training.title")}</strong> ${words("public:training.text")}</p>` : null}</header>
<p id="said" class="sr" role="status"></p>${staleWarning(context)}
<main id="main" tabindex="-1">${sheet.main}</main>
${footer(context)}${sheet.live ? html`<script>${script}</script>` : null}</body></html>`;
}

/** When all this was true, in words that age honestly even where no script runs. */
export function trueAt(context: PageContext): Html {
  const { state, words, now } = context;
  const sameDay = dayOf(context, state.generatedAt) === dayOf(context, now);
  return html`<p class="true">${words(sameDay ? "public:age.line" : "public:age.lineDay")} ${absolute(context, state.generatedAt)} <span class="ago" data-at="${state.generatedAt}">(${relative(context, state.generatedAt)})</span></p>`;
}

function links(context: PageContext, sheet: Sheet): Html {
  const { publicUrl, language } = context;
  const href = (other: string) => `${publicUrl}/${other}${sheet.path}`;
  return html`<meta name="description" content="${sheet.description}"><meta name="color-scheme" content="light dark">${sheet.listed ? null : html`<meta name="robots" content="noindex">`}<link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="canonical" href="${href(language)}"><link rel="alternate" hreflang="fr" href="${href("fr")}"><link rel="alternate" hreflang="en" href="${href("en")}">${sheet.live || sheet.path.startsWith("/incidents/") ? html`<link rel="alternate" type="text/markdown" href="/${language}${sheet.path}.md">` : null}${feedLinks(context)}`;
}

function feedLinks(context: PageContext): Html {
  const title = feedTitle(context);
  return html`${FEEDS.map(({ type, name }) => html`<link rel="alternate" type="${type}" title="${title}" href="/${context.language}/${name}">`)}`;
}

const FEEDS = [
  { type: "application/atom+xml", name: "feed.atom" },
  { type: "application/rss+xml", name: "history.rss" },
  { type: "application/feed+json", name: "feed.json" },
] as const;

function otherLanguage(context: PageContext, sheet: Sheet): Html {
  const other = context.language === "fr" ? "en" : "fr";
  const name = other === "fr" ? "Français" : "English";
  return html`<a href="/${other}${sheet.path}" hreflang="${other}" lang="${other}">${name}</a>`;
}

/** Shown by the server when it has lost its database, by the script when it has lost the server. */
function staleWarning(context: PageContext): Html {
  const { words, state, now } = context;
  const hidden = isStale(state, now) ? null : html` hidden`;
  return html`<div id="stale" class="stale"${hidden}><p><strong>${words("public:age.staleTitle")}</strong> ${words("public:age.staleText")} ${absolute(context, state.generatedAt)} <span class="ago" data-at="${state.generatedAt}">(${relative(context, state.generatedAt)})</span>.</p></div>`;
}

function footer(context: PageContext): Html {
  const { words, language, state } = context;
  return html`<footer><div>${trueAt(context)}<p>${words("public:footer.zone", { zone: state.organisation.timeZone })}</p><ul><li><a href="/${language}">${words("public:footer.status")}</a></li><li><a href="/${language}/report">${words("public:footer.report")}</a></li><li><a href="/${language}/feed.atom">${words("public:footer.feed")}</a></li><li><a href="/${language}/history.rss">RSS</a></li><li><a href="/${language}/feed.json">JSON Feed</a></li><li><a href="/api/v2/summary.json">${words("public:footer.api")}</a></li></ul><p class="soft">${words("public:footer.by")}</p></div></footer>`;
}
