import type { Generated, GeneratedAlways } from "kysely";
import type { ImportSummary } from "../../domain/import-summary.ts";
import type { Language } from "../../domain/language.ts";
import type { ReachOverview, VerifiedBy } from "../../domain/reachability.ts";
import type { Question } from "../../domain/segment.ts";
import type { Json, JsonWithDefault, Params } from "./columns.ts";

export type Contact = {
  id: GeneratedAlways<number>;
  external_key: string | null;
  name: string;
  language: Language;
  country: string | null;
  attributes: JsonWithDefault<Record<string, string>>;
  /** Degrees, both or neither. */
  lat: Generated<number | null>;
  lon: Generated<number | null>;
  created_at: Date;
  updated_at: Date;
  erased_at: Date | null;
};

export type Address = {
  id: GeneratedAlways<number>;
  contact_id: number;
  kind: string;
  value: string;
  state: Generated<"usable" | "rejected">;
  state_note: string | null;
  /** The last proof that it works, and of what kind. */
  verified_at: Generated<Date | null>;
  verified_by: Generated<VerifiedBy | null>;
};

/** How well everybody could be reached, as counted last. */
export type ReachCount = {
  id: Generated<number>;
  counted_at: Date;
  mark: string;
  counts: Json<ReachOverview>;
};

/** People who hang on the same ways, a thousand in a row, as counted last. */
export type ReachList = { ways: number; last_id: number; ids: number[] };

export type Consent = {
  id: GeneratedAlways<number>;
  contact_id: number;
  kind: string;
  state: "given" | "withdrawn";
  wording: string;
  source: string;
  origin: Generated<"record" | "import">;
  at: Date;
};

/** A view: the consent in force. */
export type ConsentState = {
  contact_id: number;
  kind: string;
  state: "given" | "withdrawn";
  wording: string;
  source: string;
  origin: "record" | "import";
  at: Date;
};

/** A view: where we may write to today. Opt-outs are taken off already. */
export type UsableAddress = { contact_id: number; kind: string; value: string };

/** Nobody may write to this person, or to this address. A row that was lifted is the record of it. */
export type Suppression = {
  id: GeneratedAlways<number>;
  contact_id: number | null;
  kind: string | null;
  value: string | null;
  reason: string;
  source: string;
  until: Date | null;
  created_at: Date;
  created_by: string;
  lifted_at: Date | null;
  lifted_by: string | null;
};

/** An address that waits for its code. */
export type AddressProof = {
  contact_id: number;
  kind: "email" | "sms";
  value: string;
  nonce: string;
  state: Generated<"queued" | "sending" | "sent" | "failed">;
  tries: Generated<number>;
  due_at: Date;
  expires_at: Date;
};

export type Segment = { id: string; name: string; question: Json<Question>; created_at: Date };

export type ContactImport = {
  id: string;
  file_name: string;
  state: "checked" | "applied";
  header: Json<string[]>;
  summary: Json<ImportSummary>;
  created_at: Date;
  created_by: string;
  applied_at: Date | null;
};

export type ContactImportError = {
  import_id: string;
  line: number;
  column_name: string;
  code: string;
  value: string;
  params: JsonWithDefault<Params>;
  cells: Json<string[]>;
};

export type ContactImportRow = {
  import_id: string;
  line: number;
  external_key: string | null;
  name: string;
  language: Language | null;
  country: string | null;
  attributes: Json<Record<string, string>>;
  lat: Generated<number | null>;
  lon: Generated<number | null>;
  addresses: Json<Record<string, string>>;
  consents: Json<Record<string, "given" | "withdrawn">>;
  wording: string;
  source: string;
  consent_at: Date | null;
  proofs: JsonWithDefault<Record<string, { wording: string; source: string; at: string | null }>>;
  cells: Json<string[]>;
};
