import { rankOf } from "../domain/contact-point.ts";
import { TELLABLE_MIN } from "../domain/platform-crowd.ts";
import { isTroubled, type Standing, standingOf } from "../domain/platform-standing.ts";
import type { PlatformFacts } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout, trueAt } from "./layout.ts";
import { bothSay, toldLine, verdictSentence } from "./platform.ts";
import { stateWord } from "./point.ts";
import { people } from "./tellable.ts";

export type Ranked = { platform: PlatformFacts; standing: Standing };

/** Every platform, those in trouble first. */
export function ranked({ state, now }: PageContext): Ranked[] {
  return state.platforms
    .map((platform) => ({ platform, standing: standingOf(state, platform, now) }))
    .sort((a, b) => weightOf(b) - weightOf(a));
}

/** Trouble before calm, and what is confirmed before what is only suspected. */
const weightOf = ({ standing }: Ranked): number =>
  (isTroubled(standing) ? 100 : 0) + rankOf(standing.state);

/** All platforms at a glance. */
export function platformsPage(context: PageContext): Html {
  const { words, state } = context;
  const all = ranked(context);
  const sentence = overview(context, all);
  return layout(context, {
    title: words("public:status.title", { sentence, name: state.organisation.name }),
    description: words("reports:all.text"),
    path: "/platforms",
    live: true,
    listed: state.organisation.mode === "live",
    main: html`<div><h1>${sentence}</h1><p>${words("reports:all.text")}</p>${trueAt(context)}</div><ul class="points all">${all.map((each) => row(context, each))}</ul>`,
  });
}

/** What is wrong among them all, in one sentence. */
export function overview(context: PageContext, all: readonly Ranked[]): string {
  const { words } = context;
  const troubled = all.filter(({ standing }) => isTroubled(standing));
  // Signs that cannot be read are no trouble to be counted.
  const clear = troubled.filter(({ standing }) => standing.verdict !== "unclear");
  const [first = troubled[0], ...others] = clear;
  if (all.length > 0 && all.every(({ standing }) => standing.verdict === "untold")) {
    return words("reports:all.untold");
  }
  if (first === undefined) return words("reports:all.calm");
  if (others.length === 0) return verdictSentence(context, first.platform, first.standing);
  return words("reports:all.many", { count: others.length + 1 });
}

function row(context: PageContext, { platform, standing }: Ranked): Html {
  const { words } = context;
  const loud = platform.reporters >= TELLABLE_MIN;
  const told = words("reports:all.reporters", { people: people(context, platform.reporters) });
  return html`<li class="point ${standing.state}"><div class="who"><h2><a href="${homeOf(context)}/platforms/${platform.id}">${platform.name}</a></h2>${stateWord(context, standing)}</div><p>${bothSay(context, platform, standing)}</p>${toldLine(context, platform)}${loud ? html`<p class="soft">${told}</p>` : null}</li>`;
}
