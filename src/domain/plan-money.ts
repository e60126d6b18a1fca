import { type Insist, timesAsked } from "./follow-up.ts";
import type { Texts } from "./language.ts";
import { messageCents } from "./message-price.ts";
import type { Cost, Plan, PlanChannel, PlanInput, ReachGroup } from "./plan.ts";

type Line = Plan["perChannel"][number];
type Priced = Pick<PlanChannel, "addressKind" | "priceCents">;

const centsOf = ({ addressKind, priceCents = null }: Priced, texts: Texts): number | null =>
  messageCents({ addressKind, priceCents }, texts);

/** What a rung costs: for those who start there, and if everything before it fails. */
export function moneyOf(
  channel: PlanChannel,
  { first, reach, texts }: { first: number; reach: number; texts: Texts },
): Pick<Line, "costCents" | "fallback"> {
  const cents = centsOf(channel, texts);
  const cost = (people: number) => (cents === null ? null : people * cents);
  const durationSeconds = Math.ceil(reach / channel.perSecond);
  return {
    costCents: cost(first),
    fallback: { people: reach, durationSeconds, costCents: cost(reach) },
  };
}

/** The whole of it; null where nobody said what any channel costs. */
export function costOf(perChannel: Plan["perChannel"], later: LaterCost | null): Cost | null {
  const unpriced = perChannel.filter(({ costCents }) => costCents === null).length;
  if (unpriced === perChannel.length) return null;
  const total = (part: (line: Line) => number | null | undefined) =>
    perChannel.reduce((all, line) => all + (part(line) ?? 0), 0);
  return {
    firstCents: total((line) => line.costCents),
    worstCents: total((line) => line.fallback?.costCents),
    unpriced,
    ...(later ? { later } : {}),
  };
}

/** What may follow a broadcast: with which words, and to how many deputies. */
export type Later = {
  insist: Insist | null;
  reminder: Texts;
  /** The deputies by the ways they have, and what they are told at its longest. */
  deputies: { groups: readonly ReachGroup[]; texts: Texts };
  /** A correction and an all-clear, as they would be written. */
  corrections: readonly Texts[];
};

/** In hundredths, at the most: nobody answers, and every way is needed for everybody. */
export type LaterCost = {
  /** How often people are asked again, and what all of that costs; null: nobody is. */
  reminders: { times: number; cents: number } | null;
  /** How many deputies are told; null: none. */
  deputies: { people: number; cents: number } | null;
  /** Both: they are approved with the broadcast itself. */
  approvedCents: number;
  /** One correction or all-clear. It asks for an approval of its own. */
  correctionCents: number;
};

export function laterOf(input: PlanInput, later: Later): LaterCost {
  const { cascade, groups } = input;
  const { insist, reminder, deputies, corrections } = later;
  const times = insist ? timesAsked(insist, cascade) : 0;
  const reminders =
    times > 0 ? { times, cents: times * worstCents(input, reminder, groups) } : null;
  const people = deputies.groups.reduce((sum, group) => sum + group.people, 0);
  const tellsDeputies = insist !== null && insist.deputyAfterMs !== null && people > 0;
  const told = tellsDeputies
    ? { people, cents: worstCents(input, deputies.texts, deputies.groups) }
    : null;
  return {
    reminders,
    deputies: told,
    approvedCents: (reminders?.cents ?? 0) + (told?.cents ?? 0),
    correctionCents: Math.max(0, ...corrections.map((texts) => worstCents(input, texts, groups))),
  };
}

function worstCents(
  { cascade, channels }: PlanInput,
  texts: Texts,
  groups: readonly ReachGroup[],
): number {
  return cascade.rungs.reduce((sum, { channelId }, index) => {
    const channel = channels.find(({ id }) => id === channelId);
    const open = groups.filter(({ usable }) => usable[index] === true);
    const reach = open.reduce((people, group) => people + group.people, 0);
    return sum + reach * ((channel && centsOf(channel, texts)) ?? 0);
  }, 0);
}
