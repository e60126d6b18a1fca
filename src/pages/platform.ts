import { type PlatformCrowd, tellable } from "../domain/platform-crowd.ts";
import { isTroubled, type Standing, standingOf, toldOf } from "../domain/platform-standing.ts";
import type { PlatformFacts, PublicPoint, PublicState } from "../domain/public-state.ts";
import type { ReportShare } from "../domain/report-shares.ts";
import { type Html, html } from "../lib/html.ts";
import { MAP_HEIGHT, MAP_WIDTH } from "../lib/world-map.ts";
import { homeOf, type PageContext } from "./context.ts";
import { historySection } from "./history.ts";
import { stateIcon } from "./icons.ts";
import { layout, trueAt } from "./layout.ts";
import { reportBox } from "./me-too.ts";
import { saidOf } from "./notice.ts";
import { chartSection } from "./platform-chart.ts";
import { countriesOf, countryName, mapSentence, mapVersion } from "./platform-map.ts";
import { seenFacts } from "./seen.ts";
import { symptomWords } from "./symptoms.ts";
import { people, percent } from "./tellable.ts";
import { moment } from "./time.ts";

const SYMPTOMS_SHOWN_MAX = 3;

/** One platform: how it is, what people report of it, and what works instead. */
export function platformPage(
  context: PageContext,
  platform: PlatformFacts,
  crowd: PlatformCrowd,
): Html {
  const { words, state } = context;
  const standing = standingOf(state, platform, context.now);
  const sentence = verdictSentence(context, platform, standing);
  return layout(context, {
    title: words("public:status.title", { sentence, name: state.organisation.name }),
    description: bothSay(context, platform, standing),
    path: `/platforms/${platform.id}`,
    live: true,
    listed: state.organisation.mode === "live",
    main: html`${back(context)}${hero(context, platform, standing)}${ask(context, platform, standing)}<section><h2 class="sr">${words("reports:facts")}</h2><div class="seen one">${seenFacts(context, platform)}</div></section>${chartSection(context, crowd)}${excess(context, platform, crowd)}${comments(context, crowd)}${history(context, platform, standing)}<p><a href="${homeOf(context)}/platforms">${words("reports:all.link")}</a></p>`,
  });
}

/** How a platform is, in a few words: the page's heading. */
export const verdictSentence = (
  { words }: PageContext,
  { name }: PlatformFacts,
  { verdict }: Standing,
): string => words(`reports:verdict.${verdict}`, { name });

/** What we see and what is declared, side by side in one sentence. */
export function bothSay(
  { words }: PageContext,
  { name, declared, observed }: PlatformFacts,
  { verdict }: Standing,
): string {
  const level = verdict === "untold" ? "untold" : (observed?.level ?? "unwatched");
  const ours = words(`reports:ours.${level}`, { name });
  const theirs = words(`reports:theirs.${declared?.verdict ?? "nothing"}`, { name });
  return words("reports:both", { ours, theirs });
}

/** What we say of it elsewhere on these pages, and where: no page may hide what another tells. */
export function toldLine(context: PageContext, { id }: PlatformFacts): Html | null {
  const incident = toldOf(context.state, id);
  if (incident === null) return null;
  const { title, spoken } = saidOf(context, incident);
  return html`<p>${context.words("reports:told")} <a href="${homeOf(context)}/incidents/${incident.id}" lang="${spoken}">${title}</a></p>`;
}

function hero(context: PageContext, platform: PlatformFacts, standing: Standing): Html {
  const { words } = context;
  const sentence = verdictSentence(context, platform, standing);
  return html`<div class="hero ${standing.state}">${stateIcon(standing.state)}<div><h1>${sentence}</h1><p>${bothSay(context, platform, standing)}</p>${toldLine(context, platform)}${trueAt(context)}<p class="jump always"><a href="${homeOf(context)}#works">${words("reports:works")}</a></p></div></div>`;
}

function ask(context: PageContext, platform: PlatformFacts, standing: Standing): Html {
  const { words } = context;
  const troubled = isTroubled(standing);
  const key = troubled ? "public:report.aside.trouble" : "reports:ask.calm";
  return reportBox(context, platform, {
    title: words(`${key}.title`, { name: platform.name }),
    text: words(`${key}.text`, { name: platform.name }),
    button: troubled ? undefined : words("public:report.aside.calm.button"),
  });
}

