import type { RiskPolicy } from "./policy.ts";

/** What we believe of incidents a day: a Gamma distribution, by its two numbers. */
export type Rate = { shape: number; days: number };

/** The 10th and the 90th percentile of a normal distribution: four platforms in five lie between. */
const deviations = 1.2816;

/** Shrinks what was counted to what is usual among platforms; the more days, the more it is its own. */
export function rateOf(
  seen: { incidents: number; days: number },
  prior: RiskPolicy["prior"],
): Rate {
  return {
    shape: prior.incidents + Math.max(0, seen.incidents),
    days: prior.days + Math.max(0, seen.days),
  };
}

export const meanOf = ({ shape, days }: Rate): number => shape / days;

/** Where the true rate lies, four times in five, by the approximation of Wilson and Hilferty. */
export function rangeOf({ shape, days }: Rate): { low: number; high: number } {
  const at = (z: number) => {
    const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
    return (shape * Math.max(0, root) ** 3) / days;
  };
  return { low: at(-deviations), high: at(deviations) };
}

/** The chance that at least one incident begins in a day that expects `rate` of them. */
export const chanceOf = (rate: number): number => -Math.expm1(-Math.max(0, rate));
