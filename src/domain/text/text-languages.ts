/** The languages in which posts are read. */
export const TEXT_LANGUAGES = ["fr", "en", "es", "pt"] as const;
export type TextLanguage = (typeof TEXT_LANGUAGES)[number];
