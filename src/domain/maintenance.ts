import type { PointState } from "./contact-point.ts";
import type { TwoLanguages } from "./language.ts";

export const WORK_EFFECTS = ["maintenance", "degraded", "partial", "major"] as const;
/** What planned work does to the ways to reach us, from "closed as announced" to "nothing works". */
export type WorkEffect = (typeof WORK_EFFECTS)[number];

export const WORK_STATES = [
  "scheduled",
  "in_progress",
  "verifying",
  "completed",
  "cancelled",
] as const;
export type WorkState = (typeof WORK_STATES)[number];

/** One thing that was said of planned work; without words where only the clock moved on. */
export type WorkUpdate = { id: string; state: WorkState; text: TwoLanguages | null; at: number };

/** Planned work as we wrote it down. */
export type Maintenance = {
  id: string;
  title: TwoLanguages;
  message: TwoLanguages;
  from: number;
  until: number;
  pointIds: readonly string[];
  effect: WorkEffect;
  /** Whether the date stands. */
  firm: boolean;
  /** Only an exercise: nobody out there hears of it, unless all of the organisation is one. */
  drill?: boolean | undefined;
  state: WorkState;
  /** Rises with each change: calendars take the highest. */
  version: number;
  beganAt: number | null;
  endedAt: number | null;
  updatedAt: number;
  /** The newest first. */
  updates: readonly WorkUpdate[];
};

/** Where the work stands at `now`: a state that time alone brings is true before it is written down. */
export function workStateAt(
  { state, from, until }: Pick<Maintenance, "state" | "from" | "until">,
  now: number,
): WorkState {
  if (isOver(state)) return state;
  if (now >= until) return "completed";
  return state === "scheduled" && now >= from ? "in_progress" : state;
}

export const isOver = (state: WorkState): boolean => state === "completed" || state === "cancelled";
export const isUnderWay = (state: WorkState): boolean =>
  state === "in_progress" || state === "verifying";

/** What somebody may turn it to by hand. Time does the rest. */
export function nextWorkStates(state: WorkState): readonly WorkState[] {
  switch (state) {
    case "scheduled":
      return ["in_progress", "cancelled"];
    case "in_progress":
      return ["verifying", "completed"];
    case "verifying":
      return ["in_progress", "completed"];
    case "completed":
    case "cancelled":
      return [];
    default:
      return state satisfies never;
  }
}

/** The same work as it reads at `now`, with the ends that time alone has brought. */
export function workAt(work: Maintenance, now: number): Maintenance {
  const state = workStateAt(work, now);
  if (state === work.state) return work;
  const beganAt = work.beganAt ?? Math.min(work.from, now);
  return { ...work, state, beganAt, endedAt: state === "completed" ? work.until : work.endedAt };
}

type Worked = Pick<Maintenance, "id" | "effect" | "pointIds" | "state" | "from" | "until"> & {
  beganAt: number | null;
};
/** What planned work weighs on one contact point. */
export type WorkWeight = { id: string; state: PointState; since: number };

/** The work under way on a contact point; of several, the one that does most. */
export function workOn(pointId: string, works: readonly Worked[], now: number): WorkWeight | null {
  const there = works
    .filter((work) => work.pointIds.includes(pointId) && isUnderWay(workStateAt(work, now)))
    .sort((a, b) => WORK_EFFECTS.indexOf(b.effect) - WORK_EFFECTS.indexOf(a.effect));
  const [first] = there;
  return first === undefined
    ? null
    : { id: first.id, state: first.effect, since: first.beganAt ?? first.from };
}

/** What is to come and what is under way first, the earliest first; then what is over. */
export function worksInOrder(works: readonly Maintenance[], now: number): Maintenance[] {
  const seen = works.map((work) => workAt(work, now));
  return [
    ...seen.filter(({ state }) => !isOver(state)).sort((a, b) => a.from - b.from),
    ...seen.filter(({ state }) => isOver(state)).sort((a, b) => b.until - a.until),
  ];
}

/** An alarm during planned work on the same ways is told all the same, with that work beside it. */
export function worksBeside(
  incident: { startedAt: number; closedAt: number | null },
  pointIds: readonly string[],
  scene: { works: readonly Maintenance[]; now: number },
): string[] {
  const { works, now } = scene;
  const span = { from: incident.startedAt, until: incident.closedAt ?? now + 1 };
  return works
    .filter((work) => work.state !== "cancelled")
    .filter(({ from, until, endedAt }) => overlap({ from, until: endedAt ?? until }, span))
    .filter((work) => work.pointIds.some((id) => pointIds.includes(id)))
    .map(({ id }) => id);
}

type Stretch = { from: number; until: number };
export const overlap = (a: Stretch, b: Stretch): boolean => a.from < b.until && b.from < a.until;
