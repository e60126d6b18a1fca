import { z } from "zod";
import { NEWS, SUBSCRIBER_KINDS, WORK_NEWS } from "../../../domain/subscriber.ts";
import { END_REASONS } from "../../../domain/subscriber-end.ts";
import type { EndRow } from "../../../store/subscriber-ends.ts";
import type { TellingSummary } from "../../../store/subscriber-tellings.ts";

export const Kind = z.enum(SUBSCRIBER_KINDS);
const Two = z.object({ fr: z.string(), en: z.string() });
const Sentence = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const Terms = z.object({
  offered: z.array(Kind),
  perSubscriberHourMax: z.number().int(),
  perMinuteMax: z.number().int(),
  perDayMax: z.number().int(),
});

export const TellingView = z.object({
  id: z.number(),
  what: z.enum([...NEWS, ...WORK_NEWS]),
  incidentId: z.string().nullable(),
  maintenanceId: z.string().nullable(),
  title: Two,
  state: z.enum(["waiting", "running", "done"]),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  recipients: z.number(),
  accepted: z.number(),
  unknown: z.number(),
  failed: z.number(),
  skipped: z.number(),
  open: z.number(),
});
export type TellingView = z.infer<typeof TellingView>;

/** Somebody we took off the list, and why: enough of the address to be recognised by its owner. */
const EndView = z.object({
  at: z.string(),
  kind: Kind,
  shown: z.string(),
  reason: z.enum(END_REASONS),
  why: z.string().nullable(),
});
type EndView = z.infer<typeof EndView>;

export const endView = ({ at, kind, shown, reason, why }: EndRow): EndView => ({
  at: at.toISOString(),
  kind,
  shown: shown ?? "",
  reason,
  why,
});

export const SubscribersView = z.object({
  /** The page at the root has no id. */
  pages: z.array(z.object({ id: z.string().nullable(), name: Two, people: z.number() })),
  ends: z.object({
    counts: z.array(z.object({ reason: z.enum(END_REASONS), people: z.number() })),
    recent: z.array(EndView),
  }),
  crowd: z.array(
    z.object({
      kind: Kind,
      language: z.enum(["fr", "en"]),
      active: z.number(),
      pending: z.number(),
    }),
  ),
  days: z.array(z.object({ day: z.string(), joined: z.number(), gone: z.number() })),
  tellings: z.array(TellingView),
  fuse: z.object({
    state: z.enum(["armed", "paused", "blown"]),
    reason: Sentence.nullable(),
    changedAt: z.string().nullable(),
    changedBy: z.string().nullable(),
  }),
  terms: Terms,
  /** What a visitor can choose at this moment. */
  open: z.array(Kind),
  may: z.object({
    pause: z.boolean(),
    resume: z.boolean(),
    change: z.boolean(),
    export: z.boolean(),
    remove: z.boolean(),
    openPush: z.boolean(),
  }),
});
export type SubscribersView = z.infer<typeof SubscribersView>;

export const SubscriberView = z.object({
  id: z.number(),
  kind: Kind,
  shown: z.string(),
  language: z.enum(["fr", "en"]),
  state: z.enum(["pending", "owned", "active"]),
  points: z.number(),
  onlyIncident: z.boolean(),
  failures: z.number(),
  /** Since when nothing arrives there. */
  failingSince: z.string().nullable(),
  works: z.boolean(),
  pageId: z.string().nullable(),
  createdAt: z.string(),
});
export type SubscriberView = z.infer<typeof SubscriberView>;

export const AudienceView = z.object({
  people: z.number(),
  byKind: z.array(z.object({ kind: z.string(), people: z.number() })),
  /** Nothing would leave: paused, or the fuse has blown. */
  held: z.boolean(),
});
export type AudienceView = z.infer<typeof AudienceView>;

export const tellingView = (row: TellingSummary): TellingView => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});
