import {
  type PlatformCrowd,
  QUARTER_MS,
  type QuarterHour,
  TELLABLE_MIN,
} from "../domain/platform-crowd.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { people } from "./tellable.ts";
import { absolute, clockTime } from "./time.ts";

const STEP = 10;
const BAR = 7;
const HEIGHT = 200;
/** An axis shorter than this would make mountains of molehills. */
const TOP_MIN = 20;
const HOURS_SHOWN = [0, 24, 48, 72, 95] as const;

/** A day of reports against what is usual: a picture, and the same in words for everybody. */
export function chartSection(context: PageContext, crowd: PlatformCrowd): Html {
  const { words } = context;
  const top = topOf(crowd.quarters);
  const usual = html`<li><svg viewBox="0 0 16 12" aria-hidden="true"><path class="usual" d="M0 2h16v8H0z"/></svg>${words("reports:chart.usual")}</li>`;
  const known = crowd.quarters.some(({ expected }) => expected !== null);
  return html`<section class="crowd"><h2>${words("reports:chart.title")}</h2><p class="soft">${words("reports:chart.text", { count: TELLABLE_MIN })}</p><figure><p class="soft top" aria-hidden="true">${words("reports:chart.axis", { count: top.toLocaleString(context.language) })}</p>${picture(context, crowd.quarters, top)}<ul class="hours soft" aria-hidden="true">${HOURS_SHOWN.map((index) => hour(context, crowd.quarters[index]))}</ul><figcaption><ul class="key soft"><li><svg viewBox="0 0 16 12" aria-hidden="true"><path class="told" d="M2 12V3h5v9zM9 12V0h5v12z"/></svg>${words("reports:chart.told")}</li>${known ? usual : null}</ul></figcaption></figure><details><summary>${words("reports:chart.table")}</summary>${table(context, crowd.quarters)}</details></section>`;
}

/** What the picture shows, in one sentence. */
export function chartSentence(context: PageContext, quarters: readonly QuarterHour[]): string {
  const { words } = context;
  const peak = quarters.reduce<QuarterHour | null>(
    (high, each) => ((each.count ?? 0) > (high?.count ?? 0) ? each : high),
    null,
  );
  const last = quarters.findLast(
    ({ at, count }) => count !== null && at + QUARTER_MS <= context.now,
  );
  if (peak === null || (peak.count ?? 0) < TELLABLE_MIN) {
    return words("reports:chart.quiet", { count: TELLABLE_MIN });
  }
  const at = clockTime(context, peak.at);
  const sum = words("reports:chart.peak", { at, people: people(context, peak.count ?? 0) });
  if (last === undefined || last === peak) return sum;
  return `${sum} ${words("reports:chart.last", { people: people(context, last.count ?? 0) })}`;
}

function picture(context: PageContext, quarters: readonly QuarterHour[], top: number): Html {
  const scale = (value: number) => Math.round(HEIGHT - (HEIGHT * Math.min(value, top)) / top);
  const bars = quarters.map((quarter, index) => {
    const y = scale(told(quarter));
    return y === HEIGHT ? "" : `M${index * STEP + 1} ${HEIGHT}V${y}h${BAR}V${HEIGHT}z`;
  });
  const blind = quarters.map(({ count }, index) =>
    count === null ? `M${index * STEP + 1} ${HEIGHT - 2}h${BAR}` : "",
  );
  const label = chartSentence(context, quarters);
  return html`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${quarters.length * STEP} ${HEIGHT}" preserveAspectRatio="none"><path class="grid" d="M0 1h${quarters.length * STEP}M0 ${HEIGHT / 2}h${quarters.length * STEP}"/><path class="usual" d="${bandOf(quarters, scale)}"/><path class="told" d="${bars.join("")}"/><path class="blind" d="${blind.join("")}"/><path class="grid" d="M0 ${HEIGHT}h${quarters.length * STEP}"/></svg>`;
}

/** The usual from below to above, in pieces where nobody knows it. */
function bandOf(quarters: readonly QuarterHour[], scale: (value: number) => number): string {
  return quarters
    .map(({ expected, band }, index) => {
      if (expected === null || band === null) return "";
      const [high, low] = [scale(expected + band), scale(Math.max(0, expected - band))];
      const x = index * STEP;
      return `M${x} ${low}V${high}h${STEP}V${low}z`;
    })
    .join("");
}

/** Fewer than may be told are drawn as none. */
const told = ({ count }: QuarterHour): number =>
  count === null || count < TELLABLE_MIN ? 0 : count;

/** A round number that nothing goes beyond. */
function topOf(quarters: readonly QuarterHour[]): number {
  const highest = Math.max(
    TOP_MIN,
    ...quarters.map((each) => Math.max(told(each), (each.expected ?? 0) + (each.band ?? 0))),
  );
  const unit = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((n) => n * unit).find((top) => top >= highest) ?? highest;
}

function hour(context: PageContext, quarter: QuarterHour | undefined): Html {
  return html`<li>${quarter === undefined ? null : clockTime(context, quarter.at)}</li>`;
}

type Stretch = { from: number; to: number; quarter: QuarterHour; key: string };

/** Quarters that say the same are one line: most of a day is quiet. */
function table(context: PageContext, quarters: readonly QuarterHour[]): Html {
  const { words } = context;
  const stretches: Stretch[] = [];
  for (const quarter of quarters) {
    const key = JSON.stringify([reportsIn(context, quarter), usualIn(context, quarter)]);
    const last = stretches.at(-1);
    if (last !== undefined && last.key === key) last.to = quarter.at + QUARTER_MS;
    else stretches.push({ from: quarter.at, to: quarter.at + QUARTER_MS, quarter, key });
  }
  const rows = stretches
    .toReversed()
    .map(
      ({ from, to, quarter }) =>
        html`<tr><th scope="row">${absolute(context, from)} – ${clockTime(context, to)}</th><td>${reportsIn(context, quarter)}</td><td>${usualIn(context, quarter)}</td></tr>`,
    );
  return html`<table><caption class="sr">${words("reports:chart.title")}</caption><thead><tr><th scope="col">${words("reports:chart.when")}</th><th scope="col">${words("reports:chart.told")}</th><th scope="col">${words("reports:chart.upTo")}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

const reportsIn = (context: PageContext, { count }: QuarterHour): string =>
  count === null ? context.words("reports:chart.blind") : people(context, count);

const usualIn = ({ language }: PageContext, { expected, band }: QuarterHour): string =>
  expected === null || band === null ? "–" : Math.ceil(expected + band).toLocaleString(language);
