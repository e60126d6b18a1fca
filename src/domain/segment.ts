import type { Language } from "./language.ts";

/** A saved question about contacts. All of its parts must hold; an empty question means everybody. */
export type Question = {
  languages?: Language[];
  countries?: string[];
  /** Attribute name to the values that count, for example { city: ["Lyon", "Lille"] }. */
  attributes?: Record<string, string[]>;
};
