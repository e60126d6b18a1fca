import { POINT_STATES } from "../domain/contact-point.ts";
import { type Day, dayHistories } from "../domain/day-history.ts";
import type { PublicPoint } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { dayOf } from "./time.ts";

/** More strips than this are no picture any more, and would weigh on the page. */
const STRIP_COUNT_MAX = 20;
const DAY_WIDTH = 5;
const STRIP_HEIGHT = 24;

/** Ninety days of each way to reach us: a picture, and the same as a table that anybody can read. */
export function historySection(context: PageContext): Html | null {
  const { words, state, now } = context;
  const histories = dayHistories(state, now);
  const points = state.points.filter(({ id }) => histories.has(id)).slice(0, STRIP_COUNT_MAX);
  if (points.length === 0) return null;
  const rows = points.map((point) => strip(context, point, histories.get(point.id) ?? []));
  return html`<section class="history" data-words="${dayWords(context)}"><h2>${words("public:history.title")}</h2><p class="soft">${words("public:history.text")}</p><ul>${rows}</ul></section>`;
}

function strip(context: PageContext, point: PublicPoint, days: readonly Day[]): Html {
  const { words, language } = context;
  const name = point.name[language];
  const troubled = days.filter((day) => day.incidentIds.length > 0);
  const known = days.filter((day) => day.state !== null).length;
  const count = troubled.length;
  const sum =
    count === 0 ? words("public:history.none") : words("public:history.troubled", { count });
  const since = words("public:history.recorded", { count: known });
  const told = known < days.length ? `${sum}. ${since}` : sum;
  const label = words("public:history.label", { name, sum: told });
  const below =
    count === 0
      ? html`<p class="soft">${told}</p>`
      : html`<details><summary>${told}</summary>${table(context, name, days)}</details>`;
  const runs = runsOf(days);
  const kinds = runs.map(({ state, length }) => `${state ?? "void"}:${length}`).join(" ");
  return html`<li><h3>${name}</h3><div class="days" data-own="${kinds}" data-from="${days[0]?.at}"><svg class="strip" role="img" aria-label="${label}" viewBox="0 0 ${days.length * DAY_WIDTH} ${STRIP_HEIGHT}" preserveAspectRatio="none">${runs.map(run)}</svg><p class="soft"></p></div>${below}</li>`;
}

/** What the script says of a day when somebody walks along the strip. */
function dayWords({ words }: PageContext): string {
  const said = POINT_STATES.map((state) => [state, words(`public:state.${state}`)]);
  const others = [
    ["none", words("public:history.none")],
    ["void", words("public:history.void")],
  ];
  return JSON.stringify(Object.fromEntries([...said, ...others]));
}

type Run = { state: Day["state"]; from: number; length: number };

/** Days of one kind in a row are one line of dashes: ninety days weigh no more than their changes. */
function runsOf(days: readonly Day[]): Run[] {
  const runs: Run[] = [];
  for (const [index, { state }] of days.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && last.state === state) last.length += 1;
    else runs.push({ state, from: index, length: 1 });
  }
  return runs;
}

/** The worse the day, the taller its bar: no colour has to be seen. */
const HEIGHTS = {
  none: 7,
  operational: 10,
  unknown: 10,
  maintenance: 12,
  degraded: 14,
  trouble: 16,
  partial: 19,
  major: 24,
};

function run({ state, from, length }: Run): Html {
  const height = state === null ? 1 : HEIGHTS[state];
  return html`<path class="${state ?? "void"}" stroke-width="${height}" d="M${from * DAY_WIDTH} ${STRIP_HEIGHT - height / 2}h${length * DAY_WIDTH}"/>`;
}

function table(context: PageContext, name: string, days: readonly Day[]): Html {
  const { words } = context;
  const rows = days
    .map((day, index) => ({ day, index }))
    .filter(({ day }) => day.incidentIds.length > 0)
    .toReversed()
    .map(
      ({ day, index }) =>
        html`<tr data-day="${index}"><th scope="row">${dayOf(context, day.at)}</th><td>${words(`public:state.${day.state}`)}</td><td>${day.incidentIds.map((id) => incidentLink(context, id))}</td></tr>`,
    );
  return html`<table><caption class="sr">${name}</caption><thead><tr><th scope="col">${words("public:history.day")}</th><th scope="col">${words("public:history.worst")}</th><th scope="col">${words("public:history.incident")}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function incidentLink(context: PageContext, id: string): Html {
  const { state, language } = context;
  const incident = [...state.open, ...state.past].find((each) => each.id === id);
  return html`<a href="${homeOf(context)}/incidents/${id}">${incident?.title[language]}</a> `;
}
