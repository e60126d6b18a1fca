import type { PageContext } from "./context.ts";
import { faqOf } from "./help-faq.ts";
import { age, document, exercise, text } from "./markdown.ts";

/** The frequent questions as Markdown. It says nothing the page does not. */
export function helpMarkdown(context: PageContext): string {
  const { words, state, publicUrl, language } = context;
  const entries = faqOf(context);
  const blocks = entries.flatMap(({ question, answer }) => [
    `## ${text(question)}`,
    ...answer
      .split(/\n+/)
      .filter((line) => line.trim() !== "")
      .map(text),
  ]);
  return document([
    `# ${text(words("help:page.title"))}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    ...(entries.length === 0 ? [text(words("help:faq.none"))] : blocks),
    `[${text(words("help:write.button"))}](${publicUrl}/${language}/contact)`,
  ]);
}
