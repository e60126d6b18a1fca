import type { PublicIncident } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { stateIcon } from "./icons.ts";
import { layout } from "./layout.ts";
import { noticeFacts, paragraphs, part, saidOf, updateList } from "./notice.ts";
import { absolute, duration } from "./time.ts";

/** One incident with every update, under an address that stays. */
export function incidentPage(context: PageContext, incident: PublicIncident): Html {
  const { words, state } = context;
  const said = saidOf(context, incident);
  return layout(context, {
    title: words("public:status.title", { sentence: said.title, name: state.organisation.name }),
    description: said.message.slice(0, DESCRIPTION_LENGTH_MAX),
    path: `/incidents/${incident.id}`,
    live: incident.closedAt === null,
    listed: state.organisation.mode === "live",
    main: html`${head(context, incident, said.title)}${over(context, incident)}<article class="notice ${incident.severity}">${paragraphs(said.message)}${part(words("public:notice.advice"), said.advice)}${part(words("public:notice.nextStep"), said.nextStep)}${noticeFacts(context, incident, said)}</article>${affectedPoints(context, incident)}<section><h2>${words("public:notice.updates")}</h2>${updateList(context, incident)}</section>${back(context)}`,
  });
}

const DESCRIPTION_LENGTH_MAX = 160;

function head(context: PageContext, incident: PublicIncident, title: string): Html {
  const { words } = context;
  return html`${back(context)}<div class="hero ${incident.severity}">${stateIcon(incident.severity)}<div><h1>${title}</h1><p class="phase">${words(`public:phase.${incident.phase}`)}</p></div></div>`;
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
  html`<p class="back"><a href="/${context.language}"><span aria-hidden="true">← </span>${context.words("public:incident.back")}</a></p>`;
