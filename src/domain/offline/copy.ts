import type { Language, Texts } from "../language.ts";

/** What stands first in an offline copy: whose it is, and when it was true. */
export type CopyAbout = {
  is: "about";
  format: 1;
  organisation: string;
  mode: "training" | "live";
  defaultLanguage: Language;
  madeAt: number;
  contacts: number;
  /** Saved questions, answered when the copy was made: a person names them by their place here. */
  segments: { id: string; name: string }[];
};

/** A channel with everything that sending needs, its secrets included. */
export type CopyChannel = {
  is: "channel";
  id: number;
  name: string;
  transport: string;
  addressKind: string;
  drill: boolean;
  perSecond: number;
  dailyMax: number | null;
  settings: Record<string, unknown>;
};

/** Words that were sent before, to be used again. */
export type CopyText = { is: "text"; title: string; texts: Texts };

/** A person or an address that nobody may write to. */
export type CopySuppression = {
  is: "suppressed";
  contact: number | null;
  kind: string | null;
  value: string | null;
};

/** A person with the ways that work and that they agreed to; nobody else is in the copy. */
export type CopyPerson = {
  is: "contact";
  id: number;
  key: string | null;
  name: string;
  language: Language;
  country: string | null;
  attributes: Record<string, string>;
  place: { lat: number; lon: number } | null;
  ways: CopyWay[];
  segments: number[];
};

/** One way to a person, and the proof that we may use it. */
export type CopyWay = {
  kind: string;
  value: string;
  wording: string;
  source: string;
  since: number;
};

export type CopyLine = CopyAbout | CopyChannel | CopyText | CopySuppression | CopyPerson;
