import { z } from "zod";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { SourceRow } from "../../../store/sources.ts";
import { FieldView } from "./field.ts";
import { iso, SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

export const SourceView = z.object({
  id: z.string(),
  sensor: z.string(),
  platformId: z.string(),
  name: z.string(),
  /** Secrets are write-only: they are never part of this. */
  settings: z.record(z.string(), z.unknown()),
  hasSecrets: z.boolean(),
  everyMs: z.number(),
  enabled: z.boolean(),
  health: z.enum(["healthy", "unhealthy", "unknown"]),
  note: SentenceView.nullable(),
  lookedAt: z.string().nullable(),
  may: z.object({ change: z.boolean(), remove: z.boolean() }),
});
export type SourceView = z.infer<typeof SourceView>;

export const sourceView = (row: SourceRow, actor: Actor): SourceView => ({
  id: row.id,
  sensor: row.sensor,
  platformId: row.platform_id,
  name: row.name,
  settings: row.settings,
  hasSecrets: row.secrets !== null,
  everyMs: row.every_ms,
  enabled: row.enabled,
  health: row.health,
  note: row.health_note && sentenceView(row.health_note),
  lookedAt: iso(row.looked_at),
  may: { change: mayAct(actor, "administrator"), remove: mayAct(actor, "administrator") },
});

export const SensorView = z.object({
  kind: z.string(),
  title: TwoLanguagesView,
  signalKind: z.enum(["reports", "social", "probe", "official", "deliveries"]),
  everyMs: z.number(),
  fields: z.array(FieldView),
});
