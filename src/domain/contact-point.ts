import type { Language, TwoLanguages } from "./language.ts";
import type { WorkWeight } from "./maintenance.ts";
import { type Hours, openingAt } from "./opening-hours.ts";

export const POINT_STATES = [
  "operational",
  "unknown",
  "maintenance",
  "degraded",
  "trouble",
  "partial",
  "major",
] as const;
/**
 * How well a way to reach us works, from the best to the worst. In *trouble* is what an incident
 * touches of which nobody has said or measured yet how far it reaches: nothing that works.
 */
export type PointState = (typeof POINT_STATES)[number];

/** What somebody may say of one, while no incident does. */
export const BASELINES = [
  "operational",
  "unknown",
  "maintenance",
  "degraded",
  "partial",
  "major",
] as const satisfies readonly PointState[];
export type Baseline = (typeof BASELINES)[number];

/** Who says so: somebody here, an incident, planned work, our own looking, or the clock. */
export const POINT_SOURCES = [
  "manual",
  "incident",
  "suspicion",
  "maintenance",
  "observation",
  "age",
] as const;
export type PointSource = (typeof POINT_SOURCES)[number];

/** A contact point as the organisation describes it. */
export type PointFacts = {
  id: string;
  name: TwoLanguages;
  kind: string;
  platformId: string | null;
  failureDomain: string | null;
  link: string | null;
  hours: Hours | null;
  languages: readonly Language[];
  waitingMinutes: number | null;
  baseline: Baseline;
  updatedAt: number;
};

/** What weighs on a contact point beside what somebody said of it. */
export type Weight = {
  incident: { id: string; state: PointState; since: number; told: boolean } | null;
  /** Our probes have not looked for too long: what is said to work may not. */
  blind: { since: number } | null;
  /** Planned work that is under way there. */
  work?: WorkWeight | null;
};

export type Effect = {
  state: PointState;
  source: PointSource;
  incidentId: string | null;
  since: number | null;
  /** The planned work on it, also where something worse has the word. */
  workId?: string;
};

export const rankOf = (state: PointState): number => POINT_STATES.indexOf(state);
export const isAffected = (state: PointState): boolean => rankOf(state) >= rankOf("maintenance");

/** Baseline, observation, planned work and incident: the worst of them is what the public meets. */
export function effectOn(point: Pick<PointFacts, "baseline">, weight: Weight): Effect {
  const claims: Effect[] = [
    {
      state: point.baseline,
      source: point.baseline === "maintenance" ? "maintenance" : "manual",
      incidentId: null,
      since: null,
    },
  ];
  const { incident, blind, work = null } = weight;
  if (blind !== null) {
    claims.push({ state: "unknown", source: "observation", incidentId: null, since: blind.since });
  }
  if (work !== null) {
    const { state, since } = work;
    claims.push({ state, source: "maintenance", incidentId: null, since });
  }
  if (incident !== null) {
    const { id, state, since, told } = incident;
    // The public knows nothing of a mere suspicion: it must not be sent to look for the incident.
    const claim = told
      ? ({ source: "incident", incidentId: id } as const)
      : ({ source: "suspicion", incidentId: null } as const);
    claims.push({ state, since, ...claim });
  }
  const worst = claims.reduce((worst, claim) =>
    rankOf(claim.state) >= rankOf(worst.state) ? claim : worst,
  );
  return work === null ? worst : { ...worst, workId: work.id };
}

/** The worst of several states; of none, we know nothing. */
export function overallOf(states: readonly PointState[]): PointState {
  const [first, ...rest] = states;
  if (first === undefined) return "unknown";
  return rest.reduce((worst, state) => (rankOf(state) > rankOf(worst) ? state : worst), first);
}

/** Where nobody has said how long it takes, it may well be half an hour. */
const UNTOLD_WAITING_MINUTES = 30;

type Choice = Pick<PointFacts, "platformId" | "failureDomain" | "hours" | "waitingMinutes"> & {
  state: PointState;
};

/**
 * What works instead, the best first: healthy before shaky, away from the trouble's owner before
 * its sister services, open before closed, short queues before long ones.
 */
export function whatWorks<Point extends Choice>(
  points: readonly Point[],
  scene: { timeZone: string; now: number },
): Point[] {
  const troubled = new Set(
    points.filter((point) => isAffected(point.state)).map((point) => point.failureDomain),
  );
  const keyOf = (point: Point): number[] => [
    rankOf(point.state),
    point.failureDomain !== null && troubled.has(point.failureDomain) ? 1 : 0,
    point.hours === null || openingAt(point.hours, scene.timeZone, scene.now).open ? 0 : 1,
    point.waitingMinutes ?? UNTOLD_WAITING_MINUTES,
  ];
  return points
    .filter((point) => point.state === "operational" || point.state === "degraded")
    .map((point) => ({ point, key: keyOf(point) }))
    .sort((a, b) => compared(a.key, b.key))
    .map(({ point }) => point);
}

const LINK_LENGTH_MAX = 500;
const LINK =
  /^(?:https?:\/\/[^\s/@]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+|(?:tel|sms):\+?[\d().-]+(?:\?\S*)?)$/i;

/** Whether the public may be sent there: a web page, a call, a text or a mail, and nothing else. */
export const isPublicLink = (link: string): boolean =>
  link.length <= LINK_LENGTH_MAX && LINK.test(link);

function compared(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
