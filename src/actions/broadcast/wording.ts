import { type Asks, optionText, safetyCheck } from "../../domain/asks.ts";
import type { Language, MessageText, Texts } from "../../domain/language.ts";
import { dress, type MessageWords } from "../../domain/message.ts";
import { narrowSms, smsText } from "../../domain/text/sms-segments.ts";
import { wordsFor } from "../../lib/words.ts";

/** Where people can answer with a code on the channel itself; elsewhere they get a link. */
const TWO_WAY = new Set(["whatsapp", "sms", "telegram", "messenger", "voice"]);
export const isTwoWay = (kind: string): boolean => TWO_WAY.has(kind);

const sentences = new Map<Language, MessageWords>();

function sentencesOf(language: Language): MessageWords {
  const known = sentences.get(language);
  if (known) return known;
  const words = wordsFor(language);
  const made = {
    replyCodes: words("delivery:replyCodes"),
    answerLink: words("delivery:answerLink"),
    optOutLink: words("delivery:optOutLink"),
    drill: words("delivery:drill"),
  };
  sentences.set(language, made);
  return made;
}

/** How a message is answered: with the codes of a safety check, of a poll, or not at all. */
export function answeringOf(asks: Asks, language: Language, kind: string): MessageWords {
  const usual = sentencesOf(language);
  const words = wordsFor(language);
  if (kind === "voice" && asks.kind !== "poll") {
    const keys = asks.kind === "safety" ? "delivery:keyCodes" : "delivery:keyStop";
    return { ...usual, replyCodes: words(keys) };
  }
  if (asks.kind === "safety") {
    // Words of ours shall not be what makes a text message cost twice as much.
    return kind === "sms" ? { ...usual, replyCodes: words("delivery:smsCodes") } : usual;
  }
  if (asks.kind === "nothing") {
    return { ...usual, replyCodes: words("safety:codes.stop"), answerLink: "" };
  }
  const codes = asks.options.map((option, index) =>
    words("safety:codes.option", { n: index + 1, option: optionText(option, language) }),
  );
  const list = new Intl.ListFormat(language, { type: "disjunction" }).format(codes);
  return { ...usual, replyCodes: words("safety:codes.poll", { list }) };
}

/** The whole of an SMS in the letters that were chosen for it: what fills a blank loses its accents as well. */
export const inSms = (text: Pick<MessageText, "plainSms">, body: string): string =>
  text.plainSms === true ? narrowSms(body) : body;

/** Whatever is said may also be asked: a safety check is the usual. */
type Said = { texts: Texts; asks?: Asks | undefined; drill?: boolean | undefined };

/** The texts as an SMS carries them, codes and all: what is counted and paid. Blanks stand as typed. */
export function asSms({ texts, asks = safetyCheck, drill = false }: Said): Texts {
  const inLanguage = (language: Language) => {
    const text = texts[language];
    if (text.body.trim() === "") return text;
    const words = answeringOf(asks, language, "sms");
    const style = { twoWay: true, bodyLengthMax: Number.POSITIVE_INFINITY };
    const { heading, body } = dress(text, style, {
      words,
      links: { answer: null, optOut: null },
      drill,
    });
    return { ...text, heading, body: smsText(inSms(text, body)) };
  };
  return { fr: inLanguage("fr"), en: inLanguage("en") };
}
