import { z } from "zod";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { adviceOn } from "../../../domain/source-advice.ts";
import type { LastReading } from "../../../store/source-readings.ts";
import type { SourceRow } from "../../../store/sources.ts";
import { FieldView } from "./field.ts";
import { iso, SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

export const SourceView = z.object({
  id: z.string(),
  sensor: z.string(),
  /** Null for a trigger: it looks at the world, not at a platform. */
  platformId: z.string().nullable(),
  name: z.string(),
  /** Secrets are write-only: they are never part of this. */
  settings: z.record(z.string(), z.unknown()),
  hasSecrets: z.boolean(),
  everyMs: z.number(),
  enabled: z.boolean(),
  health: z.enum(["healthy", "unhealthy", "unknown"]),
  note: SentenceView.nullable(),
  /** What somebody could do about it; null when there is nothing to do. */
  advice: SentenceView.nullable(),
  lookedAt: z.string().nullable(),
  /** Null while it is paused. A time that has passed means: at the next round of the watch. */
  nextLookAt: z.string().nullable(),
  may: z.object({
    change: z.boolean(),
    remove: z.boolean(),
    pause: z.boolean(),
    resume: z.boolean(),
    look: z.boolean(),
  }),
});
export type SourceView = z.infer<typeof SourceView>;

/** A source with the last thing it said. */
export const SeenSourceView = SourceView.extend({
  reading: z
    .object({
      at: z.string(),
      count: z.number().nullable(),
      verdict: z.enum(["up", "degraded", "down", "unknown"]).nullable(),
      text: TwoLanguagesView,
    })
    .nullable(),
});
export type SeenSourceView = z.infer<typeof SeenSourceView>;

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
  advice: adviceView(row),
  lookedAt: iso(row.looked_at),
  nextLookAt: row.enabled ? iso(row.due_at) : null,
  may: {
    change: mayAct(actor, "administrator"),
    remove: mayAct(actor, "administrator"),
    pause: row.enabled && mayAct(actor, "responder"),
    resume: !row.enabled && mayAct(actor, "responder"),
    look: row.enabled && mayAct(actor, "responder"),
  },
});

function adviceView({ enabled, health, health_note: note }: SourceRow): SentenceView | null {
  const advice = adviceOn({ enabled, health, note });
  return advice && sentenceView(advice);
}

export const seenSourceView = (
  row: SourceRow,
  reading: LastReading | undefined,
  actor: Actor,
): SeenSourceView => ({
  ...sourceView(row, actor),
  reading: reading
    ? {
        at: reading.at.toISOString(),
        count: reading.count,
        verdict: reading.verdict,
        text: sentenceView(reading.evidence).text,
      }
    : null,
});

export const SensorView = z.object({
  kind: z.string(),
  title: TwoLanguagesView,
  signalKind: z.enum(["reports", "social", "probe", "official", "deliveries", "alerts"]),
  everyMs: z.number(),
  listens: z.boolean(),
  fields: z.array(FieldView),
});
