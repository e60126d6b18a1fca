import type { CapabilityPart } from "./capability.ts";
import {
  type Effect,
  effectOn,
  overallOf,
  type PointFacts,
  type PointState,
  type Weight,
} from "./contact-point.ts";
import type { OfficialDelay } from "./feed-lag.ts";
import type { PublicForum, PublicPoll } from "./forum.ts";
import type { FaqEntry } from "./help/faq.ts";
import { type Phase, phaseOf, worstFirst } from "./incident-phase.ts";
import { severityOf } from "./incident-severity.ts";
import type { Language, TwoLanguages } from "./language.ts";
import { type Maintenance, workOn, worksBeside, worksInOrder } from "./maintenance.ts";
import type { PlatformCrowd } from "./platform-crowd.ts";
import type { PublicRumour } from "./rumour.ts";
import type { PublicKey, PublicProof } from "./verify/proof.ts";

export type NoticeWords = { title: string; message: string; advice: string; nextStep: string };

/** One announcement as the public may read it. A withdrawn one keeps its place, not its words. */
export type Notice = {
  id: string;
  incidentId: string;
  state: "published" | "corrected" | "withdrawn";
  severity: "degraded" | "partial" | "major" | "resolved";
  texts: Record<Language, NoticeWords>;
  source: string;
  version: number;
  publishedAt: number;
  updatedAt: number;
  nextUpdateAt: number | null;
  /** The language that follows: its readers are shown the words of the other. */
  untranslated?: Language | null;
  /** The version whose words this one repeats, with one language more. */
  translates?: { id: string; version: number; language: Language; publishedAt: number } | null;
  /** What leads back to exactly this version; missing until it is signed. */
  code?: string | null;
};

export type IncidentFacts = {
  id: string;
  /** Who says so: our own looking where it is left out, and then its class was measured. */
  origin?: "assessment" | "cap" | "webhook" | "person";
  platformId: string | null;
  state: "suspected" | "confirmed" | "monitoring" | "resolved" | "dismissed";
  class: string;
  title: TwoLanguages;
  startedAt: number;
  openedAt: number;
  confirmedAt: number | null;
  monitoringAt: number | null;
  closedAt: number | null;
};

/** What we see of a platform, and what its owner says of it: two facts, never blended. */
export type PlatformFacts = {
  id: string;
  name: string;
  observed: { level: string; class: string; since: number } | null;
  declared: { verdict: string; at: number } | null;
  /** When one of our sources last looked; null where none looks by itself. */
  lookedAt: number | null;
  reporters: number;
  /** What fails and what works, while they differ; how late its official word is, if we can say. */
  parts?: readonly CapabilityPart[];
  delay?: OfficialDelay | null;
};

export type PublicFacts = {
  organisation: PublicState["organisation"];
  /** Since when every incident of ours is among these: what was before is not known. */
  recordedSince: number;
  points: readonly PointFacts[];
  platforms: readonly PlatformFacts[];
  incidents: readonly IncidentFacts[];
  notices: readonly Notice[];
  /** What people report of the platforms; left out by who has no need of it. */
  crowds?: readonly PlatformCrowd[];
  /** Planned work: what is to come, what is going on, and what is over. */
  works?: readonly Maintenance[];
  faq?: readonly FaqEntry[];
  rumours?: readonly PublicRumour[];
  forums?: readonly PublicForum[];
  polls?: readonly PublicPoll[];
  keys?: readonly PublicKey[];
  proofs?: readonly PublicProof[];
};

export type PublicPoint = PointFacts & Effect;

export type PublicIncident = {
  id: string;
  platform: { id: string; name: string } | null;
  phase: Phase;
  dismissed: boolean;
  /** Who says so while we have said nothing: our own looking where it is left out. */
  saidBy?: "team" | "alert";
  title: TwoLanguages;
  severity: PointState;
  startedAt: number;
  confirmedAt: number | null;
  monitoringAt: number | null;
  closedAt: number | null;
  updatedAt: number;
  /** What we say now, or null while only our observation speaks. */
  notice: Notice | null;
  /** All that was said, the newest first. */
  updates: readonly Notice[];
  pointIds: readonly string[];
  /** Planned work of ours on the same ways to reach us, while it lasts: it may be the cause. */
  workIds: readonly string[];
};

/** Everything a public page needs, true at `generatedAt`. */
export type PublicState = {
  organisation: {
    name: string;
    mode: "training" | "live";
    timeZone: string;
    defaultLanguage: Language;
  };
  recordedSince: number;
  generatedAt: number;
  staleAfterMs: number;
  overall: PointState;
  points: readonly PublicPoint[];
  open: readonly PublicIncident[];
  past: readonly PublicIncident[];
  platforms: readonly PlatformFacts[];
  crowds: readonly PlatformCrowd[];
  /** What is to come and what is under way first, the earliest first; then what is over. */
  works: readonly Maintenance[];
  faq: readonly FaqEntry[];
  /** What is said, and what we know about it: the newest first. */
  rumours: readonly PublicRumour[];
  /** Sessions of questions and answers, and polls: the last to close first. */
  forums: readonly PublicForum[];
  polls: readonly PublicPoll[];
  /** The keys we sign with, the present one first; what proves the newest announcements. */
  keys: readonly PublicKey[];
  proofs: readonly PublicProof[];
};

/** After this long without news from the database, nothing is said to work any more. */
export const STALE_AFTER_MS = 90_000;
/** Probes look every half minute or so: after this long in silence they see nothing. */
export const BLIND_AFTER_MS = 10 * 60_000;

