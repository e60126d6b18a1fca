import type { PublicForum } from "../domain/forum.ts";
import type { PageContext } from "./context.ts";
import { age, document, exercise, text } from "./markdown.ts";

/** The session as Markdown. It says nothing the page does not. */
export function forumMarkdown(context: PageContext, forum: PublicForum): string {
  const { words, language, state } = context;
  return document([
    `# ${text(forum.title[language])}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    ...forum.questions.flatMap(({ words: asked, answer }) => [
      `## ${text(asked)}`,
      text(answer === null ? words("session:page.unanswered") : answer[language]),
    ]),
  ]);
}
