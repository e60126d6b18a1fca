import type { Cost, PlanWarning } from "./plan.ts";

/** What may be spent, in hundredths of `currency`; null where there is no limit. */
export type Budget = {
  currency: string;
  /** What this broadcast may cost. */
  cents: number | null;
  /** What all broadcasts of a day (UTC) may cost together, and what they have cost today. */
  dayCents: number | null;
  spentTodayCents: number;
  /** Somebody has let this one go beyond the day. */
  beyondDay: boolean;
};

/** What is left of the day; null where there is no limit, or it does not hold for this one. */
export const leftOfDay = ({ dayCents, spentTodayCents, beyondDay }: Budget): number | null =>
  dayCents === null || beyondDay ? null : Math.max(0, dayCents - spentTodayCents);

/**
 * What the plan says about money: the first way breaks a limit, or only the fallbacks would, or only
 * the reminders and deputies that are approved with it.
 */
export function budgetWarnings(cost: Cost | null, budget: Budget): PlanWarning[] {
  if (cost === null) return [];
  const limits = [
    { of: "broadcast" as const, left: budget.cents },
    { of: "day" as const, left: leftOfDay(budget) },
  ];
  const allCents = cost.worstCents + (cost.later?.approvedCents ?? 0);
  return limits.flatMap(({ of, left }): PlanWarning[] => {
    if (left === null || allCents <= left) return [];
    const about = { of, leftCents: left };
    if (cost.firstCents > left) {
      return [{ code: "over-budget", ...about, needsCents: cost.firstCents }];
    }
    return cost.worstCents > left
      ? [{ code: "budget-on-fallback", ...about, needsCents: cost.worstCents }]
      : [{ code: "budget-on-follow-ups", ...about, needsCents: allCents }];
  });
}

/** Which limit the first way alone would break: nothing is approved before somebody raises it. */
export const overBudget = (cost: Cost | null, budget: Budget) =>
  budgetWarnings(cost, budget).find((warning) => warning.code === "over-budget") ?? null;
