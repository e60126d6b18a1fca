/** What people can tell apart themselves; the words for them stand in the locales. */
export const SYMPTOMS = ["send", "receive", "media", "calls", "login", "other"] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** What somebody reports who only says "me too". It counts, and is no symptom. */
export const UNSAID = "unsaid";
export type Said = Symptom | typeof UNSAID;

export const DEVICES = ["ios", "android", "web", "desktop"] as const;
export type Device = (typeof DEVICES)[number];

export const VERSION_LENGTH_MAX = 20;
export const COMMENT_LENGTH_MAX = 280;

/** What can go wrong with a platform that can do this: nobody calls by e-mail. */
export const symptomsOf = (capabilities: readonly string[]): Symptom[] =>
  SYMPTOMS.filter((symptom) => symptom === "other" || capabilities.includes(symptom));

/** A version as its app shows it, "2.24.20" for "v2.24.20 (beta)"; null for anything else. */
export function versionOf(typed: string): string | null {
  const found = /^\s*(?:version|v)?\.?\s*(\d{1,5}(?:\.\d{1,5}){0,4})(?:\s*\([^)]*\))?\s*$/i.exec(
    typed,
  );
  const version = found?.[1];
  return version !== undefined && version.length <= VERSION_LENGTH_MAX ? version : null;
}
