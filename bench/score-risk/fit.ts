import { type RiskPolicy, riskPolicy } from "../../src/domain/risk/policy.ts";
import { dayMs, hourMs, type ServicePast } from "./past.ts";

/** So many expected incidents of "no difference" are mixed into each factor: few observations move it little. */
const doubt = 10;
const weekendShare = 2 / 7;

/** Learns the policy from some services; what they cannot teach stays as it is shipped. */
export function fitPolicy(services: readonly ServicePast[]): RiskPolicy {
  return {
    ...riskPolicy,
    prior: fitPrior(services),
    weekend: { ...riskPolicy.weekend, factor: fitWeekend(services) },
    relapse: { ...riskPolicy.relapse, factor: fitRelapse(services) },
    nearAlarm: fitSign(services, ({ alarms }) => alarms),
    watch: fitSign(services, ({ watches }) => watches),
  };
}

/** A Gamma with the mean and the spread of the rates, less what chance alone would spread them. */
function fitPrior(services: readonly ServicePast[]): RiskPolicy["prior"] {
  const rates = services.map((service) => service.incidents.length / daysOf(service));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const spread = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  const chance = services.reduce((sum, each) => sum + mean / daysOf(each), 0) / services.length;
  const variance = Math.max(spread - chance, mean ** 2 / 10);
  return { incidents: mean ** 2 / variance, days: mean / variance };
}

const daysOf = ({ from, to }: ServicePast): number => (to - from) / dayMs;

function fitWeekend(services: readonly ServicePast[]): number {
  const starts = services.flatMap(({ incidents }) => incidents.map(({ from }) => from));
  const seen = starts.filter((at) => [0, 6].includes(new Date(at).getUTCDay())).length;
  return factor(seen, starts.length * weekendShare);
}

/** The mean over 72 hours of a factor that fades in a straight line is half way between it and one. */
function fitRelapse(services: readonly ServicePast[]): number {
  const reach = riskPolicy.relapse.hours * hourMs;
  let seen = 0;
  let expected = 0;
  for (const service of services) {
    const perMs = service.incidents.length / (service.to - service.from);
    service.incidents.forEach(({ to }, index) => {
      const next = service.incidents[index + 1]?.from ?? service.to;
      expected += Math.min(reach, next - to) * perMs;
      if (index + 1 < service.incidents.length && next - to < reach) seen++;
    });
  }
  return Math.max(1, 1 + 2 * (factor(seen, expected) - 1));
}

/** How much more often an incident begins on a day after such a sign. */
function fitSign(services: readonly ServicePast[], times: (past: ServicePast) => number[]): number {
  let seen = 0;
  let expected = 0;
  for (const service of services) {
    const { from, to, incidents } = service;
    const signs = times(service).filter(
      (at) => !incidents.some((each) => at >= each.from - hourMs && at <= each.to),
    );
    const days = new Set(signs.map((at) => Math.floor(at / dayMs) + 1));
    const begun = incidents.map((each) => Math.floor(each.from / dayMs));
    for (const day of days) {
      if (day * dayMs < from || day * dayMs > to) continue;
      seen += begun.filter((each) => each === day).length;
      expected += incidents.length / daysOf(service);
    }
  }
  return factor(seen, expected);
}

const factor = (seen: number, expected: number): number => (seen + doubt) / (expected + doubt);
