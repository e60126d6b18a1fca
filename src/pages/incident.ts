import type { PublicIncident } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { forumSection } from "./forum.ts";
import { stateIcon } from "./icons.ts";
import { layout } from "./layout.ts";
import { reportBox } from "./me-too.ts";
import {
  labelLine,
  langOf,
  noticeFacts,
  paragraphs,
  part,
  type Said,
  saidOf,
  updateList,
} from "./notice.ts";
import { rumourSection } from "./rumours.ts";
import { shareMeta } from "./share-meta.ts";
import { absolute, duration } from "./time.ts";
import { verifyStyle } from "./verify-style.ts";

/** One incident with every update, under an address that stays. */
export function incidentPage(context: PageContext, incident: PublicIncident): Html {
  const { words, state } = context;
  const said = saidOf(context, incident);
  const lang = langOf(context, said);
  return layout(context, {
    title: words("public:status.title", { sentence: said.title, name: state.organisation.name }),
    description: said.message.slice(0, DESCRIPTION_LENGTH_MAX),
    path: `/incidents/${incident.id}`,
    live: incident.closedAt === null,
    listed: state.organisation.mode === "live",
    head: html`<style>${verifyStyle}</style>${shareMeta(context, incident)}`,
    main: html`${head(context, incident, said)}${over(context, incident)}<article class="notice ${incident.severity}">${labelLine(said)}${paragraphs(said.message, lang)}${part(words("public:notice.advice"), said.advice, lang)}${part(words("public:notice.nextStep"), said.nextStep, lang)}${noticeFacts(context, incident, said)}</article>${alsoMine(context, incident)}${follow(context, incident)}${forumSection(context, incident.id)}${rumourSection(context, incident)}${affectedPoints(context, incident)}<section><h2>${words("public:notice.updates")}</h2>${updateList(context, incident)}</section>${back(context)}`,
  });
}

/** Whoever cares for this incident alone subscribes to no more than that. */
function follow(context: PageContext, incident: PublicIncident): Html | null {
  const { words } = context;
  if (incident.closedAt !== null) return null;
  const href = `${homeOf(context)}/subscribe?incident=${incident.id}`;
  return html`<p><a href="${href}">${words("subscribers:page.follow")}</a></p>`;
}

/** While it lasts, one click tells us that it reaches one more. */
function alsoMine(context: PageContext, incident: PublicIncident): Html | null {
  const { platform } = incident;
  if (platform === null || incident.closedAt !== null) return null;
  const { words } = context;
  const key = "public:report.aside.trouble";
  return reportBox(context, platform, { title: words(`${key}.title`), text: words(`${key}.text`) });
}

const DESCRIPTION_LENGTH_MAX = 160;

function head(context: PageContext, incident: PublicIncident, said: Said): Html {
  const { words } = context;
  return html`${back(context)}<div class="hero ${incident.severity}">${stateIcon(incident.severity)}<div><h1${langOf(context, said)}>${said.title}</h1><p class="phase">${words(`public:phase.${incident.phase}`)}</p></div></div>`;
}

function over(context: PageContext, incident: PublicIncident): Html | null {
  if (incident.closedAt === null) return null;
  const { words } = context;
  const lasted = duration(context, incident.closedAt - incident.startedAt);
  const key = incident.dismissed ? "public:incident.dismissed" : "public:incident.over";
  return html`<p class="over">${words(key, { lasted })} ${absolute(context, incident.closedAt)}.</p>`;
}

function affectedPoints(context: PageContext, incident: PublicIncident): Html | null {
  const { words, state, language } = context;
  const points = state.points.filter((point) => incident.pointIds.includes(point.id));
  if (points.length === 0) return null;
  const names = points.map((point) => html`<li>${point.name[language]}</li>`);
  return html`<section><h2>${words("public:incident.affected")}</h2><ul>${names}</ul></section>`;
}

const back = (context: PageContext): Html =>
  html`<p class="back"><a href="${homeOf(context)}"><span aria-hidden="true">← </span>${context.words("public:incident.back")}</a></p>`;
