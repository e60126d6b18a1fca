import type { ColumnType, Generated } from "kysely";
import type { Language } from "../../domain/language.ts";
import type { RumourText, Verdict } from "../../domain/rumour.ts";
import type { Json } from "./columns.ts";

export type AnnouncementSignature = {
  announcement_id: string;
  language: Language;
  code: string;
  envelope: string;
  signature: string;
  key_id: string;
  /** What its words are found by; null until somebody has counted them. */
  word_runs: ColumnType<number[] | null, number[] | undefined, number[]>;
};

export type Rumour = {
  id: string;
  incident_id: string | null;
  state: "draft" | "published" | "withdrawn";
  verdict: Verdict;
  texts: Json<Record<Language, RumourText>>;
  links: ColumnType<string[], string[] | undefined, string[]>;
  source: string;
  version: Generated<number>;
  drafted_by: string;
  changed_by: string;
  created_at: Date;
  updated_at: Date;
  published_at: Date | null;
};

export type RumourVersion = {
  rumour_id: string;
  version: number;
  verdict: Verdict;
  texts: Json<Record<Language, RumourText>>;
  links: string[];
  source: string;
  published_at: Date;
  published_by: string;
};

export type RumourQuestion = {
  id: string;
  words: string;
  link: string | null;
  language: Language;
  network_hash: Buffer;
  asked: Generated<number>;
  state: Generated<"waiting" | "answered" | "dismissed">;
  rumour_id: string | null;
  at: Date;
  decided_at: Date | null;
  decided_by: string | null;
};
