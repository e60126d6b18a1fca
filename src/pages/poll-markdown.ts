import { isPollOpen, type PublicPoll, tellableVotes } from "../domain/forum.ts";
import { TELLABLE_MIN } from "../domain/platform-crowd.ts";
import type { PageContext } from "./context.ts";
import { age, document, exercise, list, text, when } from "./markdown.ts";

/** A poll as Markdown. While it is open, its result belongs to those who have voted. */
export function pollMarkdown(context: PageContext, poll: PublicPoll): string {
  const { words, state, language, publicUrl, now } = context;
  const isOpen = isPollOpen(poll, now);
  const ending = words(`session:poll.${isOpen ? "open" : "closed"}`);
  const vote = `[${text(words("session:poll.vote"))}](${publicUrl}/${language}/poll/${poll.id})`;
  return document([
    `# ${text(poll.question[language])}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    text(`${ending} ${when(context, poll.closesAt)}.`),
    ...(isOpen
      ? [list(poll.options.map((option) => text(option[language]))), vote]
      : result(context, poll)),
  ]);
}

function result({ words, language }: PageContext, poll: PublicPoll): (string | null)[] {
  const told = tellableVotes(poll.votes);
  const heading = `## ${text(words("session:poll.result"))}`;
  if (told === null) return [heading, text(words("session:poll.few", { count: TELLABLE_MIN }))];
  const lines = poll.options.map(
    (option, index) =>
      `${text(option[language])} – ${text(words("session:poll.votes", { count: told[index] ?? 0 }))}`,
  );
  return [heading, list(lines)];
}
