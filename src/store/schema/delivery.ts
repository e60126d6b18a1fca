import type { Generated, GeneratedAlways } from "kysely";
import type { AccountState } from "../../domain/account-health.ts";
import type { Asks } from "../../domain/asks.ts";
import type { Proof } from "../../domain/canary.ts";
import type { CareState } from "../../domain/care.ts";
import type { Cascade, Settled } from "../../domain/cascade.ts";
import type { BroadcastKind, Insist, Rest } from "../../domain/follow-up.ts";
import type { Language, Texts } from "../../domain/language.ts";
import type { Outcome } from "../../domain/outcome.ts";
import type { Plan } from "../../domain/plan.ts";
import type { QuestionNow } from "../../domain/segment.ts";
import type { Sentence } from "../../domain/sentence.ts";
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
  price_cents: number | null;
  daily_max: number | null;
  /** The limit that it draws from together with other channels. */
  shares: Generated<string | null>;
  state: Generated<ChannelState>;
  state_reason: Generated<string>;
  state_source: Generated<ChannelStateSource>;
  state_at: Date;
  /** Since when neither it nor any other channel is heard: the operator is told, nothing is switched. */
  silent_at: Generated<Date | null>;
  position: Generated<number>;
  /** When its templates were asked for and read as a whole, and until when its token is good. */
  templates_asked_at: Generated<Date | null>;
  templates_at: Generated<Date | null>;
  token_until: Generated<Date | null>;
};

export type ChannelRate = {
  channel_id: number;
  tokens: number;
  at: Date;
  canaries: Generated<number>;
  day: string | null;
  used: Generated<number>;
  /** How we went on when the provider last refused us for speed, and the speed that it refused. */
  pace: Generated<number | null>;
  pace_refused: Generated<number | null>;
  paced_at: Generated<Date | null>;
  /** Until then the tokens are for critical messages. */
  urgent_until: Generated<Date | null>;
  /** Since when the provider has refused everything for speed, and until when it asked for silence. */
  refused_since: Generated<Date | null>;
  hushed_until: Generated<Date | null>;
  /** When it last asked for so long a silence that somebody may leave the channel for it. */
  long_hush_at: Generated<Date | null>;
};

/** What several channels draw from together. */
export type SharedLimit = {
  name: string;
  per_second: number | null;
  /** How many different people within any 24 hours. */
  people_a_day: number | null;
  tokens: Generated<number>;
  at: Date;
  full_until: Generated<Date | null>;
  /** Until then the tokens are for critical messages. */
  urgent_until: Generated<Date | null>;
};

export type SharedPerson = { limit_name: string; address: string; at: Date };

/** Which attempt a provider's number belongs to, where it never echoes our reference. */
export type ProviderNumber = AttemptColumns & { channel_id: number; number: string; at: Date };

/** That a STOP was heard, as it is told to the person: once. */
export type StopAnswer = {
  kind: string;
  address: string;
  channel_id: number;
  language: Language;
  heard_at: Date;
  state: Generated<"queued" | "sending" | "sent" | "failed">;
};

/** A copy of the whole database. */
export type Backup = {
  id: GeneratedAlways<number>;
  at: Date;
  bytes: number | null;
  made: "own" | "elsewhere";
  by: string;
};

export type BroadcastState = "planned" | "approved" | "running" | "paused" | "done" | "cancelled";
export type Lane = "critical" | "bulk";

/** Whom a broadcast reaches before the others, in the words and with the question of its segment. */
export type TriageGroup = { name: string; question: QuestionNow };

export type Broadcast = {
  id: GeneratedAlways<number>;
  incident_id: string | null;
  title: string;
  texts: Json<Texts>;
  segment_id: string | null;
  question: JsonWithDefault<QuestionNow>;
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
  kind: Generated<BroadcastKind>;
  follows: number | null;
  rest: Rest | null;
  gathers: Generated<boolean>;
  gathered_at: Date | null;
  asks: JsonWithDefault<Asks>;
  insist: Json<Insist> | null;
  remind_at: Date | null;
  deputy_at: Date | null;
  triage: JsonWithDefault<TriageGroup[]>;
  cohort: number | null;
  halted: Generated<boolean>;
  /** What it may cost, in hundredths; null: no limit of its own. */
  budget_cents: Generated<number | null>;
  /** Somebody let it go beyond what the day allows. */
  beyond_day: Generated<boolean>;
  /** Up to which delivery it was noted that its ways work; -1: all. */
  ways_noted: Generated<number>;
  /** When the deliveries were forgotten; only their numbers are left. */
  forgotten_at: Generated<Date | null>;
};

/** What became of the people of a broadcast whose deliveries are forgotten; "" where nothing did. */
export type DeliverySum = {
  broadcast_id: number;
  settled: string;
  answer: string;
  people: number;
};

export type Care = {
  broadcast_id: number;
  contact_id: number;
  state: CareState;
  by: string;
  at: Date;
  note: Generated<string>;
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

/** By which columns an attempt is named, wherever one is (domain/reference.ts). */
export type AttemptColumns = { broadcast_id: number; ordinal: number; rung: number; try: number };

export type Attempt = AttemptColumns & {
  channel_id: number;
  fact: number;
  outcome: string | null;
  why: string | null;
  provider_id: string | null;
  attempted_at: Date;
};

/** An attempt whose fate we asked the provider about. */
export type Inquiry = AttemptColumns & { asked_at: Date };

/** The line of somebody who is on the telephone with us. */
export type BusyLine = { line: string; until: Date };

export type Tally = {
  broadcast_id: number;
  channel_id: number;
  minute: Date;
  what: string;
  shard: number;
  n: number;
};

export type Canary = {
  id: GeneratedAlways<number>;
  source_id: string;
  channel_id: number;
  address: string;
  proof: Proof;
  sent_at: Date;
  due_at: Date;
  outcome: Outcome["kind"] | null;
  why: string | null;
  provider_id: string | null;
  passed_on: Generated<boolean>;
  arrived_at: Date | null;
  ended_at: Date | null;
};

export type AccountNote = {
  channel_id: number;
  topic: string;
  state: AccountState;
  says: Json<Sentence>;
  at: Date;
};
