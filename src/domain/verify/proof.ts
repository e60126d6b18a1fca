import type { Language } from "../language.ts";

/** So many of our texts, the newest, can be proven by a copy: each is a page drawn at every look. */
export const COPIED_TEXTS_MAX = 10;

/** One language of one version as it was signed; the words of a withdrawn one are left out. */
export type PublicProof = {
  announcementId: string;
  incidentId: string;
  language: Language;
  code: string;
  state: "published" | "corrected" | "withdrawn";
  changedAt: number;
  /** Exactly the bytes that were signed. */
  envelope: string;
  signature: string;
  keyId: string;
  /** The code of the text of the same incident that is in force, where there is one. */
  currentCode: string | null;
};

/** Whoever has this can check what we signed while it was ours. */
export type PublicKey = { id: string; publicKey: string; since: number; until: number | null };
