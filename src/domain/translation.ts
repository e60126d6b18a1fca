import { NOTICE_PARTS, type NoticeText, type Severity } from "./announcement.ts";
import { LANGUAGES, type Language } from "./language.ts";

export type Texts = Record<Language, NoticeText>;
/** Who read the words of a language before they went out, and when. */
export type Checked = Partial<Record<Language, Mark>>;
export type Mark = { by: string; at: string };
export type TranslationState = "missing" | "draft" | "checked";

export const otherLanguage = (language: Language): Language => (language === "fr" ? "en" : "fr");

/** How far the words of one language are. */
export function translationState(
  { texts, checked }: { texts: Texts; checked: Checked },
  language: Language,
): TranslationState {
  if (isEmpty(texts[language])) return "missing";
  return checked[language] ? "checked" : "draft";
}

/**
 * The marks after an edit. A mark is for the words that were read: others need another one. Who
 * says which languages they have `read` takes the mark away from the rest.
 */
export function marksAfter(
  before: { texts: Texts; checked: Checked } | null,
  after: { texts: Texts; read: readonly Language[] | undefined },
  mark: Mark,
): Checked {
  const marks = LANGUAGES.map((language) => {
    const { texts, read } = after;
    if (isEmpty(texts[language])) return [language, undefined];
    const isSame = before !== null && sameText(before.texts[language], texts[language]);
    const former = isSame ? before.checked[language] : undefined;
    if (read === undefined) return [language, former];
    return [language, read.includes(language) ? (former ?? mark) : undefined];
  });
  return Object.fromEntries(marks.filter(([, found]) => found !== undefined));
}

/** What readers of each language see: where theirs is not ready, the words of the other. */
export function shownTexts(texts: Texts, later: Language | null): Texts {
  return later === null ? texts : { ...texts, [later]: texts[otherLanguage(later)] };
}

type Version = {
  texts: Texts;
  severity: Severity;
  source: string;
  later_language: Language | null;
};

/** Whether this version says what the former said, and adds only the language that was missing. */
export function translatedBy(former: Version, next: Version): Language | null {
  const { later_language: later } = former;
  if (later === null || next.later_language !== null) return null;
  const spoken = otherLanguage(later);
  const isSame =
    former.severity === next.severity &&
    former.source === next.source &&
    sameText(former.texts[spoken], next.texts[spoken]);
  return isSame ? later : null;
}

export const isEmpty = (text: NoticeText): boolean =>
  NOTICE_PARTS.every((part) => text[part].trim() === "");

const sameText = (one: NoticeText, other: NoticeText): boolean =>
  NOTICE_PARTS.every((part) => one[part] === other[part]);
