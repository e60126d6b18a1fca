import type { Generated, GeneratedAlways } from "kysely";
import type { Language } from "../../domain/language.ts";
import type { OutletMode, PostState, PostWhat } from "../../domain/outlet.ts";
import type { Json } from "./columns.ts";

export type OutletTable = {
  id: GeneratedAlways<number>;
  kind: string;
  name: string;
  settings: Json<Record<string, unknown>>;
  secrets: Buffer | null;
  languages: Language[];
  mode: OutletMode;
  drill: boolean;
  enabled: Generated<boolean>;
  created_at: Date;
};

export type OutletPostTable = {
  id: GeneratedAlways<number>;
  outlet_id: number;
  incident_id: string;
  announcement_id: string;
  version: number;
  language: Language;
  what: PostWhat;
  state: PostState;
  try: Generated<number>;
  reason: string | null;
  why: string | null;
  due_at: Date | null;
  lease_token: string | null;
  text: string | null;
  remote_id: string | null;
  remote_url: string | null;
  created_at: Date;
  at: Date;
};
