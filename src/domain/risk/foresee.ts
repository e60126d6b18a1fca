import { sentence } from "../sentence.ts";
import {
  daysAhead,
  factorMax,
  historyDaysMin,
  type Load,
  levelBars,
  type RiskPolicy,
  riskPolicy,
} from "./policy.ts";
import { chanceOf, meanOf, type Rate, rangeOf, rateOf } from "./rate.ts";
import { type Past, type Reason, type WeakSigns, weakReasons, weekdayReason } from "./reasons.ts";

/** One day of the organisation's calendar; `until` is the next midnight. */
export type DaySpan = { date: string; from: number; until: number; weekend: boolean };

/** An entry of the calendar as it falls on a day. */
export type Occasion = {
  title: { fr: string; en: string };
  kind: string;
  load: Load;
  from: number;
  until: number;
};

/** All that the early warning of one platform rests on. */
export type RiskFacts = {
  past: Past;
  signs: WeakSigns;
  occasions: readonly Occasion[];
  days: readonly DaySpan[];
};

export type Level = "low" | "elevated" | "high";
export type DayRisk = {
  date: string;
  level: Level;
  /** Against the average day of this platform. */
  ratio: number;
  /** The chance that an incident begins that day, with the range it lies in four times in five; null: not known yet. */
  probability: { expected: number; low: number; high: number } | null;
  reasons: Reason[];
};

/** The next days of one platform. It says how likely trouble is; it never says that there is some. */
export function foresee(facts: RiskFacts, now: number, policy: RiskPolicy = riskPolicy): DayRisk[] {
  const { past } = facts;
  const rate = rateOf({ incidents: past.incidents, days: past.days }, policy.prior);
  return facts.days
    .slice(0, daysAhead)
    .map((day, ahead) => dayRisk({ facts, rate, policy }, { day, ahead }, now));
}

type Scale = { facts: RiskFacts; rate: Rate; policy: RiskPolicy };

function dayRisk(scale: Scale, which: { day: DaySpan; ahead: number }, now: number): DayRisk {
  const { facts, rate, policy } = scale;
  const { day, ahead } = which;
  const reasons = [
    weekdayReason(facts.past, day.weekend, policy),
    ...relapse(facts.past, { from: Math.max(day.from, now), policy }),
    ...weakReasons(facts.signs, { ahead, policy }),
    ...occasionReasons(facts.occasions, day, policy),
  ];
  const ratio = ratioOf(reasons);
  const known = facts.past.days >= historyDaysMin;
  const expected = chanceOf(meanOf(rate) * ratio);
  const range = rangeOf(rate);
  return {
    date: day.date,
    level: levelOf({ expected, ratio }),
    ratio,
    probability: known
      ? { expected, low: chanceOf(range.low * ratio), high: chanceOf(range.high * ratio) }
      : null,
    reasons,
  };
}

/** All factors together, within bounds. */
export function ratioOf(reasons: readonly { factor: number }[]): number {
  return Math.min(
    factorMax,
    reasons.reduce((product, { factor }) => product * factor, 1),
  );
}

/** The word for a day: by its chance, or by how far it stands above the platform's average day. */
export function levelOf({ expected, ratio }: { expected: number; ratio: number }): Level {
  const reaches = (bar: { probability: number; ratio: number }) =>
    expected >= bar.probability || ratio >= bar.ratio;
  if (reaches(levelBars.high)) return "high";
  return reaches(levelBars.elevated) ? "elevated" : "low";
}

const hourMs = 3_600_000;

/** What has just broken breaks again more easily; the first hours of the day count. */
function relapse(past: Past, at: { from: number; policy: RiskPolicy }): Reason[] {
  const { factor, hours } = at.policy.relapse;
  if (past.open) return [{ ...sentence("foresight:reason.open"), factor }];
  if (past.lastEndedAt === null) return [];
  const since = (at.from - past.lastEndedAt) / hourMs;
  if (since >= hours) return [];
  const fresh = 1 - Math.max(0, since) / hours;
  const params = { count: Math.max(1, Math.round(since)) };
  return [{ ...sentence("foresight:reason.relapse", params), factor: 1 + (factor - 1) * fresh }];
}

/** Several events on one day are one load: the heaviest counts, the others are named. */
function occasionReasons(
  occasions: readonly Occasion[],
  day: DaySpan,
  policy: RiskPolicy,
): Reason[] {
  return occasions
    .filter(({ from, until }) => from < day.until && until > day.from)
    .sort((a, b) => policy.load[b.load] - policy.load[a.load] || a.from - b.from)
    .map(({ title, kind, load }, index) => ({
      ...sentence(`foresight:reason.calendar_${kind}`, { titleFr: title.fr, titleEn: title.en }),
      factor: index === 0 ? policy.load[load] : 1,
    }));
}
