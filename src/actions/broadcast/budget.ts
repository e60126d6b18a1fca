import { type Budget, overBudget } from "../../domain/budget.ts";
import type { Plan } from "../../domain/plan.ts";
import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, setBudget } from "../../store/broadcasts.ts";
import type { Db } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { spentSoFar } from "../../store/spending.ts";
import { defineAction } from "../action.ts";

export type Allowed = { budgetCents: number | null; beyondDay: boolean };
/** What a broadcast may spend of which nobody has said anything: what the day has left. */
export const NOT_SAID: Allowed = { budgetCents: null, beyondDay: false };

/** What may be spent, and what the day has cost so far. */
export async function budgetOf(
  db: Db,
  { budgetCents, beyondDay, drill }: Allowed & { drill: boolean },
  now: number,
): Promise<Budget> {
  const { currency, budget_day_cents: dayCents } = await readOrganisation(db);
  const spent = dayCents === null ? null : await spentSoFar(db, { broadcastId: null, drill, now });
  return {
    currency,
    cents: budgetCents,
    dayCents,
    spentTodayCents: spent?.dayCents ?? 0,
    beyondDay,
  };
}

/** The first way alone may not cost more than is allowed: somebody raises it first, or says less. */
export function refuseOverBudget({ cost = null, budget }: Plan): void {
  const over = budget ? overBudget(cost, budget) : null;
  if (!over || over.code !== "over-budget" || !budget) return;
  const { of, leftCents, needsCents } = over;
  const money = { left: leftCents / 100, needs: needsCents / 100, currency: budget.currency };
  throw refusal("conflict", `planner:refused.over_budget.${of}`, { ...money, of });
}

/**
 * Says what a broadcast may cost, and whether it may go beyond the day. Only who approves may: whoever
 * plans it has asked for a sum already.
 */
export const changeBudget = defineAction<{ id: number } & Allowed, BroadcastRow>({
  name: "broadcast.budget",
  needs: "approver",
  async decide(tx, { id, budgetCents, beyondDay }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.ended_at !== null) {
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    }
    const saved = await setBudget(tx, id, { budgetCents, beyondDay });
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, from: broadcast.budget_cents, to: budgetCents, beyondDay },
      result: saved,
    };
  },
});
