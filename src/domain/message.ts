import type { Language, MessageText, Texts } from "./language.ts";
import { plainLines } from "./text/plain-lines.ts";

/** The sentences that are added to a message, in the language of the person. */
export type MessageWords = {
  /** "Reply 1 if you are safe, 2 if you need help. STOP to receive no more." */
  replyCodes: string;
  /** The same, where people cannot answer on the channel itself. `{link}` stands for the page. */
  answerLink: string;
  optOutLink: string;
  drill: string;
};

export type Composed = { heading: string; body: string };
export type Composition =
  | { kind: "composed"; text: Composed }
  /** A blank that this person cannot fill: the row is blocked with this reason. */
  | { kind: "incomplete"; missing: string[] };

/** How one channel takes a text. */
export type TextStyle = {
  /** People answer on the channel itself, with a code. */
  twoWay: boolean;
  bodyLengthMax: number;
};

/** The blank that becomes the link to the person's own page, where they can add a second address. */
export const OWN_PAGE = "ownPage";

const BLANK = /\{([a-zA-Z][a-zA-Z0-9_]{0,39})\}/g;
const VALUE_LENGTH_MAX = 120;
const ELLIPSIS = "…";

/** The blanks of a text, each named once. */
export function blanksOf(text: MessageText): string[] {
  const found = [...`${text.heading}\n${text.body}`.matchAll(BLANK)].map((match) => match[1] ?? "");
  return [...new Set(found)];
}

export const blanksOfTexts = (texts: Texts): string[] => [
  ...new Set([...blanksOf(texts.fr), ...blanksOf(texts.en)]),
];

/** The text of one person, blanks filled. A value is only ever text: its own braces stay braces. */
export function fill(text: MessageText, values: Readonly<Record<string, string>>): Composition {
  const missing = blanksOf(text).filter((name) => valueOf(values, name) === null);
  if (missing.length > 0) return { kind: "incomplete", missing };
  const filled = (from: string): string =>
    plainLines(from.replace(BLANK, (_all, name: string) => valueOf(values, name) ?? ""));
  return { kind: "composed", text: { heading: filled(text.heading), body: filled(text.body) } };
}

/** The message as a channel takes it: the body, then how to answer. The codes are never cut off. */
export function dress(
  text: Composed,
  style: TextStyle,
  added: {
    words: MessageWords;
    links: { answer: string | null; optOut: string | null };
    drill: boolean;
  },
): Composed {
  const { words, links } = added;
  const tail = style.twoWay
    ? [words.replyCodes]
    : [
        links.answer === null ? "" : words.answerLink.replace("{link}", links.answer),
        links.optOut === null ? "" : words.optOutLink.replace("{link}", links.optOut),
      ];
  const ending = tail.filter((line) => line !== "").join("\n");
  const opening = added.drill ? `${words.drill} ` : "";
  const room = style.bodyLengthMax - opening.length - (ending === "" ? 0 : ending.length + 2);
  const body = `${opening}${shorten(text.body, Math.max(room, 1))}`;
  return {
    heading: added.drill ? `${words.drill} ${text.heading}` : text.heading,
    body: ending === "" ? body : `${body}\n\n${ending}`,
  };
}

/** Whose text it is: the person's language, or the other where nothing was written in theirs. */
export function textFor(texts: Texts, language: Language): MessageText {
  const other = language === "fr" ? "en" : "fr";
  return texts[language].body.trim() === "" ? texts[other] : texts[language];
}

function valueOf(values: Readonly<Record<string, string>>, name: string): string | null {
  if (!Object.hasOwn(values, name)) return null;
  // Our own link, and worth nothing when a letter of it is missing.
  if (name === OWN_PAGE) return values[name] || null;
  const value = plain(values[name] ?? "");
  return value === "" ? null : value;
}

/** Without control characters, line breaks and direction tricks, and not endless. */
const plain = (value: string): string =>
  value
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b]+/gu, " ")
    .trim()
    .slice(0, VALUE_LENGTH_MAX);

const shorten = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : text.slice(0, Math.max(lengthMax - 1, 0)).trimEnd() + ELLIPSIS;
