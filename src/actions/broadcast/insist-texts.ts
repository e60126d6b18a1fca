import type { Language, MessageText, Texts } from "../../domain/language.ts";
import { wordsFor } from "../../lib/words.ts";

/** What somebody is asked again: the same, marked as a reminder. */
export function remindingTexts(texts: Texts): Texts {
  const again = (language: Language): MessageText => {
    const words = wordsFor(language);
    const { heading, body, ...letters } = texts[language];
    const marked = (text: string) =>
      text.trim() === "" ? text : words("safety:reminder.text", { text });
    return { ...letters, heading: marked(heading), body: marked(body) };
  };
  return { fr: again("fr"), en: again("en") };
}

/** What a deputy is told: who has not answered stands in the blank `people`. */
export const deputyTexts = (): Texts => ({ fr: deputyText("fr"), en: deputyText("en") });

/** The same with these names in it: how long it becomes. */
export function deputyTextsNaming(people: string): Texts {
  const named = ({ heading, body }: MessageText): MessageText => ({
    heading,
    body: body.replace("{people}", () => people),
  });
  const { fr, en } = deputyTexts();
  return { fr: named(fr), en: named(en) };
}

function deputyText(language: Language): MessageText {
  const words = wordsFor(language);
  return { heading: words("safety:deputy.heading"), body: words("safety:deputy.body") };
}
