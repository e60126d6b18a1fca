import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Assessment as Assessed } from "../../domain/detection/fuse.ts";
import type { StreamState } from "../../domain/detection/stream.ts";
import type { ListeningMemory } from "../../domain/listening/memory.ts";
import type { Device } from "../../domain/report-details.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { Json, JsonWithDefault, Params } from "./columns.ts";

export type Platform = {
  id: string;
  name: string;
  failure_domain: string;
  capabilities: string[];
  position: Generated<number>;
};

export type SourceHealth = "healthy" | "unhealthy" | "unknown";

export type Source = {
  id: string;
  sensor: string;
  /** Null for a trigger: it looks at the world. */
  platform_id: string | null;
  name: string;
  settings: Json<Record<string, unknown>>;
  secrets: Buffer | null;
  every_ms: number;
  enabled: Generated<boolean>;
  health: Generated<SourceHealth>;
  health_note: ColumnType<Sentence | null, string | null, string | null>;
  looked_at: Date | null;
  due_at: Date | null;
  leased_until: Date | null;
};

/** Where a listening source goes on, and what it remembers of those it has counted. */
export type Listening = {
  source_id: string;
  cursor: string | null;
  memory: ColumnType<ListeningMemory | null, string | null, string | null>;
  failures: Generated<number>;
};

export type SignalKind = "reports" | "social" | "probe" | "official" | "deliveries";
export type Verdict = "up" | "degraded" | "down" | "unknown";

export type Signal = {
  id: GeneratedAlways<number>;
  source_id: string;
  platform_id: string;
  kind: SignalKind;
  at: Date;
  count: number | null;
  verdict: Verdict | null;
  evidence: Json<Sentence>;
  detail: JsonWithDefault<Record<string, unknown>>;
};

export type Report = {
  id: GeneratedAlways<number>;
  platform_id: string;
  symptom: string;
  country: string | null;
  app_version: string | null;
  /** Null is what nobody said. */
  device: Generated<Device | null>;
  reporter_hash: Buffer;
  network_hash: Buffer;
  at: Date;
};

export type ReportSalt = { day: string; salt: Buffer };

export type CommentState = "waiting" | "accepted" | "rejected";

export type ReportComment = {
  id: string;
  report_id: number;
  platform_id: string;
  words: string;
  state: CommentState;
  at: Date;
  decided_at: Date | null;
  decided_by: string | null;
};

export type Stream = {
  id: string;
  platform_id: string;
  kind: string;
  bucket_ms: number;
  bucket_at: Date;
  state: Json<StreamState>;
};

export type StreamPoint = {
  stream_id: string;
  at: Date;
  count: number | null;
  expected: number;
  band: number;
  score: number;
  state: "quiet" | "watch" | "alert";
};

export type AssessmentLevel = "healthy" | "unclear" | "suspected" | "confirmed";

export type Assessment = {
  id: GeneratedAlways<number>;
  platform_id: string;
  at: Date;
  level: AssessmentLevel;
  class: string;
  subject: string | null;
  /** Null: not known, nothing spoke for the level or against it. */
  confidence: number | null;
  crowd_only: boolean;
  /** The addends in words: a code of the locales and what fills its sentence. */
  addends: Json<AddendRow[]>;
};

export type AddendRow = { kind: string; weight: number; code: string; params: Params };

export type Opinion = {
  platform_id: string;
  at: Date;
  assessment: Json<Assessed>;
  excess: number;
  ratio: number;
  capabilities: JsonWithDefault<Record<string, Assessed>>;
};
