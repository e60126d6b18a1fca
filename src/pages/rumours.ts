import type { PublicIncident } from "../domain/public-state.ts";
import type { PublicRumour, Verdict } from "../domain/rumour.ts";
import { dataScript, type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout } from "./layout.ts";
import { paragraphs } from "./notice.ts";
import { moment } from "./time.ts";
import { verifyStyle } from "./verify-style.ts";

/** The states of the page lend the verdicts their colours; shape and word carry the meaning. */
const TONES: Record<Verdict, string> = {
  false: "major",
  misleading: "partial",
  unproven: "unknown",
  true: "operational",
};
/** schema.org asks for a number beside the word: 1 is false, 5 is true. */
const RATINGS: Record<Verdict, number | null> = {
  false: 1,
  misleading: 2,
  unproven: null,
  true: 5,
};

/** Every rumour that we have an answer to, the newest first. */
export function rumoursPage(context: PageContext): Html {
  const { words, state } = context;
  const { name } = state.organisation;
  const title = words("rumours:page.title");
  const entries = state.rumours.map((rumour) => rumourEntry(context, rumour, 2));
  const list =
    entries.length === 0
      ? html`<p>${words("rumours:page.none")}</p>`
      : html`<div class="rumours">${entries}</div>`;
  return layout(context, {
    title: words("public:status.title", { sentence: title, name }),
    description: words("rumours:page.intro", { name }),
    path: "/rumours",
    live: false,
    listed: state.organisation.mode === "live",
    data: reviews(context),
    head: html`<style>${verifyStyle}</style>`,
    main: html`<p class="back"><a href="${homeOf(context)}"><span aria-hidden="true">← </span>${words("public:incident.back")}</a></p><div><h1>${title}</h1><p>${words("rumours:page.intro", { name })}</p></div>${list}<section class="report"><div><h2>${words("rumours:ask.title")}</h2><p>${words("rumours:ask.text")}</p></div><p><a class="button" href="${homeOf(context)}/rumours/ask">${words("rumours:ask.button")}</a></p></section>`,
  });
}

/** What is said about one incident, on its own page. */
export function rumourSection(context: PageContext, incident: PublicIncident): Html | null {
  const { words, state } = context;
  const about = state.rumours.filter(
    ({ incidentId, state: each }) => incidentId === incident.id && each === "published",
  );
  if (about.length === 0) return null;
  return html`<section><h2>${words("rumours:section.title")}</h2><div class="rumours">${about.map((rumour) => rumourEntry(context, rumour, 3))}</div><p><a href="${homeOf(context)}/rumours">${words("rumours:section.all")}</a></p></section>`;
}

function rumourEntry(context: PageContext, rumour: PublicRumour, level: 2 | 3): Html {
  const { words, language } = context;
  const id = `r-${rumour.id}`;
  const title = (text: string) =>
    level === 2 ? html`<h2 id="${id}">${text}</h2>` : html`<h3 id="${id}">${text}</h3>`;
  if (rumour.state === "withdrawn") {
    return html`<article class="rumour">${title(words("rumours:entry.withdrawn"))}<p class="soft">${words("rumours:entry.withdrawnText")} ${moment(context, rumour.updatedAt)}</p></article>`;
  }
  const { claim, answer, evidence } = rumour.texts[language];
  const tone = TONES[rumour.verdict];
  return html`<article class="rumour ${tone}" aria-labelledby="${id}"><p><span class="state">${markOf(rumour.verdict)}${words(`rumours:verdict.${rumour.verdict}`)}</span></p>${title(words("rumours:entry.claim", { claim }))}${paragraphs(answer)}<details><summary>${words("rumours:entry.evidence")}</summary>${paragraphs(evidence)}${linkList(rumour.links)}</details><p class="soft">${words("public:notice.source")} ${rumour.source} · ${words(rumour.version > 1 ? "rumours:entry.corrected" : "rumours:entry.checked")} ${moment(context, rumour.updatedAt)}</p></article>`;
}

function linkList(links: readonly string[]): Html | null {
  if (links.length === 0) return null;
  const items = links.map(
    (link) => html`<li><a href="${link}" rel="nofollow noopener noreferrer">${link}</a></li>`,
  );
  return html`<ul class="plain">${items}</ul>`;
}

/** A shape of its own for each verdict. */
function markOf(verdict: Verdict): Html {
  const shapes: Record<Verdict, Html> = {
    false: html`<circle cx="12" cy="12" r="10"/><path d="m8 8 8 8m0-8-8 8"/>`,
    misleading: html`<path d="M12 2 23 21H1z"/><path d="M12 9v6m0 2.6v.1"/>`,
    unproven: html`<circle cx="12" cy="12" r="10"/><path d="M9 9.5a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1-1.4 2.1m0 2.7v.1"/>`,
    true: html`<circle cx="12" cy="12" r="10"/><path d="m7 12.5 3.4 3.4L17 9"/>`,
  };
  return html`<svg class="icon line" viewBox="0 0 24 24" aria-hidden="true">${shapes[verdict]}</svg>`;
}

/** ClaimReview (schema.org): search engines and other fact checkers find our answer to a claim. */
function reviews(context: PageContext): Html | null {
  const { state, language, publicUrl, words } = context;
  // An exercise must not reach anybody's search results.
  if (state.organisation.mode === "training") return null;
  const graph = state.rumours.flatMap((rumour) => {
    if (rumour.state === "withdrawn") return [];
    const { claim, answer } = rumour.texts[language];
    const rating = RATINGS[rumour.verdict];
    return {
      "@type": "ClaimReview",
      "@id": `${publicUrl}/${language}/rumours#r-${rumour.id}`,
      url: `${publicUrl}/${language}/rumours#r-${rumour.id}`,
      inLanguage: language,
      claimReviewed: claim,
      reviewBody: answer,
      datePublished: new Date(rumour.publishedAt).toISOString(),
      dateModified: new Date(rumour.updatedAt).toISOString(),
      author: { "@type": "Organization", name: state.organisation.name, url: publicUrl },
      itemReviewed: { "@type": "Claim", name: claim },
      reviewRating: {
        "@type": "Rating",
        alternateName: words(`rumours:verdict.${rumour.verdict}`),
        ...(rating === null ? {} : { ratingValue: rating, bestRating: 5, worstRating: 1 }),
      },
    };
  });
  return graph.length === 0
    ? null
    : dataScript({ "@context": "https://schema.org", "@graph": graph });
}
