import type { Generated, GeneratedAlways } from "kysely";
import type { Json } from "./columns.ts";

/** What providers and people told us, as it came and until it is taken in. */
export type Inbox = {
  id: GeneratedAlways<number>;
  channel_id: number;
  received_at: Date;
  content_type: string;
  query: string;
  body: Buffer;
  /** Why nobody tries it again; null: it waits to be read. */
  set_aside: Generated<string | null>;
};

/** What somebody said, until it is taken in. */
export type UnreadReply = {
  id: GeneratedAlways<number>;
  inbox_id: number;
  channel_id: number;
  received_at: Date;
  sender: string;
  body: string;
  provider_id: string | null;
  reference: string | null;
  set_aside: Generated<string | null>;
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
