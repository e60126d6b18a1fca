import { isOver, isUnderWay, type Maintenance, type WorkState } from "../domain/maintenance.ts";
import { type Html, html, joined } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { stateIcon } from "./icons.ts";
import { layout, trueAt } from "./layout.ts";
import { paragraphs } from "./notice.ts";
import { absolute, clockTime, dayOf } from "./time.ts";
import { wordsOfUpdate } from "./work-said.ts";

/** The status page tells what is near; the rest stands on a page of its own. */
const SHOWN_MAX = 5;

/** What is planned, on the status page; nothing where nothing is. */
export function plannedSection(context: PageContext): Html | null {
  const { words, state } = context;
  const open = state.works.filter((work) => !isOver(work.state)).slice(0, SHOWN_MAX);
  if (open.length === 0) return null;
  return html`<section class="works-ahead" id="planned"><h2>${words("pages:planned.title")}</h2><ul class="points">${open.map((work) => workCard(context, work, { whole: false }))}</ul><p><a href="${homeOf(context)}/maintenance">${words("pages:planned.page")}</a> <span aria-hidden="true">·</span> <a href="${homeOf(context)}/maintenance.ics">${words("pages:planned.calendar")}</a></p></section>`;
}

/** All planned work: under way, to come, and done. */
export function workPage(context: PageContext): Html {
  const { words, state } = context;
  const { name, mode } = state.organisation;
  const part = (key: string, takes: (state: WorkState) => boolean) =>
    list(
      context,
      words(`pages:planned.${key}`),
      state.works.filter((work) => takes(work.state)),
    );
  const open = state.works.some((work) => !isOver(work.state));
  return layout(context, {
    title: words("pages:planned.pageTitle", { name }),
    description: words("pages:planned.description", { name }),
    path: "/maintenance",
    live: true,
    listed: mode === "live",
    main: html`<div><h1>${words("pages:planned.title")}</h1>${trueAt(context)}<p><a href="${homeOf(context)}/maintenance.ics">${words("pages:planned.calendar")}</a></p></div>${open ? null : html`<p>${words("pages:planned.none")}</p>`}${part("now", isUnderWay)}${part("soon", (it) => it === "scheduled")}${part("past", isOver)}`,
  });
}

function list(context: PageContext, heading: string, works: readonly Maintenance[]): Html | null {
  if (works.length === 0) return null;
  return html`<section><h2>${heading}</h2><ul class="points">${works.map((work) => workCard(context, work, { whole: true }))}</ul></section>`;
}

/** One piece of work: what, when (here and where the visitor is), what it touches, what was said. */
function workCard(context: PageContext, work: Maintenance, { whole }: { whole: boolean }): Html {
  const { words, language } = context;
  const message = work.message[language];
  const said = work.updates.filter((update) => update.state !== "scheduled" || update.text);
  const [latest] = said;
  const shown = whole || latest === undefined ? said : [latest];
  const updates = html`<ol class="updates">${shown.map((update) => html`<li><p class="when">${absolute(context, update.at)}</p>${paragraphs(wordsOfUpdate(context, work, update))}</li>`)}</ol>`;
  return html`<li class="point ${isOver(work.state) ? "" : "maintenance"} work" id="w-${work.id}"><div class="who"><h3>${work.title[language]}</h3><span class="state">${isOver(work.state) ? null : stateIcon("maintenance")}${words(`pages:state.${work.state}`)}</span></div>${whenLine(context, work)}${touches(context, work)}${message === "" ? null : paragraphs(message)}${shown.length === 0 ? null : updates}</li>`;
}

/** Start and end on our clock, with the zone named; the script adds the visitor's where it differs. */
function whenLine(context: PageContext, work: Maintenance): Html {
  const { words, state } = context;
  const { timeZone } = state.organisation;
  const zone = words("pages:planned.zone", { zone: timeZone });
  const tentative = work.firm
    ? null
    : html` <strong>(${words("pages:planned.tentative")})</strong>`;
  return html`<p class="span">${stretch(context, work)} <span class="soft">(${zone})</span>${tentative}</p><p class="yours soft" data-own="${work.from}-${work.until}"></p>`;
}

/** "24 November, 22:00 – 23:30", with the second day only where it is another. */
function stretch(context: PageContext, { from, until }: { from: number; until: number }): Html {
  const time = (at: number, withDay: boolean) => {
    const clock = clockTime(context, at);
    const day = dayOf(context, at);
    const text = withDay ? context.words("pages:planned.at", { day, time: clock }) : clock;
    return html`<time datetime="${new Date(at).toISOString()}">${text}</time>`;
  };
  return html`${time(from, true)} – ${time(until, dayOf(context, from) !== dayOf(context, until))}`;
}

function touches(context: PageContext, work: Maintenance): Html {
  const { words, state, language } = context;
  const names = state.points
    .filter(({ id }) => work.pointIds.includes(id))
    .map((point) => html`<strong>${point.name[language]}</strong>`);
  if (names.length === 0) return html`<p class="soft">${words("pages:planned.touchesNone")}</p>`;
  return html`<p>${joined(names, ", ")}${language === "fr" ? "\u00a0" : ""}: ${words(`pages:effect.${work.effect}`)}</p>`;
}
