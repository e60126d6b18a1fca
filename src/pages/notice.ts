import type { Notice, PublicIncident } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { absolute, moment } from "./time.ts";

/** What we say of an incident: our notice, or what our own looking says until there is one. */
export type Said = {
  title: string;
  message: string;
  advice: string;
  nextStep: string;
  source: string;
  at: number;
  nextUpdateAt: number | null;
};

export function saidOf(context: PageContext, incident: PublicIncident): Said {
  const { notice } = incident;
  if (notice !== null) return saidIn(context, notice);
  return observedOf(context, incident);
}

export function saidIn(context: PageContext, notice: Notice): Said {
  const { source, publishedAt: at, nextUpdateAt } = notice;
  return { ...notice.texts[context.language], source, at, nextUpdateAt };
}

/** What the page says by itself within seconds, while people are still writing. */
export function observedOf(context: PageContext, incident: PublicIncident): Said {
  const { words, language } = context;
  const name = incident.platform?.name ?? incident.title[language];
  return {
    title: incident.title[language],
    message: words("public:automatic.message", { name }),
    advice: words("public:automatic.advice"),
    nextStep: words("public:automatic.nextStep"),
    source: words("public:automatic.source"),
    at: incident.confirmedAt ?? incident.startedAt,
    nextUpdateAt: null,
  };
}

/** The notice in force, in full. */
export function noticeArticle(context: PageContext, incident: PublicIncident): Html {
  const { words } = context;
  const said = saidOf(context, incident);
  return html`<article class="notice ${incident.severity}" aria-labelledby="n-${incident.id}"><p class="phase">${words(`public:phase.${incident.phase}`)}</p><h2 id="n-${incident.id}">${said.title}</h2>${paragraphs(said.message)}${part(words("public:notice.advice"), said.advice)}${part(words("public:notice.nextStep"), said.nextStep)}${noticeFacts(context, incident, said)}</article>`;
}

export function noticeFacts(context: PageContext, incident: PublicIncident, said: Said): Html {
  const { words } = context;
  return html`<dl class="facts"><div><dt>${words("public:notice.since")}</dt><dd>${moment(context, incident.startedAt)}</dd></div><div><dt>${words("public:notice.updated")}</dt><dd>${moment(context, said.at)}</dd></div>${nextUpdate(context, incident, said)}<div><dt>${words("public:notice.sourceLabel")}</dt><dd>${said.source}</dd></div></dl>`;
}

/** Every update, the newest first; a withdrawn one says that it was withdrawn. */
export function updateList(context: PageContext, incident: PublicIncident): Html {
  const entries = incident.updates.map((update) => updateEntry(context, update));
  return html`<ol class="updates">${entries}${incident.confirmedAt === null ? null : confirmedEntry(context, incident)}</ol>`;
}

export function paragraphs(text: string): Html {
  const parts = text.split(/\n+/).filter((line) => line.trim() !== "");
  return html`${parts.map((line) => html`<p>${line}</p>`)}`;
}

export function part(heading: string, text: string): Html | null {
  if (text.trim() === "") return null;
  return html`<h3>${heading}</h3>${paragraphs(text)}`;
}

/** A promise that has passed is shown as broken, not taken away. */
function nextUpdate(context: PageContext, incident: PublicIncident, said: Said): Html | null {
  if (said.nextUpdateAt === null || incident.closedAt !== null) return null;
  const late = said.nextUpdateAt < context.now;
  const label = context.words(late ? "public:notice.overdue" : "public:notice.nextUpdate");
  return html`<div${late ? html` class="late"` : null}><dt>${label}</dt><dd>${moment(context, said.nextUpdateAt)}</dd></div>`;
}

function updateEntry(context: PageContext, update: Notice): Html {
  const { words } = context;
  const said = saidIn(context, update);
  const head = html`<p class="when">${absolute(context, update.publishedAt)} <span class="tag">${words(`public:update.${tagOf(update)}`)}</span></p>`;
  if (update.state === "withdrawn") {
    return html`<li id="u-${update.id}">${head}<p>${words("public:update.withdrawnText")}</p></li>`;
  }
  return html`<li id="u-${update.id}">${head}<h3>${said.title}</h3>${paragraphs(said.message)}${paragraphs(said.advice)}${paragraphs(said.nextStep)}<p class="soft">${words("public:notice.source")} ${said.source}</p></li>`;
}

function tagOf(update: Notice): string {
  if (update.state === "withdrawn") return "withdrawn";
  return update.severity;
}

function confirmedEntry(context: PageContext, incident: PublicIncident): Html {
  const said = observedOf(context, incident);
  return html`<li><p class="when">${absolute(context, said.at)} <span class="tag">${context.words("public:update.observed")}</span></p><p>${said.message}</p></li>`;
}
