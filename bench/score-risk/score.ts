import {
  type DaySpan,
  foresee,
  type Level,
  type RiskFacts,
} from "../../src/domain/risk/foresee.ts";
import { historyDaysMin, type RiskPolicy } from "../../src/domain/risk/policy.ts";
import { fitPolicy } from "./fit.ts";
import { dayMs, hourMs, type ServicePast } from "./past.ts";

/** One day of one service: what was foreseen in its first minute, and whether an incident began. */
export type Forecast = {
  service: string;
  expected: number;
  /** What others would have said: the rate of the other services, and this service's own rate so far. */
  base: number;
  own: number;
  level: Level;
  happened: boolean;
};

/** Each service is foreseen with what the others taught, day by day, knowing nothing of what comes after. */
export function scoreRisk(services: readonly ServicePast[]): Forecast[] {
  return services.flatMap((service) => {
    const others = services.filter(({ name }) => name !== service.name);
    return forecastsOf(service, fitPolicy(others));
  });
}

export function forecastsOf(service: ServicePast, policy: RiskPolicy): Forecast[] {
  const forecasts: Forecast[] = [];
  const base = 1 - Math.exp(-policy.prior.incidents / policy.prior.days);
  const first = Math.ceil(service.from / dayMs) * dayMs;
  for (let at = first; at + dayMs <= service.to; at += dayMs) {
    const facts = factsAt(service, at);
    if (facts.past.days < historyDaysMin) continue;
    const [today] = foresee(facts, at, policy);
    const rate =
      (policy.prior.incidents + facts.past.incidents) / (policy.prior.days + facts.past.days);
    forecasts.push({
      service: service.name,
      expected: today?.probability?.expected ?? 0,
      base,
      own: 1 - Math.exp(-rate),
      level: today?.level ?? "low",
      happened: service.incidents.some(({ from }) => from >= at && from < at + dayMs),
    });
  }
  return forecasts;
}

export const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());

function factsAt(service: ServicePast, at: number): RiskFacts {
  const past = service.incidents.filter(({ from }) => from < at);
  const last = past.at(-1);
  const within = (times: readonly number[]) =>
    times.filter(
      (time) =>
        time >= at - dayMs &&
        time < at &&
        !past.some(({ from, to }) => time >= from - hourMs && time <= to),
    ).length;
  const date = new Date(at).toISOString().slice(0, "YYYY-MM-DD".length);
  const day: DaySpan = { date, from: at, until: at + dayMs, weekend: isWeekend(at) };
  return {
    past: {
      days: (at - service.from) / dayMs,
      incidents: past.length,
      onWeekends: past.filter(({ from }) => isWeekend(from)).length,
      open: last !== undefined && last.to > at,
      lastEndedAt: last && last.to <= at ? last.to : null,
    },
    signs: {
      watches: within(service.watches),
      nearAlarms: within(service.alarms),
      badLooks: 0,
      officialTrouble: false,
    },
    occasions: [],
    days: [day],
  };
}

/** The mean squared error of a chance: 0 is perfect. */
export function brier(forecasts: readonly Forecast[], of: "expected" | "base" | "own"): number {
  const errors = forecasts.map((each) => (each[of] - Number(each.happened)) ** 2);
  return errors.reduce((sum, error) => sum + error, 0) / forecasts.length;
}

export function printScore(forecasts: readonly Forecast[]): void {
  const [base, own, ours] = [
    brier(forecasts, "base"),
    brier(forecasts, "own"),
    brier(forecasts, "expected"),
  ];
  console.log(`Days foreseen ${forecasts.length}, of which with an incident ${count(forecasts)}`);
  console.log(
    `Brier score: base rate of the others ${base.toFixed(5)}, own rate ${own.toFixed(5)}, early warning ${ours.toFixed(5)}`,
  );
  console.log(
    `Better than the base rate by ${percent(1 - ours / base)}, than the own rate by ${percent(1 - ours / own)}`,
  );
  for (const service of new Set(forecasts.map((each) => each.service))) {
    const days = forecasts.filter((each) => each.service === service);
    console.log(
      `  ${service.padEnd(16)} base ${brier(days, "base").toFixed(5)}  own ${brier(days, "own").toFixed(5)}  ours ${brier(days, "expected").toFixed(5)}`,
    );
  }
  console.log("What was said, and what came");
  const bars = [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.25, 1];
  bars.slice(0, -1).forEach((low, index) => {
    const high = bars[index + 1] ?? 1;
    printGroup(
      `${percent(low)} to ${percent(high)}`,
      forecasts.filter(({ expected }) => expected >= low && expected < high),
    );
  });
  for (const level of ["low", "elevated", "high"] as const) {
    printGroup(
      level,
      forecasts.filter((each) => each.level === level),
    );
  }
}

function printGroup(name: string, group: readonly Forecast[]): void {
  if (group.length === 0) return;
  const said = group.reduce((sum, { expected }) => sum + expected, 0) / group.length;
  console.log(
    `  ${name.padEnd(16)} days ${String(group.length).padStart(5)}  said ${percent(said)}  came ${percent(count(group) / group.length)} (${count(group)})`,
  );
}

const count = (forecasts: readonly Forecast[]): number =>
  forecasts.filter(({ happened }) => happened).length;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
