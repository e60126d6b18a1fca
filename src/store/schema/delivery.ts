import type { Generated, GeneratedAlways } from "kysely";
import type { Cascade, Settled } from "../../domain/cascade.ts";
import type { Language, Texts } from "../../domain/language.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Question } from "../../domain/segment.ts";
import type { Json, JsonWithDefault } from "./columns.ts";

export type ChannelState = "up" | "probing" | "down";
export type ChannelStateSource = "detector" | "receipts" | "account" | "operator";

export type Channel = {
  id: GeneratedAlways<number>;
  transport: string;
  name: string;
  address_kind: string;
  platform_id: string | null;
  settings: Json<Record<string, unknown>>;
  secrets: Buffer | null;
  drill: Generated<boolean>;
  enabled: Generated<boolean>;
  per_second: number;
  state: Generated<ChannelState>;
  state_reason: Generated<string>;
  state_source: Generated<ChannelStateSource>;
  state_at: Date;
  position: Generated<number>;
};

export type ChannelRate = {
  channel_id: number;
  tokens: number;
  at: Date;
  canaries: Generated<number>;
};

export type BroadcastState = "planned" | "approved" | "running" | "paused" | "done" | "cancelled";
export type Lane = "critical" | "bulk";

export type Broadcast = {
  id: GeneratedAlways<number>;
  incident_id: string | null;
  title: string;
  texts: Json<Texts>;
  segment_id: string | null;
  question: JsonWithDefault<Question>;
  cascade: Json<Cascade>;
  lane: Generated<Lane>;
  state: BroadcastState;
  plan: Json<Plan>;
  drill: Generated<boolean>;
  planned_by: string;
  planned_at: Date;
  approved_by: string | null;
  approved_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  recipients: Generated<number>;
};

export type Chunk = {
  broadcast_id: number;
  no: number;
  first_ordinal: number;
  last_ordinal: number;
  lane: Lane;
  due_at: Date | null;
  open: number;
  waits_for: number | null;
  reviewed_at: Date;
  review: Generated<boolean>;
  leased_until: Date | null;
  lease_token: string | null;
  leased_by: string | null;
};

/** The address on each rung of the cascade, or null where this person has none (or no consent). */
export type Ways = ([channelId: number, address: string] | null)[];

export type Delivery = {
  broadcast_id: number;
  ordinal: number;
  contact_id: number;
  language: Language;
  ways: Json<Ways>;
  variables: Json<Record<string, string>>;
  rung: Generated<number>;
  try: Generated<number>;
  fact: Generated<number>;
  outcome: string | null;
  why: string | null;
  provider_id: string | null;
  attempted_at: Date | null;
  best: Generated<number>;
  best_channel: number | null;
  due_at: Date | null;
  settled: Settled | null;
  settled_at: Date | null;
  answer: string | null;
  answer_at: Date | null;
};

export type Attempt = {
  broadcast_id: number;
  ordinal: number;
  rung: number;
  try: number;
  channel_id: number;
  fact: number;
  outcome: string | null;
  why: string | null;
  provider_id: string | null;
  attempted_at: Date;
};

export type Tally = {
  broadcast_id: number;
  channel_id: number;
  minute: Date;
  what: string;
  shard: number;
  n: number;
};

export type Inbox = {
  id: GeneratedAlways<number>;
  channel_id: number;
  received_at: Date;
  content_type: string;
  query: string;
  body: Buffer;
};

export type Orphan = {
  id: GeneratedAlways<number>;
  channel_id: number;
  received_at: Date;
  heard: Json<unknown>;
  next_try_at: Date;
};

export type ReplyMeaning = "safe" | "help" | "stop" | "start" | "read" | "other";

export type Reply = {
  id: GeneratedAlways<number>;
  channel_id: number;
  provider_id: string | null;
  address: string;
  body: string;
  meaning: ReplyMeaning;
  contact_id: number | null;
  broadcast_id: number | null;
  ordinal: number | null;
  at: Date;
};

export type Spooled = { name: string; applied_at: Date };