function excess(context: PageContext, platform: PlatformFacts, crowd: PlatformCrowd): Html {
  const { words } = context;
  const heading = html`<h2>${words("reports:excess.title")}</h2>`;
  if (crowd.shares === null) {
    return html`<section>${heading}<p class="soft">${words("reports:excess.none")}</p></section>`;
  }
  const { symptom, version, device } = crowd.shares;
  const symptoms = bars(context, symptom, (key) => symptomWords(context, platform.id, key));
  const others = [
    group(
      context,
      "device",
      bars(context, device, (key) => words(`reports:device.${key}`)),
    ),
    group(
      context,
      "version",
      bars(context, version, (key) => key),
    ),
  ];
  return html`<section class="excess">${heading}<p class="soft">${words("reports:excess.text")}</p><div class="shares">${group(context, "symptom", symptoms)}${others}</div></section>${map(context, platform, crowd)}`;
}

function group(context: PageContext, by: string, list: Html | null): Html | null {
  if (list === null) return null;
  return html`<div><h3>${context.words(`reports:by.${by}`)}</h3>${list}</div>`;
}

/** The largest parts of the excess: a bar, a percentage and a name. */
function bars(
  context: PageContext,
  shares: readonly ReportShare[],
  nameOf: (key: string) => string,
): Html | null {
  const told = tellable(shares).slice(0, SYMPTOMS_SHOWN_MAX);
  if (told.length === 0) return null;
  const rows = told.map(({ key, share }) => {
    const part = Math.round(share * 100);
    return html`<li><span>${nameOf(key)}</span> <strong>${percent(context, share)}</strong><svg class="bar-of" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><path class="rest" d="M0 0h100v4H0z"/><path class="part" d="M0 0h${part}v4H0z"/></svg></li>`;
  });
  return html`<ul class="parts">${rows}</ul>`;
}

function map(context: PageContext, platform: PlatformFacts, crowd: PlatformCrowd): Html | null {
  const { words } = context;
  const countries = countriesOf(crowd);
  if (countries.length === 0) return null;
  const src = `${homeOf(context)}/platforms/${platform.id}/map.svg?v=${mapVersion(crowd)}`;
  const rows = countries.map(
    ({ key, count, share }) =>
      html`<tr><th scope="row">${countryName(context, key)}</th><td>${percent(context, share)}</td><td>${people(context, count)}</td></tr>`,
  );
  return html`<section><h2>${words("reports:map.heading")}</h2><p class="soft">${words("reports:map.text")}</p><div class="where"><img class="map" src="${src}" alt="${mapSentence(context, countries)}" width="${MAP_WIDTH}" height="${MAP_HEIGHT}" loading="lazy"><table><thead><tr><th scope="col">${words("reports:by.country")}</th><th scope="col">${words("reports:excess.share")}</th><th scope="col">${words("reports:excess.people")}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function comments(context: PageContext, crowd: PlatformCrowd): Html {
  const { words } = context;
  const rows = crowd.comments.map(
    ({ words: said, at }) =>
      html`<li><blockquote>${said}</blockquote><p class="soft"><span class="tag">${words("reports:comments.unverified")}</span> ${moment(context, at)}</p></li>`,
  );
  const list = html`<p class="soft">${words("reports:comments.text")}</p><ul class="comments">${rows}</ul>`;
  const none = html`<p class="soft">${words("reports:comments.none")}</p>`;
  return html`<section><h2>${words("reports:comments.title")}</h2>${rows.length === 0 ? none : list}</section>`;
}

/** Ninety days of the platform, drawn as if it were a way to reach us. */
function history(context: PageContext, platform: PlatformFacts, standing: Standing): Html | null {
  const { state } = context;
  const point: PublicPoint = {
    id: platform.id,
    name: { fr: platform.name, en: platform.name },
    kind: "platform",
    platformId: platform.id,
    failureDomain: null,
    link: null,
    hours: null,
    languages: [],
    waitingMinutes: null,
    baseline: "operational",
    updatedAt: state.generatedAt,
    state: standing.state,
    source: "observation",
    since: null,
    incidentId: null,
  };
  const own = (incidents: PublicState["open"]) =>
    incidents
      .filter((incident) => incident.platform?.id === platform.id)
      .map((incident) => ({ ...incident, pointIds: [platform.id] }));
  const alone = { ...state, points: [point], open: own(state.open), past: own(state.past) };
  return historySection({ ...context, state: alone });
}

const back = (context: PageContext): Html =>
  html`<p class="back"><a href="${homeOf(context)}"><span aria-hidden="true">← </span>${context.words("public:incident.back")}</a></p>`;
