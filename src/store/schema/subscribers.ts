import type { Generated, GeneratedAlways } from "kysely";
import type { Language } from "../../domain/language.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type {
  FuseState,
  HookFormat,
  Letter,
  SubscriberKind,
  ToldState,
  What,
} from "../../domain/subscriber.ts";
import type { EndReason } from "../../domain/subscriber-end.ts";
import type { Json } from "./columns.ts";

export type SubscriberState = "pending" | "owned" | "active";

export type Subscriber = {
  id: GeneratedAlways<number>;
  kind: SubscriberKind;
  address: Buffer;
  address_hash: Buffer;
  owner: Buffer | null;
  language: Language;
  state: SubscriberState;
  point_ids: Generated<string[]>;
  incident_id: string | null;
  format: Generated<HookFormat>;
  nonce: string;
  code_sent_at: Date | null;
  code_tries: Generated<number>;
  failures: Generated<number>;
  created_at: Date;
  confirmed_at: Date | null;
  /** The page where somebody asked; null is the one at the root. */
  page_id: string | null;
  /** Whether planned work is told, too. */
  works: Generated<boolean>;
  failing_since: Date | null;
};

/** Somebody who is no longer on the list, and why. */
export type SubscriberEnd = {
  id: GeneratedAlways<number>;
  at: Date;
  kind: SubscriberKind;
  language: Language;
  page_id: string | null;
  reason: EndReason;
  why: string | null;
  shown: string | null;
};

export type Telling = {
  id: GeneratedAlways<number>;
  key: string;
  what: What | "letter";
  letter: Letter | null;
  incident_id: string | null;
  announcement_id: string | null;
  maintenance_id: string | null;
  subscriber_id: number | null;
  drill: Generated<boolean>;
  /** Whose language it is for; null is everybody's. */
  language: "fr" | "en" | null;
  state: Generated<"waiting" | "running" | "done">;
  recipients: Generated<number>;
  created_at: Date;
  frozen_at: Date | null;
  canary_passed_at: Date | null;
  expires_at: Date;
  ended_at: Date | null;
};

export type TellingChunk = {
  telling_id: number;
  no: number;
  first_ordinal: number;
  last_ordinal: number;
  due_at: Date | null;
  leased_until: Date | null;
  lease_token: string | null;
};

export type Told = {
  telling_id: number;
  ordinal: number;
  subscriber_id: number;
  kind: SubscriberKind;
  state: Generated<ToldState>;
  try: Generated<number>;
  why: string | null;
  due_at: Date | null;
  at: Date | null;
};

export type SubscriberMeter = { what: string; since: Date; n: number; last_at: Date };
export type SubscriberDay = {
  day: Date;
  kind: SubscriberKind;
  joined: Generated<number>;
  gone: Generated<number>;
};

export type SubscriberFuse = {
  id: Generated<boolean>;
  state: Generated<FuseState>;
  reason: Json<Sentence> | null;
  changed_at: Date | null;
  changed_by: string | null;
  per_subscriber_hour_max: Generated<number>;
  per_minute_max: Generated<number>;
  per_day_max: Generated<number>;
  offered: Generated<SubscriberKind[]>;
};
