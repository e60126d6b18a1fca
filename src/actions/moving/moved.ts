import type { Baseline } from "../../domain/contact-point.ts";
import type { Severity } from "../../store/schema/crisis.ts";

/** What somebody brings along from another product, in our words. */
export type Moved = {
  /** The page it comes from: with it, the same thing is recognised when it is brought in again. */
  origin: string;
  points: MovedPoint[];
  watches: MovedWatch[];
  incidents: MovedIncident[];
  /** Planned work that is still to come or under way. */
  works: MovedWork[];
  /** What stays behind, and why. */
  left: { what: string; why: string }[];
};

export type MovedPoint = { name: string; baseline: Baseline; link: string | null };

/** A check that one of our sensors can go on with. */
export type MovedWatch = {
  name: string;
  sensor: "http-probe" | "tcp-probe" | "dns-probe";
  settings: Record<string, string | boolean>;
  everyMs: number;
};

/** One that is over. `updates` are in the order of time; the last one says that it is over. */
export type MovedIncident = {
  key: string;
  title: string;
  startedAt: number;
  endedAt: number;
  updates: { at: number; severity: Severity; message: string }[];
};

/** Planned work. `touches` are names of contact points, as that page writes them. */
export type MovedWork = {
  key: string;
  title: string;
  message: string;
  from: number;
  until: number;
  touches: string[];
};

const EVERY_MIN_MS = 20_000;
const EVERY_MAX_MS = 3_600_000;

/** A rhythm that is ours, as near to theirs as we allow. */
export const rhythm = (seconds: number): number =>
  Math.min(EVERY_MAX_MS, Math.max(EVERY_MIN_MS, Math.round(seconds * 1_000)));

/** What is over gets a last word, even where nobody has written one. */
export function withEnd(incident: MovedIncident): MovedIncident {
  if (incident.updates.at(-1)?.severity === "resolved") return incident;
  const end = { at: incident.endedAt, severity: "resolved" as const, message: "" };
  return { ...incident, updates: [...incident.updates, end] };
}
