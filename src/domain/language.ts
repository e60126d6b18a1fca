/** The two languages that are equals everywhere. */
export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One short text in both languages. */
export type TwoLanguages = { fr: string; en: string };

/** What is sent to people: a heading (a subject, where a channel has one) and a body. */
export type MessageText = {
  heading: string;
  body: string;
  /** Whether its SMS may lose accents where that makes it narrow; other channels keep every letter. */
  plainSms?: boolean | undefined;
};
export type Texts = Record<Language, MessageText>;
