import { z } from "zod";
import { ENDINGS, FACTS } from "../../../domain/cascade.ts";
import { BROADCAST_KINDS, type BroadcastKind, RESTS } from "../../../domain/follow-up.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { DeliveryLine } from "../../../store/broadcast-reads.ts";
import type { BroadcastRow } from "../../../store/broadcasts.ts";
import { iso } from "./said.ts";

const Text = z.object({
  heading: z.string(),
  body: z.string(),
  plainSms: z.boolean().optional(),
});
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

const Option = z.object({ fr: z.string().max(60), en: z.string().max(60) });
export const AsksView = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("safety") }),
  z.object({ kind: z.literal("nothing") }),
  z.object({ kind: z.literal("poll"), options: z.array(Option).max(9) }),
]);
export const InsistView = z.object({
  everyMs: z.number().int(),
  timesMax: z.number().int(),
  deputyAfterMs: z.number().int().nullable(),
});

const State = z.enum(["planned", "approved", "running", "paused", "done", "cancelled"]);

/** A broadcast that follows another: its correction, its all-clear, its reminders. */
export const FollowerView = z.object({
  id: z.number(),
  kind: z.enum(BROADCAST_KINDS),
  title: z.string(),
  state: State,
  recipients: z.number(),
  plannedAt: z.string(),
});
export type FollowerView = z.infer<typeof FollowerView>;

export const followerView = (row: BroadcastRow): FollowerView => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  state: row.state,
  recipients: row.state === "planned" ? row.plan.recipients : row.recipients,
  plannedAt: row.planned_at.toISOString(),
});

export const BroadcastView = z.object({
  id: z.number(),
  incidentId: z.string().nullable(),
  title: z.string(),
  texts: TextsView,
  state: State,
  kind: z.enum(BROADCAST_KINDS),
  /** The broadcast that it follows. */
  follows: z.number().nullable(),
  rest: z.enum(RESTS).nullable(),
  asks: AsksView,
  insist: InsistView.nullable(),
  /** When the next reminder is due. */
  remindAt: z.string().nullable(),
  /** The names of the segments that are sent to before everybody else. */
  first: z.array(z.string()),
  /** How many go first while the others wait. */
  cohort: z.number().nullable(),
  /** Paused by the switch that stops everything. */
  halted: z.boolean(),
  /** What it may cost, in hundredths; null: no limit of its own. */
  budgetCents: z.number().nullable(),
  /** It may go beyond what the day allows. */
  beyondDay: z.boolean(),
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
  /** Since when its people are forgotten: the numbers are left. */
  forgottenAt: z.string().nullable(),
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
    kind: row.kind,
    follows: row.follows,
    rest: row.rest,
    asks: row.asks,
    insist: row.insist,
    remindAt: iso(row.remind_at),
    first: row.triage.map(({ name }) => name),
    cohort: row.cohort,
    halted: row.halted,
    budgetCents: row.budget_cents,
    beyondDay: row.beyond_day,
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
    forgottenAt: iso(row.forgotten_at),
  };
}

export const BroadcastMay = z.object({
  approve: z.boolean(),
  pause: z.boolean(),
  resume: z.boolean(),
  cancel: z.boolean(),
  /** Correct it, or say that it is over. */
  followUp: z.boolean(),
  /** Play it through, or send it to testers. */
  trial: z.boolean(),
  /** Say what it may cost. */
  budget: z.boolean(),
});

/** Reminders are corrected through what they remind of: its people have them both. */
const FOLLOWABLE = new Set<BroadcastKind>(["message", "correction", "all-clear"]);

/** What this person may do with it now: the console holds no rule of its own. */
export function broadcastMay(
  row: BroadcastRow,
  actor: Actor,
  secondApprover: boolean,
): z.infer<typeof BroadcastMay> {
  const speaks = mayAct(actor, "communicator");
  const isOwn = secondApprover && (actor.kind === "key" || row.planned_by === actor.id);
  const isKept = row.forgotten_at === null;
  return {
    approve: isKept && row.state === "planned" && mayAct(actor, "approver") && !isOwn,
    pause: row.state === "running" && speaks,
    resume: (row.state === "paused" || row.state === "approved") && speaks,
    cancel: row.state !== "done" && row.state !== "cancelled" && speaks,
    trial: row.state === "planned" && row.follows === null && speaks,
    budget: row.ended_at === null && mayAct(actor, "approver"),
    followUp: isKept && row.approved_at !== null && FOLLOWABLE.has(row.kind) && speaks,
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
  answers: z.object({ safe: Count, help: Count, choices: z.record(z.string(), Count) }),
  perSecond: Count,
  etaSeconds: Count.nullable(),
  series: z.array(z.object({ minute: z.string(), channelId: Count, delivered: Count })),
});
export type ProgressView = z.infer<typeof ProgressView>;

export const DeliveryView = z.object({
  ordinal: z.number(),
  contactId: z.number(),
  name: z.string(),
  fact: z.enum(FACTS),
  channel: z.string().nullable(),
  settled: z.enum(ENDINGS).nullable(),
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