/** Puts the facts together as the public meets them. */
export function publicStateOf(facts: PublicFacts, now: number): PublicState {
  const incidents = facts.incidents.flatMap((incident) => publicIncident(incident, { facts, now }));
  const points = facts.points.map((point) => ({
    ...point,
    ...effectOn(point, weightOn(point, facts, now)),
  }));
  const open = worstFirst(incidents.filter((incident) => incident.closedAt === null));
  const states = [...points, ...open.map((incident) => ({ state: incident.severity }))];
  return {
    organisation: facts.organisation,
    recordedSince: facts.recordedSince,
    generatedAt: now,
    staleAfterMs: STALE_AFTER_MS,
    overall: overallOf(states.map(({ state }) => state)),
    points,
    open,
    past: incidents
      .filter((incident) => incident.closedAt !== null)
      .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0)),
    platforms: facts.platforms,
    crowds: facts.crowds ?? [],
    works: worksInOrder(facts.works ?? [], now),
    faq: facts.faq ?? [],
    rumours: facts.rumours ?? [],
    forums: facts.forums ?? [],
    polls: facts.polls ?? [],
    keys: facts.keys ?? [],
    proofs: facts.proofs ?? [],
  };
}

export const isStale = (state: PublicState, now: number): boolean =>
  now - state.generatedAt > state.staleAfterMs;

/** Whether the sources of a platform have been silent too long for us to say how it is. */
export const isBlind = ({ lookedAt }: PlatformFacts, now: number): boolean =>
  lookedAt !== null && now - lookedAt > BLIND_AFTER_MS;

/** The same state, read later: what was said to work when it was young is unknown when it is old. */
export function readAt(state: PublicState, now: number): PublicState {
  if (!isStale(state, now)) return state;
  const points = state.points.map(
    (point): PublicPoint =>
      point.state === "operational"
        ? { ...point, state: "unknown", source: "age", since: state.generatedAt }
        : point,
  );
  const overall = state.overall === "operational" ? "unknown" : state.overall;
  return { ...state, points, overall };
}

/** How bad an incident was at its worst, as far as anybody knows, also when all is over. */
export function worstOf(incident: PublicIncident): PointState {
  const said = incident.updates
    .filter((update) => update.state !== "withdrawn")
    .map((update) => update.severity);
  const found = (["major", "partial", "degraded"] as const).find((each) => said.includes(each));
  if (found !== undefined) return found;
  if (incident.confirmedAt === null || incident.severity !== "operational")
    return incident.severity;
  return incident.saidBy === undefined ? "degraded" : "trouble";
}

type Scene = { facts: PublicFacts; now: number };

/**
 * The public hears of an incident once it is confirmed, or once we have said something about it.
 * A mere suspicion shows in the state of its contact points only.
 */
function publicIncident(incident: IncidentFacts, { facts, now }: Scene): PublicIncident[] {
  const updates = facts.notices
    .filter((notice) => notice.incidentId === incident.id)
    // What a translation repeats is not told twice.
    .filter(({ id }) => !facts.notices.some(({ translates }) => translates?.id === id))
    .sort((a, b) => b.publishedAt - a.publishedAt);
  if (!isTold(incident, updates.length > 0)) return [];
  const notice = updates.find((update) => update.state === "published") ?? null;
  const platform = facts.platforms.find(({ id }) => id === incident.platformId);
  const pointIds = facts.points
    .filter((point) => point.platformId !== null && point.platformId === incident.platformId)
    .map((point) => point.id);
  return [
    {
      id: incident.id,
      platform: platform === undefined ? null : { id: platform.id, name: platform.name },
      phase: phaseOf(incident.state, notice?.severity === "resolved"),
      dismissed: incident.state === "dismissed",
      ...saidByOf(incident),
      title: incident.title,
      severity: severityOf(incident, notice, facts),
      startedAt: incident.startedAt,
      confirmedAt: incident.confirmedAt,
      monitoringAt: incident.monitoringAt,
      closedAt: incident.closedAt,
      updatedAt: lastMoveOf(incident, updates),
      notice,
      updates,
      pointIds,
      workIds: worksBeside(incident, pointIds, { works: facts.works ?? [], now }),
    },
  ];
}

const isTold = (incident: IncidentFacts, announced: boolean): boolean =>
  announced || incident.confirmedAt !== null || incident.monitoringAt !== null;

function weightOn({ id, platformId }: PointFacts, facts: PublicFacts, now: number): Weight {
  const work = workOn(id, facts.works ?? [], now);
  if (platformId === null) return { incident: null, blind: null, work };
  const lookedAt = facts.platforms.find(({ id }) => id === platformId)?.lookedAt ?? null;
  const blind = lookedAt !== null && now - lookedAt > BLIND_AFTER_MS ? { since: lookedAt } : null;
  const incident = facts.incidents.find(
    (each) => each.platformId === platformId && each.closedAt === null,
  );
  if (incident === undefined) return { incident: null, blind, work };
  const notice = facts.notices.find(
    (each) => each.incidentId === incident.id && each.state === "published",
  );
  const state = severityOf(incident, notice ?? null, facts);
  const told = isTold(incident, notice !== undefined);
  return { incident: { id: incident.id, state, since: incident.startedAt, told }, blind, work };
}

function saidByOf({ origin }: IncidentFacts): Pick<PublicIncident, "saidBy"> {
  if (origin === undefined || origin === "assessment") return {};
  return { saidBy: origin === "person" ? "team" : "alert" };
}

function lastMoveOf(incident: IncidentFacts, updates: readonly Notice[]): number {
  const { startedAt, confirmedAt, monitoringAt, closedAt } = incident;
  const moves = [startedAt, confirmedAt ?? 0, monitoringAt ?? 0, closedAt ?? 0];
  return Math.max(...moves, ...updates.map((update) => update.updatedAt));
}
