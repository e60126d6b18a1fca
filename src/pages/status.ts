import { isAffected, whatWorks } from "../domain/contact-point.ts";
import { TELLABLE_MIN } from "../domain/platform-crowd.ts";
import {
  isStale,
  type PlatformFacts,
  type PublicIncident,
  type PublicPoint,
} from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { askBox } from "./ask-box.ts";
import { homeOf, type PageContext } from "./context.ts";
import { forumSection } from "./forum.ts";
import { helpStyle } from "./help-style.ts";
import { historySection } from "./history.ts";
import { stateIcon } from "./icons.ts";
import { layout, trueAt } from "./layout.ts";
import { linkedData } from "./linked-data.ts";
import { langOf, noticeArticle, saidOf, updateList } from "./notice.ts";
import { affectedPoint, workingPoint } from "./point.ts";
import { seenFacts } from "./seen.ts";
import { shareMeta } from "./share-meta.ts";
import { dayOf, duration } from "./time.ts";
import { plannedSection } from "./work.ts";

const PAST_SHOWN_MAX = 10;

/** The page that says what is wrong, since when, and what works instead. */
export function statusPage(context: PageContext): Html {
  const { words, state } = context;
  const sentence = headline(context);
  return layout(context, {
    title: words("public:status.title", { sentence, name: state.organisation.name }),
    description: words("public:status.description", { name: state.organisation.name }),
    path: "",
    live: true,
    listed: state.organisation.mode === "live",
    data: linkedData(context),
    head: html`<style>${helpStyle}</style>${shareMeta(context, state.open[0])}`,
    main: html`${hero(context, sentence)}${now(context)}${forumSection(context, null)}${askBox(context)}${plannedSection(context)}${report(context)}${subscribing(context)}${observedAndDeclared(context)}${historySection(context)}${past(context)}`,
  });
}

/** The overall sentence: the page's heading, the API's description, the title of the window. */
export function headline(context: PageContext): string {
  const { words, language, state } = context;
  const [worst] = state.open;
  const troubled = state.points.filter(({ state }) => state !== "operational");
  if (troubled.length > 0 && troubled.every(({ source }) => source === "age")) {
    return words("public:headline.all.unknown");
  }
  const affected = troubled.filter(({ state }) => isAffected(state));
  const [only, ...others] = affected.length > 0 ? affected : troubled;
  if (only !== undefined && others.length === 0) {
    return words(`public:headline.one.${only.state}`, { name: only.name[language] });
  }
  if (troubled.length > 1) return words(`public:headline.many.${state.overall}`);
  if (worst !== undefined) return saidOf(context, worst).title;
  return words(`public:headline.all.${state.points.length === 0 ? "unknown" : "operational"}`);
}

function hero(context: PageContext, sentence: string): Html {
  const { state, words } = context;
  const jump = html`<p class="jump"><a href="#works">${words("public:works.instead")}</a></p>`;
  return html`<div class="hero ${state.overall}">${stateIcon(state.overall)}<div><h1${headlineLang(context, sentence)}>${sentence}</h1>${trueAt(context)}${isCalm(context) ? null : jump}</div></div>`;
}

/** The words of a notice that is not translated yet are those of the other language. */
function headlineLang(context: PageContext, sentence: string): Html | null {
  const [worst] = context.state.open;
  if (worst === undefined) return null;
  const said = saidOf(context, worst);
  return said.title === sentence ? langOf(context, said) : null;
}

const isCalm = ({ state }: PageContext): boolean =>
  state.open.length === 0 && state.points.every((point) => point.state === "operational");

function now(context: PageContext): Html {
  const { state } = context;
  const notices = html`<div class="wrong">${state.open.map((incident) => current(context, incident))}</div>`;
  if (isCalm(context)) return html`<div class="calm">${worksSection(context, state.points)}</div>`;
  const working = whatWorks(state.points, { ...state.organisation, now: context.now });
  const others = state.points.filter((point) => !working.includes(point));
  return html`<div class="now">${state.open.length === 0 ? null : notices}${worksSection(context, working)}${affected(context, others)}</div>`;
}

function worksSection(context: PageContext, points: readonly PublicPoint[]): Html | null {
  const { words, state, now } = context;
  if (state.points.length === 0) return null;
  const heading = words(isCalm(context) ? "public:works.calm" : "public:works.instead");
  const none = words(isStale(state, now) ? "public:works.untold" : "public:works.nothing");
  const list = pointList(heading, points, (point) => workingPoint(context, point));
  return html`<section class="works" id="works">${list ?? html`<h2>${heading}</h2><p>${none}</p>`}</section>`;
}

