import type { Generated, GeneratedAlways } from "kysely";
import type { Keeps } from "../../domain/keeps.ts";
import type { Language } from "../../domain/language.ts";
import type { Role } from "../../domain/roles.ts";
import type { Json, JsonWithDefault } from "./columns.ts";

export type Organisation = {
  id: Generated<number>;
  name: string;
  mode: "training" | "live";
  default_language: Language;
  time_zone: string;
  default_country: string;
  second_approver: Generated<boolean>;
  /** Whether what people write beside a report shows before somebody has read it. */
  comments_at_once: Generated<boolean>;
  /** ISO 4217: in what prices and budgets are counted. */
  currency: Generated<string>;
  /** What all broadcasts together may cost in one day (UTC), in hundredths. */
  budget_day_cents: number | null;
  /** How many days each kind of detail is kept, where it is not the usual. */
  keeps: JsonWithDefault<Partial<Keeps>>;
  created_at: Date;
};

export type Account = {
  id: string;
  email: string;
  name: string;
  language: Language;
  roles: Role[];
  password_hash: string;
  created_at: Date;
  disabled_at: Date | null;
};

export type Session = {
  token_hash: Buffer;
  account_id: string;
  csrf_hash: Buffer;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
};

export type LoginLink = {
  token_hash: Buffer;
  account_id: string;
  expires_at: Date;
  used_at: Date | null;
};

export type ApiKey = {
  id: string;
  name: string;
  token_hash: Buffer;
  roles: Role[];
  created_at: Date;
  revoked_at: Date | null;
};

export type Event = {
  id: GeneratedAlways<number>;
  at: Date;
  actor: string;
  name: string;
  subject_kind: string;
  subject_id: string;
  incident_id: string | null;
  detail: Json<Record<string, unknown>>;
};

export type Seal = { no: number; event_id: number; hash: Buffer };
