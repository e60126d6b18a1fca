import { NOTICE_PARTS, type NoticeText, type Severity } from "./announcement.ts";
import type { Language } from "./language.ts";

export type Texts = Record<Language, NoticeText>;
/** Who read the words of a language before they went out, and when. */
export type Checked = Partial<Record<Language, { by: string; at: string }>>;
export type TranslationState = "missing" | "draft" | "checked";

export const otherLanguage = (language: Language): Language => (language === "fr" ? "en" : "fr");

/** How far the words of one language are. */
export function translationState(
  { texts, checked }: { texts: Texts; checked: Checked },
  language: Language,
): TranslationState {
  if (NOTICE_PARTS.every((part) => texts[language][part].trim() === "")) return "missing";
  return checked[language] ? "checked" : "draft";
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
    NOTICE_PARTS.every((part) => former.texts[spoken][part] === next.texts[spoken][part]);
  return isSame ? later : null;
}
