import { cohortSize } from "../../domain/cohort.ts";
import { blanksOfTexts } from "../../domain/message.ts";
import type { Plan } from "../../domain/plan.ts";
import type { Actor } from "../../domain/roles.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { openDeliveries } from "../../store/chunks.ts";
import type { Tx } from "../../store/database.ts";
import { appendEvent } from "../../store/events.ts";
import { holdsSomebody, snapshotFollowers } from "../../store/follow-ups.ts";
import { snapshotRecipients } from "../../store/recipients.ts";
import { refuseOverBudget } from "./budget.ts";
import { planFollowUp } from "./follow.ts";
import { checkCascade, draftPlan, usableChannels } from "./plan.ts";
import { refuseWithoutTemplate } from "./plan-channels.ts";

export type Frozen = {
  recipients: number;
  plan: Plan;
  gathers: boolean;
  /** How many go first, where some do. */
  cohort: number | null;
};
type Moment = { actor: Actor; now: number };

/** Writes down who will be reached, where, with which values; refuses a broadcast to nobody. */
export async function freezeAudience(tx: Tx, broadcast: BroadcastRow, at: Moment): Promise<Frozen> {
  return broadcast.follows === null
    ? await freezeQuestion(tx, broadcast, at.now)
    : await freezeFollowUp(tx, broadcast, at);
}

async function freezeQuestion(tx: Tx, broadcast: BroadcastRow, now: number): Promise<Frozen> {
  const { id, question, cascade, drill, texts, lane } = broadcast;
  const rungs = checkCascade(cascade, await usableChannels(tx, drill));
  const { budget_cents: budgetCents, beyond_day: beyondDay } = broadcast;
  const allowed = { budgetCents, beyondDay };
  const { title, asks, insist } = broadcast;
  const asked = { title, texts, question, cascade, drill, asks, insist, ...allowed };
  const { plan } = await draftPlan(tx, asked, now);
  refuseOverBudget(plan);
  await refuseWithoutTemplate(tx, rungs, now);
  const cohort = broadcast.cohort === null ? null : cohortSize(plan.recipients) || null;
  const blanks = blanksOfTexts(texts);
  const triage = broadcast.triage.map((group) => group.question);
  const frozen = { broadcastId: id, question, rungs, blanks, lane, triage, cohort, now };
  const recipients = await snapshotRecipients(tx, frozen);
  if (recipients === 0) throw refusal("conflict", "errors:broadcast.nobody");
  return { recipients, plan, gathers: false, cohort };
}

/**
 * The original is ended first, unless it shall go on: the deliver loops look at its state with each
 * commit. Whoever was being sent to at that moment is gathered as soon as the original is at rest.
 */
async function freezeFollowUp(tx: Tx, broadcast: BroadcastRow, at: Moment): Promise<Frozen> {
  const { id, follows, rest, texts, lane } = broadcast;
  const original = follows === null ? null : await lockBroadcast(tx, follows);
  if (!original) throw notFound("broadcast");
  if (rest !== "both") await endOriginal(tx, original, { ...at, by: id });
  const { budget_cents: budgetCents, beyond_day: beyondDay } = broadcast;
  const allowed = { budgetCents, beyondDay };
  const follow = { among: rest ?? "nothing", texts, allowed, broadcastId: id, now: at.now };
  const { plan, following } = await planFollowUp(tx, original, follow);
  refuseOverBudget(plan);
  const blanks = blanksOfTexts(texts);
  const recipients = await snapshotFollowers(tx, { ...following, broadcastId: id, lane, blanks });
  const isMoving = (await openDeliveries(tx, original.id)) > 0;
  if (recipients === 0 && !isMoving) throw refusal("conflict", "errors:broadcast.nobody");
  const gathers = isMoving || (await holdsSomebody(tx, id, at.now));
  return { recipients, plan, gathers, cohort: null };
}

async function endOriginal(
  tx: Tx,
  original: BroadcastRow,
  { actor, now, by }: Moment & { by: number },
): Promise<void> {
  if (original.state === "done" || original.state === "cancelled") return;
  await saveBroadcast(tx, original.id, {
    state: "cancelled",
    endedAt: now,
    halted: false,
    remindAt: null,
    deputyAt: null,
  });
  await appendEvent(tx, {
    at: now,
    actor: actor.name,
    name: "broadcast.cancel",
    subject: { kind: "broadcast", id: String(original.id) },
    incidentId: original.incident_id,
    detail: { title: original.title, for: by },
  });
}
