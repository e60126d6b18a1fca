import type { ColumnType, Generated } from "kysely";
import type { Baseline } from "../../domain/contact-point.ts";
import type { Language, TwoLanguages } from "../../domain/language.ts";
import type { OwnWords } from "../../domain/outlet.ts";
import type { Role } from "../../domain/roles.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Checked } from "../../domain/translation.ts";
import type { Json, JsonWithDefault } from "./columns.ts";

export type IncidentState = "suspected" | "confirmed" | "monitoring" | "resolved" | "dismissed";

export type Incident = {
  id: string;
  platform_id: string | null;
  origin: "assessment" | "cap" | "webhook" | "person";
  state: IncidentState;
  class: string;
  title: Json<TwoLanguages>;
  drill: Generated<boolean>;
  started_at: Date;
  opened_at: Date;
  confirmed_at: Date | null;
  monitoring_at: Date | null;
  closed_at: Date | null;
  peak: JsonWithDefault<Record<string, unknown>>;
};

export type PlaybookTask = {
  key: string;
  title: TwoLanguages;
  ownerRole: Role;
  dueAfterMs: number;
  everyMs?: number;
};

export type Playbook = {
  id: string;
  name: Json<TwoLanguages>;
  tasks: Json<PlaybookTask[]>;
  is_default: Generated<boolean>;
};

export type Run = {
  id: string;
  playbook_id: string;
  incident_id: string;
  started_at: Date;
  ended_at: Date | null;
};

export type Task = {
  id: string;
  run_id: string;
  key: string;
  title: Json<TwoLanguages>;
  owner_role: Role;
  position: number;
  due_at: Date;
  every_ms: number | null;
  state: "open" | "done" | "skipped";
  overdue_at: Date | null;
  done_at: Date | null;
  done_by: string | null;
  note: string | null;
};

export type AnnouncementState = "draft" | "approved" | "published" | "corrected" | "withdrawn";
export type Severity = "degraded" | "partial" | "major" | "resolved";
/** What a public notice must say, in one language. */
export type NoticeText = { title: string; message: string; advice: string; nextStep: string };

export type Announcement = {
  id: string;
  incident_id: string;
  state: AnnouncementState;
  severity: Severity;
  texts: Json<{ fr: NoticeText; en: NoticeText }>;
  source: string;
  version: Generated<number>;
  drafted_by: string;
  approved_by: string | null;
  updated_at: Date;
  published_at: Date | null;
  next_update_at: Date | null;
  replaced_by: string | null;
  /** Words of its own for a network, where somebody wrote them. */
  posts: JsonWithDefault<OwnWords>;
  /** A draft that goes out by the clock: when, on whose word, and where it was said yes. */
  publish_at: Date | null;
  scheduled_by: string | null;
  publish_outlets: Generated<number[]>;
  /** What stopped it when its time came. */
  schedule_failure: ColumnType<Sentence | null, string | null, string | null>;
  /** The language that follows later, whatever of it is written already. */
  later_language: Language | null;
  checked: JsonWithDefault<Checked>;
  /** The version whose words this one translates. */
  translates: string | null;
};

/** Opening hours by weekday (1 = Monday), as local "HH:MM" pairs in the organisation's zone. */
export type Hours = Partial<Record<"1" | "2" | "3" | "4" | "5" | "6" | "7", [string, string][]>>;

export type ContactPoint = {
  id: string;
  name: Json<TwoLanguages>;
  kind: string;
  platform_id: string | null;
  link: string | null;
  hours: ColumnType<Hours | null, string | null, string | null>;
  languages: Language[];
  waiting_minutes: number | null;
  baseline: Generated<Baseline>;
  position: Generated<number>;
  updated_at: Date;
};
