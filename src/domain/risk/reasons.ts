import { type Sentence, sentence } from "../sentence.ts";
import { badLooksMin, type RiskPolicy } from "./policy.ts";

/** Why a day differs from an average one: a sentence, and what it multiplies the expected number by. */
export type Reason = Sentence & { factor: number };

/** What is on record about a platform. `days`: how long we have watched it. */
export type Past = {
  days: number;
  incidents: number;
  /** How many of them began on a Saturday or Sunday. */
  onWeekends: number;
  open: boolean;
  lastEndedAt: number | null;
};

/** What was seen in the last day and was no incident. */
export type WeakSigns = {
  /** Buckets in which a crowd's stream was unusual, or over the bar. */
  watches: number;
  nearAlarms: number;
  badLooks: number;
  /** The provider's own page says something else than "all is fine". */
  officialTrouble: boolean;
};

const weekendShare = 2 / 7;
const weekendMax = 2.5;
const tomorrowShare = 0.5;

/** Providers change things when they are at work: weekends are calmer, as far as this platform's own past agrees. */
export function weekdayReason(past: Past, weekend: boolean, policy: RiskPolicy): Reason {
  const factor = weekendFactor(past, policy);
  if (weekend) return { ...sentence("foresight:reason.weekend"), factor };
  return {
    ...sentence("foresight:reason.workday"),
    factor: (1 - weekendShare * factor) / (1 - weekendShare),
  };
}

/** The shared opinion, corrected by this platform's own weekends; working days are never safe altogether. */
function weekendFactor({ incidents, onWeekends }: Past, policy: RiskPolicy): number {
  const { factor, weight } = policy.weekend;
  const expected = incidents * weekendShare;
  return Math.min(weekendMax, (weight * factor + onWeekends) / (weight + expected));
}

/** Signs too weak for an alarm. They lose half their weight overnight, and then the rest. */
export function weakReasons(signs: WeakSigns, at: { ahead: number; policy: RiskPolicy }): Reason[] {
  const share = at.ahead === 0 ? 1 : at.ahead === 1 ? tomorrowShare : 0;
  if (share === 0) return [];
  const { watch, nearAlarm, probe, official } = at.policy;
  const reason = (name: string, factor: number, count = 0): Reason => ({
    ...sentence(`foresight:reason.${name}`, count === 0 ? {} : { count }),
    factor: 1 + (factor - 1) * share,
  });
  const reasons: Reason[] = [];
  if (signs.nearAlarms > 0) reasons.push(reason("near", nearAlarm));
  else if (signs.watches > 0) reasons.push(reason("watch", watch));
  if (signs.badLooks >= badLooksMin) reasons.push(reason("probe", probe, signs.badLooks));
  if (signs.officialTrouble) reasons.push(reason("official", official));
  return reasons;
}