function current(context: PageContext, incident: PublicIncident): Html {
  const { words } = context;
  const count = incident.updates.length;
  const earlier =
    count < 2
      ? null
      : html`<details><summary>${words("public:notice.allUpdates", { count })}</summary>${updateList(context, incident)}</details>`;
  return html`${noticeArticle(context, incident)}<div class="more">${earlier}<p><a href="${homeOf(context)}/incidents/${incident.id}">${words("public:notice.permalink")}</a></p></div>`;
}

function affected(context: PageContext, points: readonly PublicPoint[]): Html | null {
  const key = points.some((point) => isAffected(point.state)) ? "affected" : "checking";
  const heading = context.words(`public:works.${key}`);
  const list = pointList(heading, points, (point) => affectedPoint(context, point));
  return list === null ? null : html`<section class="affected">${list}</section>`;
}

function pointList(
  heading: string,
  points: readonly PublicPoint[],
  draw: (point: PublicPoint) => Html,
): Html | null {
  if (points.length === 0) return null;
  return html`<h2>${heading}</h2><ul class="points">${points.map(draw)}</ul>`;
}

function report(context: PageContext): Html | null {
  const { words, state } = context;
  if (state.platforms.length === 0) return null;
  const key = isCalm(context) ? "public:report.aside.calm" : "public:report.aside.trouble";
  return html`<section class="report"><div><h2>${words(`${key}.title`)}</h2><p>${words(`${key}.text`)}</p></div><a class="button" href="${homeOf(context)}/report">${words(`${key}.button`)}</a></section>`;
}

/** Who wants the next news without coming back for them. */
function subscribing(context: PageContext): Html {
  const { words } = context;
  const say = (key: string): string => words(`subscribers:page.aside.${key}`);
  return html`<section class="report"><div><h2>${say("title")}</h2><p>${say("text")}</p></div><a class="button" href="${homeOf(context)}/subscribe">${say("button")}</a></section>`;
}

/** What we see and what the platform says, side by side: two facts that are never blended. */
function observedAndDeclared(context: PageContext): Html | null {
  const { words, state } = context;
  const known = state.platforms.filter((platform) => isWorthShowing(context, platform));
  if (known.length === 0) return null;
  return html`<section><h2>${words("public:observed.title")}</h2><p class="soft">${words("public:observed.text")}</p><ul class="seen">${known.map((platform) => platformRow(context, platform))}</ul><p><a href="${homeOf(context)}/platforms">${words("reports:all.link")}</a></p></section>`;
}

/** Of the platforms that nobody reaches us by, only those in trouble are news. */
function isWorthShowing({ state }: PageContext, platform: PlatformFacts): boolean {
  const { id, observed, declared, reporters } = platform;
  if (reporters >= TELLABLE_MIN || (declared !== null && declared.verdict !== "up")) return true;
  if (observed !== null && observed.level !== "healthy") return true;
  const used = state.points.some((point) => point.platformId === id);
  return used && (observed !== null || declared !== null);
}

function platformRow(context: PageContext, platform: PlatformFacts): Html {
  return html`<li><h3><a href="${homeOf(context)}/platforms/${platform.id}">${platform.name}</a></h3>${seenFacts(context, platform)}</li>`;
}

function past(context: PageContext): Html {
  const { words, state } = context;
  const shown = state.past.slice(0, PAST_SHOWN_MAX);
  const list = html`<ul class="past">${shown.map((incident) => pastRow(context, incident))}</ul>`;
  return html`<section><h2>${words("public:past.title")}</h2>${shown.length === 0 ? html`<p class="soft">${words("public:past.none")}</p>` : list}</section>`;
}

function pastRow(context: PageContext, incident: PublicIncident): Html {
  const { words, language } = context;
  const lasted = duration(context, (incident.closedAt ?? context.now) - incident.startedAt);
  const key = incident.dismissed ? "public:past.dismissed" : "public:past.lasted";
  return html`<li><span class="day">${dayOf(context, incident.startedAt)}</span> <a href="${homeOf(context)}/incidents/${incident.id}">${incident.title[language]}</a> <span class="soft">${words(key, { lasted })}</span></li>`;
}
