import type { Generated, GeneratedAlways } from "kysely";
import type { HookResult } from "../../domain/contact-hook.ts";
import type { PullCounts, PullReading } from "../../domain/contact-pull.ts";
import type { Texts } from "../../domain/language.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Json, JsonWithDefault } from "./columns.ts";

/** A sending from an offline copy, as its result file tells it. */
export type OfflineSendingTable = {
  job: string;
  label: string;
  audience: string;
  drill: boolean;
  copy_made_at: Date;
  started_at: Date;
  ended_at: Date;
  complete: boolean;
  planned_by: string;
  approved_by: string;
  texts: Json<Texts>;
  channels: Json<{ id: number; name: string }[]>;
  imported_at: Date;
  imported_by: string;
};

export type OfflineSentTable = {
  job: string;
  contact_id: number;
  channel_id: number;
  settled: string | null;
  outcome: string | null;
  why: string | null;
  attempted_at: Date | null;
};

export type ContactPullTable = {
  id: string;
  name: string;
  url: string;
  reading: Json<PullReading>;
  auth: "none" | "bearer" | "basic";
  secret: Buffer | null;
  absent: "keep" | "silence";
  brake_percent: number;
  every_ms: number;
  enabled: Generated<boolean>;
  etag: string | null;
  last_modified: string | null;
  digest: Buffer | null;
  held_digest: Buffer | null;
  confirmed_digest: Buffer | null;
  created_at: Date;
  created_by: string;
  failure_count: Generated<number>;
  next_at: Date;
  lease_until: Date | null;
};

export type ContactPullRunTable = {
  id: GeneratedAlways<number>;
  pull_id: string;
  at: Date;
  result: "unchanged" | "applied" | "held" | "failed";
  counts: JsonWithDefault<Partial<PullCounts>>;
  trouble: Json<Sentence> | null;
};

export type ContactPullMemberTable = { pull_id: string; contact_id: number };

export type ContactHookTable = {
  id: string;
  name: string;
  secrets: Buffer;
  created_at: Date;
  created_by: string;
  heard_at: Date | null;
};

export type ContactHookEventTable = {
  hook_id: string;
  event_id: string;
  digest: Buffer;
  at: Date;
  erased: Generated<number>;
  answer: Json<HookResult[]>;
};
