import type { Generated } from "kysely";
import type { Sentence } from "../../domain/sentence.ts";
import type { Json } from "./columns.ts";

/** A place out there that holds a copy of the public pages. */
export type CopyTable = {
  id: Generated<number>;
  kind: string;
  name: string;
  public_url: string;
  settings: Json<Record<string, unknown>>;
  secrets: Buffer | null;
  enabled: Generated<boolean>;
  every_ms: number;
  created_at: Date;
  tried_at: Date | null;
  kept_at: Date | null;
  pages_at: Date | null;
  deep_at: Date | null;
  trouble: Json<Sentence> | null;
  failure_count: Generated<number>;
  next_at: Date;
  carrier: string | null;
  lease_until: Date | null;
};
