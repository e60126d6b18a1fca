import type { PublicRumour } from "../domain/rumour.ts";
import type { PageContext } from "./context.ts";
import { age, document, exercise, list, paragraphs, part, safe, text, when } from "./markdown.ts";

/** The rumour board as Markdown: what is said, our verdict, and what it rests on. */
export function rumoursMarkdown(context: PageContext): string {
  const { words, state, publicUrl, language } = context;
  const { name } = state.organisation;
  return document([
    `# ${text(words("rumours:page.title"))}`,
    text(words("rumours:page.intro", { name })),
    exercise(context),
    age(context),
    ...(state.rumours.length === 0
      ? [text(words("rumours:page.none"))]
      : state.rumours.flatMap((rumour) => entry(context, rumour))),
    `[${text(words("rumours:ask.button"))}](${publicUrl}/${language}/rumours/ask)`,
  ]);
}

function entry(context: PageContext, rumour: PublicRumour): (string | null)[] {
  const { words, language } = context;
  const at = when(context, rumour.updatedAt);
  if (rumour.state === "withdrawn") {
    return [
      `## ${text(words("rumours:entry.withdrawn"))}`,
      text(`${words("rumours:entry.withdrawnText")} ${at}`),
    ];
  }
  const { claim, answer, evidence } = rumour.texts[language];
  const told = words(rumour.version > 1 ? "rumours:entry.corrected" : "rumours:entry.checked");
  return [
    `## ${text(words("rumours:entry.claim", { claim }))}`,
    `**${text(words(`rumours:verdict.${rumour.verdict}`))}**`,
    ...paragraphs(answer),
    ...part(words("rumours:entry.evidence"), evidence),
    list(rumour.links.map((link) => `<${safe(link)}>`)),
    text(`${words("public:notice.source")} ${rumour.source} · ${told} ${at}`),
  ];
}
