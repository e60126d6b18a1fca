import type { PlanWarning, ReachGroup } from "./plan.ts";

/** How many different people a provider lets us write to within 24 hours, and how far that is used. */
export type PeopleLimit = {
  name: string;
  peopleADay: number;
  /** Whom we have written to in the last 24 hours. */
  used: number;
  /** When the first of them counts no more (ISO). */
  freesAt: string | null;
};

/** What a broadcast needs of such a limit, and what becomes of those for whom there is no place. */
export type Headroom = PeopleLimit & {
  channelIds: number[];
  left: number;
  /** New people who start on its channels, and people who need no place: they were written to. */
  needs: number;
  known: number;
  /** New people on its channels if everything before those fails. */
  fallbackNeeds: number;
  /** For how many of `needs` there is no place. Those who come last in the order go without. */
  missing: number;
  /** The next way of those who start here, and how many of them have none. */
  next: { channelId: number; people: number }[];
  stuck: number;
};

/** A rung as this counts it: the channel, its limit, and whether it is in use. */
type LimitedRung = { channelId: number; limit: PeopleLimit | null; isUp: boolean };
type Sum = Pick<Headroom, "needs" | "known" | "fallbackNeeds" | "stuck">;

/** The limits that a plan touches, each with what is left of it and what it takes. */
export function headroomsOf(
  rungs: readonly LimitedRung[],
  groups: readonly ReachGroup[],
): Headroom[] {
  const limits = new Map(rungs.flatMap(({ limit }) => (limit ? [[limit.name, limit]] : [])));
  return [...limits.values()].map((limit) => headroomOf(limit, rungs, groups));
}

function headroomOf(
  limit: PeopleLimit,
  rungs: readonly LimitedRung[],
  groups: readonly ReachGroup[],
): Headroom {
  const isHere = (index: number): boolean => rungs[index]?.limit?.name === limit.name;
  const sum: Sum = { needs: 0, known: 0, fallbackNeeds: 0, stuck: 0 };
  const next = new Map<number, number>();
  for (const group of groups) {
    const { usable, known = [], people } = group;
    const isNew = (index: number) => usable[index] === true && known[index] !== true;
    if (usable.some((_open, index) => isHere(index) && isNew(index))) sum.fallbackNeeds += people;
    const first = usable.findIndex((open, index) => open && rungs[index]?.isUp);
    if (first < 0 || !isHere(first)) continue;
    if (!isNew(first)) {
      sum.known += people;
      continue;
    }
    sum.needs += people;
    const after = usable.findIndex(
      (open, index) =>
        index > first && open && rungs[index]?.isUp && !(isHere(index) && isNew(index)),
    );
    const channelId = rungs[after]?.channelId;
    if (channelId === undefined) sum.stuck += people;
    else next.set(channelId, (next.get(channelId) ?? 0) + people);
  }
  const left = Math.max(0, limit.peopleADay - limit.used);
  return {
    ...limit,
    ...sum,
    left,
    channelIds: rungs.flatMap(({ channelId }, index) => (isHere(index) ? [channelId] : [])),
    missing: Math.max(0, sum.needs - left),
    next: rungs.flatMap(({ channelId }) => {
      const people = next.get(channelId);
      return people === undefined ? [] : [{ channelId, people }];
    }),
  };
}

/** Whoever finds no place takes the next way, or waits until somebody counts no more. */
export const headroomWarnings = (headrooms: readonly Headroom[]): PlanWarning[] =>
  headrooms.flatMap((one): PlanWarning[] => {
    const { name, left, missing, stuck, next, fallbackNeeds } = one;
    if (missing > 0) {
      const of = stuck === 0 ? "next" : next.length === 0 ? "wait" : "both";
      const channels = next.map(({ channelId }) => channelId);
      const waiting = Math.min(missing, stuck);
      return [{ code: "over-shared", of, name, left, missing, waiting, channels }];
    }
    const more = fallbackNeeds - left;
    return more > 0 ? [{ code: "shared-on-fallback", name, left, missing: more }] : [];
  });
