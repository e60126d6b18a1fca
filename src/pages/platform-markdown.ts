import { type PlatformCrowd, tellable } from "../domain/platform-crowd.ts";
import { standingOf } from "../domain/platform-standing.ts";
import type { PlatformFacts } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { age, document, exercise, list, text } from "./markdown.ts";
import { bothSay, verdictSentence } from "./platform.ts";
import { chartSentence } from "./platform-chart.ts";
import { countriesOf, mapSentence } from "./platform-map.ts";
import { overview, ranked } from "./platforms.ts";
import { delayOf, partsOf } from "./seen.ts";
import { symptomWords } from "./symptoms.ts";
import { people, percent } from "./tellable.ts";

/** The page of a platform as Markdown. It says nothing the page does not. */
export function platformMarkdown(
  context: PageContext,
  platform: PlatformFacts,
  crowd: PlatformCrowd,
): string {
  const { words, state, publicUrl, language } = context;
  const standing = standingOf(state, platform, context.now);
  const countries = countriesOf(crowd);
  const said = crowd.comments.map(({ words: comment }) => text(comment));
  return document([
    `# ${text(verdictSentence(context, platform, standing))}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    text(bothSay(context, platform, standing)),
    ...[partsOf(context, platform), delayOf(context, platform)].map((said) => said && text(said)),
    `## ${text(words("reports:chart.title"))}`,
    text(chartSentence(context, crowd.quarters)),
    crowd.shares === null ? text(words("reports:excess.none")) : symptoms(context, platform, crowd),
    countries.length === 0 ? null : text(mapSentence(context, countries)),
    said.length === 0 ? null : `## ${text(words("reports:comments.title"))}`,
    said.length === 0 ? null : text(words("reports:comments.text")),
    list(said),
    `[${text(words("reports:works"))}](${publicUrl}/${language}.md)`,
    text(words("public:footer.zone", { zone: state.organisation.timeZone })),
  ]);
}

/** All platforms, as Markdown. */
export function platformsMarkdown(context: PageContext): string {
  const { words, publicUrl, language } = context;
  const all = ranked(context);
  return document([
    `# ${text(overview(context, all))}`,
    exercise(context),
    age(context),
    list(
      all.map(({ platform, standing }) => {
        const address = `${publicUrl}/${language}/platforms/${platform.id}.md`;
        const told = words("reports:all.reporters", {
          people: people(context, platform.reporters),
        });
        return `[${text(platform.name)}](${address}) – ${text(bothSay(context, platform, standing))} ${text(told)}`;
      }),
    ),
  ]);
}

function symptoms(
  context: PageContext,
  platform: PlatformFacts,
  { shares }: PlatformCrowd,
): string | null {
  return list(
    tellable(shares?.symptom ?? []).map(({ key, share }) =>
      text(`${percent(context, share)} ${symptomWords(context, platform.id, key)}`),
    ),
  );
}
