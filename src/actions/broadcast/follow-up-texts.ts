import type { FollowUpKind } from "../../domain/follow-up.ts";
import type { Language, MessageText, Texts } from "../../domain/language.ts";
import { textFor } from "../../domain/message.ts";
import { wordsFor } from "../../lib/words.ts";
import type { BroadcastRow } from "../../store/broadcasts.ts";

const QUOTE_LENGTH_MAX = 80;
const TITLE_LENGTH_MAX = 200;

type Written = { title: string; texts: Texts };

/** The words of a follow-up: what somebody wrote, or else sentences that are ready to be sent. */
export function followUpTexts(
  original: Pick<BroadcastRow, "title" | "texts">,
  kind: FollowUpKind,
  given: { language: Language; title?: string | undefined; texts?: Texts | undefined },
): Written {
  const words = wordsFor(given.language);
  const title = words(`safety:${kind}.title`, { title: original.title });
  return {
    title: (given.title?.trim() || title).slice(0, TITLE_LENGTH_MAX),
    texts: given.texts ?? { fr: textIn(original, kind, "fr"), en: textIn(original, kind, "en") },
  };
}

function textIn(
  { texts }: Pick<BroadcastRow, "texts">,
  kind: FollowUpKind,
  language: Language,
): MessageText {
  const words = wordsFor(language);
  const told = textFor(texts, language);
  const quoted = quoteOf(told);
  return {
    ...(told.plainSms === true && { plainSms: true }),
    heading: words(`safety:${kind}.heading`, { told: quoted }),
    body: words(`safety:${kind}.body`, { told: quoted }),
  };
}

/** What they were told, in a few words: its subject, or how it begins. */
function quoteOf({ heading, body }: MessageText): string {
  const said = (heading.trim() || body.trim()).replace(/\s+/g, " ");
  return said.length <= QUOTE_LENGTH_MAX
    ? said
    : `${said.slice(0, QUOTE_LENGTH_MAX - 1).trimEnd()}…`;
}
