import { z } from "zod";
import { FACTS } from "../../../domain/cascade.ts";
import { becameOf } from "../../../domain/offline/result.ts";
import type { OfflineToPerson } from "../../../store/contact-history.ts";

const State = z.enum(["given", "withdrawn"]);

/** Degrees on the globe. */
export const PlaceView = z.object({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
});

export const ContactView = z.object({
  id: z.number(),
  key: z.string().nullable(),
  name: z.string(),
  language: z.enum(["fr", "en"]),
  country: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  place: PlaceView.nullable(),
  addresses: z.array(
    z.object({ kind: z.string(), value: z.string(), state: z.enum(["usable", "rejected"]) }),
  ),
  consents: z.array(
    z.object({
      kind: z.string(),
      state: State,
      source: z.string(),
      wording: z.string(),
      at: z.string(),
    }),
  ),
});
export type ContactView = z.infer<typeof ContactView>;

/** Why nobody may write to somebody, or to an address. */
export const SuppressionView = z.object({
  id: z.number(),
  contact: z.object({ id: z.number(), name: z.string() }).nullable(),
  kind: z.string().nullable(),
  address: z.string().nullable(),
  reason: z.string(),
  source: z.string(),
  until: z.string().nullable(),
  at: z.string(),
  by: z.string(),
});
export type SuppressionView = z.infer<typeof SuppressionView>;

export const ContactMay = z.object({
  change: z.boolean(),
  recordConsent: z.boolean(),
  erase: z.boolean(),
});

/** One message to this person: the highest fact that is known of it, and how it ended. */
export const ContactDeliveryView = z.object({
  broadcastId: z.number(),
  title: z.string(),
  drill: z.boolean(),
  fact: z.enum(FACTS),
  channel: z.string().nullable(),
  settled: z.string().nullable(),
  settledAt: z.string().nullable(),
  answer: z.string().nullable(),
});

/** One message to this person from an offline copy, while the server was away. */
export const OfflineToPersonView = z.object({
  job: z.string(),
  label: z.string(),
  drill: z.boolean(),
  at: z.string(),
  channel: z.string().nullable(),
  /** Whether a provider took it, may have taken it, or surely did not. */
  became: z.enum(["taken", "unknown", "not-taken"]),
});

export const offlineView = (row: OfflineToPerson): z.infer<typeof OfflineToPersonView> => ({
  job: row.job,
  label: row.label,
  drill: row.drill,
  at: (row.attemptedAt ?? row.startedAt).toISOString(),
  channel: row.channel,
  became: becameOf(row),
});

export const ConsentRecord = z.object({
  kind: z.string().trim().min(1).max(40),
  state: State,
  wording: z.string().trim().min(1).max(1_000),
  source: z.string().trim().min(1).max(1_000),
});

export const ImportSummaryView = z.object({
  rows: z.number(),
  valid: z.number(),
  new: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  errors: z.number(),
  duplicates: z.number(),
  unreachable: z.number(),
  optedOut: z.number(),
  formulas: z.number(),
  landlines: z.number(),
  errorsNotListed: z.number(),
  encoding: z.string(),
  delimiter: z.string(),
  columns: z.array(z.object({ header: z.string(), role: z.string() })),
});
export type ImportSummaryView = z.infer<typeof ImportSummaryView>;

/** One thing to mend; `problem` says it in both languages. */
export const ImportErrorView = z.object({
  line: z.number(),
  column: z.string(),
  code: z.string(),
  value: z.string(),
  problem: z.object({ fr: z.string(), en: z.string() }),
});
export type ImportErrorView = z.infer<typeof ImportErrorView>;
