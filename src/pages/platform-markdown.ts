import { type PlatformCrowd, TELLABLE_MIN, tellable } from "../domain/platform-crowd.ts";
import { standingOf, toldOf } from "../domain/platform-standing.ts";
import type { PlatformFacts } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { age, document, exercise, list, text } from "./markdown.ts";
import { saidOf } from "./notice.ts";
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
    told(context, platform),
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

/** Where we say more of it: the page of its open incident. */
function told(context: PageContext, { id }: PlatformFacts): string | null {
  const incident = toldOf(context.state, id);
  if (incident === null) return null;
  const { words, publicUrl, language } = context;
  const address = `${publicUrl}/${language}/incidents/${incident.id}.md`;
  return `${text(words("reports:told"))} [${text(saidOf(context, incident).title)}](${address}).`;
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
        const reporters = words("reports:all.reporters", {
          people: people(context, platform.reporters),
        });
        const loud = platform.reporters >= TELLABLE_MIN ? text(reporters) : null;
        const said = [text(bothSay(context, platform, standing)), told(context, platform), loud];
        const line = said.filter((part) => part !== null).join(" ");
        return `[${text(platform.name)}](${address}) – ${line}`;
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
