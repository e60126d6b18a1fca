import { z } from "zod";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { DeliveryLine } from "../../../store/broadcast-reads.ts";
import type { BroadcastRow } from "../../../store/broadcasts.ts";
import { iso } from "./said.ts";

const Text = z.object({ heading: z.string(), body: z.string() });
export const TextsView = z.object({ fr: Text, en: Text });
export const CascadeView = z.object({
  rungs: z.array(
    z.object({
      channelId: z.number().int(),
      patienceMs: z.number().int(),
      success: z.enum(["accepted", "sent", "delivered", "read", "replied"]),
    }),
  ),
  expiresAfterMs: z.number().int(),
  triesMax: z.number().int(),
});

const Size = z.object({
  alphabet: z.enum(["gsm7", "ucs2"]),
  length: z.number(),
  segments: z.number(),
});
export const PlanView = z.object({
  recipients: z.number(),
  people: z.number(),
  unreachable: z.array(
    z.object({
      reason: z.enum(["no-address", "rejected-address", "no-consent"]),
      count: z.number(),
      sample: z.array(z.string()),
    }),
  ),
  perChannel: z.array(
    z.object({
      channelId: z.number(),
      name: z.string(),
      reach: z.number(),
      first: z.number(),
      ratePerSecond: z.number(),
      durationSeconds: z.number(),
    }),
  ),
  durationSeconds: z.number(),
  segmentsPerSms: z.object({ fr: Size, en: Size }).nullable(),
  warnings: z.array(z.looseObject({ code: z.string() })),
});
export type PlanView = z.infer<typeof PlanView>;

export const BroadcastView = z.object({
  id: z.number(),
  incidentId: z.string().nullable(),
  title: z.string(),
  texts: TextsView,
  state: z.enum(["planned", "approved", "running", "paused", "done", "cancelled"]),
  lane: z.enum(["critical", "bulk"]),
  drill: z.boolean(),
  /** Frozen at approval; before that, as many as the plan found. */
  recipients: z.number(),
  cascade: CascadeView,
  plannedBy: z.string(),
  plannedAt: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type BroadcastView = z.infer<typeof BroadcastView>;

export function broadcastView(
  row: BroadcastRow,
  names: ReadonlyMap<string, string>,
): BroadcastView {
  const nameOf = (id: string): string => names.get(id) ?? id;
  return {
    id: row.id,
    incidentId: row.incident_id,
    title: row.title,
    texts: row.texts,
    state: row.state,
    lane: row.lane,
    drill: row.drill,
    recipients: row.state === "planned" ? row.plan.recipients : row.recipients,
    cascade: row.cascade,
    plannedBy: nameOf(row.planned_by),
    plannedAt: row.planned_at.toISOString(),
    approvedBy: row.approved_by === null ? null : nameOf(row.approved_by),
    approvedAt: iso(row.approved_at),
    startedAt: iso(row.started_at),
    endedAt: iso(row.ended_at),
  };
}

export const BroadcastMay = z.object({
  approve: z.boolean(),
  pause: z.boolean(),
  resume: z.boolean(),
  cancel: z.boolean(),
});

/** What this person may do with it now: the console holds no rule of its own. */
export function broadcastMay(
  row: BroadcastRow,
  actor: Actor,
  secondApprover: boolean,
): z.infer<typeof BroadcastMay> {
  const speaks = mayAct(actor, "communicator");
  const isOwn = secondApprover && row.planned_by === actor.id;
  return {
    approve: row.state === "planned" && mayAct(actor, "approver") && !isOwn,
    pause: row.state === "running" && speaks,
    resume: (row.state === "paused" || row.state === "approved") && speaks,
    cancel: row.state !== "done" && row.state !== "cancelled" && speaks,
  };
}

const Count = z.number();
export const ProgressView = z.object({
  recipients: Count,
  settled: Count,
  byFact: z.object({ accepted: Count, sent: Count, delivered: Count, read: Count, replied: Count }),
  byChannel: z.array(
    z.object({
      channelId: Count,
      name: z.string(),
      accepted: Count,
      sent: Count,
      delivered: Count,
      read: Count,
      failed: Count,
    }),
  ),
  reached: Count,
  unreached: Count,
  waiting: Count,
  answers: z.object({ safe: Count, help: Count }),
  perSecond: Count,
  etaSeconds: Count.nullable(),
  series: z.array(z.object({ minute: z.string(), channelId: Count, delivered: Count })),
});
export type ProgressView = z.infer<typeof ProgressView>;

export const DeliveryView = z.object({
  ordinal: z.number(),
  contactId: z.number(),
  name: z.string(),
  fact: z.enum(["queued", "sending", "accepted", "sent", "delivered", "read", "replied"]),
  channel: z.string().nullable(),
  settled: z
    .enum(["reached", "acknowledged", "exhausted", "blocked", "cancelled", "expired"])
    .nullable(),
  why: z.string().nullable(),
  answer: z.string().nullable(),
  answerAt: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

export const deliveryView = (line: DeliveryLine): DeliveryView => ({
  ...line,
  answerAt: iso(line.answerAt),
});

export const ReplyView = z.object({
  id: z.number(),
  channelId: z.number(),
  contactId: z.number().nullable(),
  name: z.string().nullable(),
  body: z.string(),
  meaning: z.enum(["safe", "help", "stop", "start", "read", "other"]),
  at: z.string(),
});
export type ReplyView = z.infer<typeof ReplyView>;
