import type { Cascade, Rung } from "./cascade.ts";
import type { Plan } from "./plan.ts";

/** What a broadcast is: news, or something that follows news. */
export const BROADCAST_KINDS = [
  "message",
  "correction",
  "all-clear",
  "reminder",
  "deputy",
] as const;
export type BroadcastKind = (typeof BROADCAST_KINDS)[number];

/** Those that a person writes, and a second person approves. */
export const FOLLOW_UPS = ["correction", "all-clear"] as const;
export type FollowUpKind = (typeof FOLLOW_UPS)[number];

/**
 * What becomes of those whom the original was not sent to yet. `nothing`: they hear neither.
 * `instead`: they hear the follow-up alone. `both`: the original goes on, and the follow-up comes after.
 */
export const RESTS = ["nothing", "instead", "both"] as const;
export type Rest = (typeof RESTS)[number];

/** Until somebody answers: how often they are asked again, and when their deputy is told. */
export type Insist = { everyMs: number; timesMax: number; deputyAfterMs: number | null };

const MINUTE_MS = 60_000;
const INSIST_EVERY_MIN_MS = MINUTE_MS;
const INSIST_EVERY_MAX_MS = 24 * 60 * MINUTE_MS;
const INSIST_TIMES_MAX = 12;

export const isSoundInsist = ({ everyMs, timesMax, deputyAfterMs }: Insist): boolean =>
  everyMs >= INSIST_EVERY_MIN_MS &&
  everyMs <= INSIST_EVERY_MAX_MS &&
  timesMax >= 0 &&
  timesMax <= INSIST_TIMES_MAX &&
  (deputyAfterMs === null || deputyAfterMs >= INSIST_EVERY_MIN_MS) &&
  (timesMax > 0 || deputyAfterMs !== null);

/** How often that asks at the most: a question that is no longer worth an answer is not asked again. */
export const timesAsked = (
  { everyMs, timesMax }: Insist,
  { expiresAfterMs }: Pick<Cascade, "expiresAfterMs">,
): number => Math.max(0, Math.min(timesMax, Math.ceil(expiresAfterMs / everyMs) - 1));

/** Each channel once, in its order: what a follow-up of a follow-up begins from. */
export const baseRungs = (rungs: readonly Rung[]): Rung[] =>
  rungs.filter(
    (rung, index) => rungs.findIndex((one) => one.channelId === rung.channelId) === index,
  );

/**
 * The channels twice, but for the last: whoever was reached on the second begins with the second, and
 * after the last goes on with the first. Each person has every channel once at the most.
 */
export function roundCascade(base: readonly Rung[], terms: Omit<Cascade, "rungs">): Cascade {
  return { ...terms, rungs: [...base, ...base.slice(0, -1)] };
}

/** The plan of a round cascade, with one line for each channel. */
export function foldPlan(plan: Plan, rateOf: (channelId: number) => number): Plan {
  const lines = new Map<number, Plan["perChannel"][number]>();
  for (const line of plan.perChannel) {
    const known = lines.get(line.channelId);
    lines.set(line.channelId, known ? together(known, line, rateOf(line.channelId)) : line);
  }
  const perChannel = [...lines.values()];
  return {
    ...plan,
    perChannel,
    durationSeconds: Math.max(0, ...perChannel.map((channel) => channel.durationSeconds)),
    warnings: plan.warnings.filter(
      (warning, index, all) =>
        all.findIndex((one) => JSON.stringify(one) === JSON.stringify(warning)) === index,
    ),
  };
}

type Line = Plan["perChannel"][number];

/** Two places of one channel in the round, as one line. */
function together(a: Line, b: Line, perSecond: number): Line {
  const [first, reach] = [a.first + b.first, a.reach + b.reach];
  const plus = (one: number | null | undefined, other: number | null | undefined) =>
    one === null || one === undefined ? null : one + (other ?? 0);
  return {
    ...a,
    first,
    reach,
    durationSeconds: Math.ceil(first / perSecond),
    costCents: plus(a.costCents, b.costCents),
    fallback: {
      people: reach,
      durationSeconds: Math.ceil(reach / perSecond),
      costCents: plus(a.fallback?.costCents, b.fallback?.costCents),
    },
  };
}
