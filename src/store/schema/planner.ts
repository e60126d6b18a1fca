import type { Generated, GeneratedAlways } from "kysely";
import type { DryRunResult } from "../../domain/dry-run.ts";
import type { Language } from "../../domain/language.ts";
import type { TemplateQuality, TemplateState } from "../../domain/templates.ts";
import type { Json, JsonWithDefault } from "./columns.ts";

export type DryRun = {
  id: GeneratedAlways<number>;
  broadcast_id: number;
  asked_by: string;
  asked_at: Date;
  state: Generated<"waiting" | "running" | "done" | "failed">;
  leased_until: Date | null;
  ended_at: Date | null;
  result: Json<DryRunResult> | null;
};

/** An address whose owner takes messages of broadcasts as a test. */
export type Tester = {
  id: string;
  name: string;
  kind: string;
  value: string;
  drill: boolean;
  nonce: string;
  state: Generated<"queued" | "sending" | "sent" | "failed" | "confirmed">;
  tries: Generated<number>;
  due_at: Date;
  expires_at: Date;
  confirmed_at: Date | null;
  added_by: string;
};

export type TestMessage = {
  id: GeneratedAlways<number>;
  broadcast_id: number;
  channel_id: number;
  name: string;
  address: string;
  language: Language;
  variables: JsonWithDefault<Record<string, string>>;
  asked_by: string;
  asked_at: Date;
  state: Generated<"queued" | "sending" | "done">;
  due_at: Date;
  outcome: string | null;
  why: string | null;
  ended_at: Date | null;
};

/** A template of a channel, as its provider last described it. */
export type MessageTemplate = {
  channel_id: number;
  name: string;
  language: string;
  state: TemplateState;
  category: string | null;
  quality: TemplateQuality | null;
  why: Generated<string>;
  /** For how many seconds its provider goes on trying; null where it has not told. */
  lifetime_s: Generated<number | null>;
  at: Date;
};

/** What a broadcast has cost on one channel in one day (UTC), in hundredths. */
export type Spending = { day: string; broadcast_id: number; channel_id: number; cents: number };

/** Each time somebody stopped all sending, and when it went on. */
export type SendingStop = {
  id: GeneratedAlways<number>;
  at: Date;
  by: string;
  reason: string;
  ended_at: Date | null;
  ended_by: string | null;
};
