import type { Language } from "../domain/language.ts";
import type { Notice, PublicIncident } from "../domain/public-state.ts";
import { otherLanguage } from "../domain/translation.ts";
import { shownCode } from "../domain/verify/code.ts";
import { type Html, html } from "../lib/html.ts";
import { besideWork } from "./beside-work.ts";
import type { PageContext } from "./context.ts";
import { absolute, moment } from "./time.ts";

/** What we say of an incident: our notice, or what our own looking says until there is one. */
export type Said = {
  /** The language of the words themselves, and what to say where it is not the reader's. */
  spoken: Language;
  label: string;
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
  const { source, nextUpdateAt } = notice;
  const { language, words } = context;
  const isBorrowed = notice.untranslated === language;
  return {
    ...notice.texts[language],
    spoken: isBorrowed ? otherLanguage(language) : language,
    label: isBorrowed ? words("public:notice.untranslated") : "",
    source,
    at: standsAs(context, notice).publishedAt,
    nextUpdateAt,
  };
}

/** A translation is news to readers of its language; for the others it is what they read already. */
export function standsAs({ language }: PageContext, notice: Notice) {
  const { translates } = notice;
  return translates && translates.language !== language ? translates : notice;
}

/** The message for places without markup, honest about its language. */
export const labelled = ({ label, message }: Said): string =>
  label === "" ? message : `${label} ${message}`;

/** What says to a screen reader in which language the words are. */
export const langOf = ({ language }: PageContext, { spoken }: Said): Html | null =>
  spoken === language ? null : html` lang="${spoken}"`;

export const labelLine = ({ label }: Said): Html | null =>
  label === "" ? null : html`<p class="soft">${label}</p>`;

/** What the page says by itself within seconds, while people are still writing. */
export function observedOf(context: PageContext, incident: PublicIncident): Said {
  const { words, language } = context;
  const name = incident.platform?.name ?? incident.title[language];
  const by = incident.saidBy ?? "monitoring";
  return {
    spoken: language,
    label: "",
    title: incident.title[language],
    message: words(`public:automatic.message.${by}`, { name }),
    advice: words("public:automatic.advice"),
    nextStep: words("public:automatic.nextStep"),
    source: words(`public:automatic.source.${by}`),
    at: incident.confirmedAt ?? incident.startedAt,
    nextUpdateAt: null,
  };
}

/** Who said it first, in a word or two. */
export const observedTag = ({ words }: PageContext, { saidBy }: PublicIncident): string =>
  words(`public:update.${saidBy ?? "observed"}`);

/** The notice in force, in full. */
export function noticeArticle(context: PageContext, incident: PublicIncident): Html {
  const { words } = context;
  const said = saidOf(context, incident);
  const lang = langOf(context, said);
  return html`<article class="notice ${incident.severity}" aria-labelledby="n-${incident.id}"><p class="phase">${words(`public:phase.${incident.phase}`)}</p><h2 id="n-${incident.id}"${lang}>${said.title}</h2>${labelLine(said)}${paragraphs(said.message, lang)}${part(words("public:notice.advice"), said.advice, lang)}${part(words("public:notice.nextStep"), said.nextStep, lang)}${besideWork(context, incident)}${noticeFacts(context, incident, said)}</article>`;
}

export function noticeFacts(context: PageContext, incident: PublicIncident, said: Said): Html {
  const { words } = context;
  return html`<dl class="facts"><div><dt>${words("public:notice.since")}</dt><dd>${moment(context, incident.startedAt)}</dd></div><div><dt>${words("public:notice.updated")}</dt><dd>${moment(context, said.at)}</dd></div>${nextUpdate(context, incident, said)}<div><dt>${words("public:notice.sourceLabel")}</dt><dd>${said.source}</dd></div>${proofFact(context, incident)}</dl>`;
}

/** What leads back to exactly this text, for whoever meets a copy of it. */
function proofFact(
  { words, language, base }: PageContext,
  { notice }: PublicIncident,
): Html | null {
  if (!notice?.code) return null;
  const href = `${base}/${language}/verify/${notice.code}`;
  return html`<div><dt>${words("verify:line.label")}</dt><dd><a href="${href}">${shownCode(notice.code)}</a></dd></div>`;
}

/** Every update, the newest first; a withdrawn one says that it was withdrawn. */
export function updateList(context: PageContext, incident: PublicIncident): Html {
  const entries = incident.updates.map((update) => updateEntry(context, update));
  return html`<ol class="updates">${entries}${incident.confirmedAt === null ? null : confirmedEntry(context, incident)}</ol>`;
}

export function paragraphs(text: string, lang: Html | null = null): Html {
  const parts = text.split(/\n+/).filter((line) => line.trim() !== "");
  return html`${parts.map((line) => html`<p${lang}>${line}</p>`)}`;
}

export function part(heading: string, text: string, lang: Html | null = null): Html | null {
  if (text.trim() === "") return null;
  return html`<h3>${heading}</h3>${paragraphs(text, lang)}`;
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
  const lang = langOf(context, said);
  const head = html`<p class="when">${absolute(context, said.at)} <span class="tag">${words(`public:update.${tagOf(update)}`)}</span></p>`;
  if (update.state === "withdrawn") {
    return html`<li id="u-${update.id}">${head}<p>${words("public:update.withdrawnText")}</p></li>`;
  }
  return html`<li id="u-${update.id}">${head}<h3${lang}>${said.title}</h3>${labelLine(said)}${paragraphs(said.message, lang)}${paragraphs(said.advice, lang)}${paragraphs(said.nextStep, lang)}<p class="soft">${words("public:notice.source")} ${said.source}</p></li>`;
}

function tagOf(update: Notice): string {
  if (update.state === "withdrawn") return "withdrawn";
  return update.severity;
}

function confirmedEntry(context: PageContext, incident: PublicIncident): Html {
  const said = observedOf(context, incident);
  return html`<li><p class="when">${absolute(context, said.at)} <span class="tag">${observedTag(context, incident)}</span></p><p>${said.message}</p></li>`;
}
