import type { ColumnType } from "kysely";
import type { EntryKind, Repeat } from "../../domain/calendar/entry.ts";
import type { FeedWord } from "../../domain/feed-lag.ts";
import type { TwoLanguages } from "../../domain/language.ts";
import type { Load } from "../../domain/risk/policy.ts";
import type { Json } from "./columns.ts";

export type CalendarEntryTable = {
  id: string;
  title: Json<TwoLanguages>;
  starts_at: Date;
  ends_at: Date;
  platform_ids: string[];
  country: string | null;
  kind: EntryKind;
  load: Load;
  source: string;
  repeat: ColumnType<Repeat | null, string | null, string | null>;
  uid: string | null;
  updated_at: Date;
};

export type FeedLagTable = {
  incident_id: string;
  source_id: string;
  source_name: string;
  platform_id: string;
  suspected_at: Date;
  confirmed_at: Date | null;
  word: FeedWord["kind"];
  heard_at: Date | null;
  declared_at: Date | null;
  final: boolean;
};
