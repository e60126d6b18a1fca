import { cohortSize } from "../../domain/cohort.ts";
import { asOf } from "../../domain/segment.ts";
import { notFound } from "../../lib/errors.ts";
import { type BroadcastRow, insertBroadcast } from "../../store/broadcasts.ts";
import type { Tx } from "../../store/database.ts";
import type { TriageGroup } from "../../store/schema/delivery.ts";
import { defineAction } from "../action.ts";
import { type BroadcastInput, draftPlan, refuseBadTitle } from "./plan.ts";

export const createBroadcast = defineAction<BroadcastInput, BroadcastRow>({
  name: "broadcast.create",
  needs: "communicator",
  async decide(tx, input, { actor, now }) {
    const title = input.title.trim();
    refuseBadTitle(title);
    const drafted = await draftPlan(tx, input, now);
    const broadcast = await insertBroadcast(tx, {
      ...drafted,
      title,
      incidentId: input.incidentId ?? null,
      texts: input.texts,
      segmentId: input.segmentId ?? null,
      lane: input.lane ?? "critical",
      ...(input.asks ? { asks: input.asks } : {}),
      insist: input.insist ?? null,
      triage: await triageOf(tx, input.first ?? [], now),
      budgetCents: input.budgetCents ?? null,
      beyondDay: false,
      cohort: input.cohort ? cohortSize(drafted.plan.recipients) || null : null,
      // The identity that may not approve it later.
      plannedBy: actor.id,
      now,
    });
    return {
      subject: { kind: "broadcast", id: String(broadcast.id) },
      incidentId: broadcast.incident_id,
      detail: { title, recipients: drafted.plan.recipients, drill: drafted.drill },
      result: broadcast,
    };
  },
});

/** The segments that go first, as they mean people now. */
async function triageOf(tx: Tx, ids: readonly string[], now: number): Promise<TriageGroup[]> {
  const groups: TriageGroup[] = [];
  for (const id of ids) {
    const segment = await tx
      .selectFrom("segment")
      .select(["name", "question"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (!segment) throw notFound("segment");
    groups.push({ name: segment.name, question: asOf(segment.question, now) });
  }
  return groups;
}
