import type { PointState } from "./contact-point.ts";
import {
  isBlind,
  isStale,
  type PlatformFacts,
  type PublicIncident,
  type PublicState,
} from "./public-state.ts";

/** How a platform is, as one word for the sentence that says it. */
export type Verdict =
  | "untold"
  | "unwatched"
  | "works"
  | "unclear"
  | "suspected"
  | "general"
  | "regional"
  | "feature"
  | "app_version"
  | "ours"
  | "told";

/** What our own looking comes to; the rest is what somebody has told. */
type Seen = Exclude<Verdict, "told">;

/** How a platform stands: the shape that shows it, and what to say of it. */
export type Standing = { state: PointState; verdict: Verdict };

const STATES: Readonly<Record<Seen, PointState>> = {
  untold: "unknown",
  unwatched: "unknown",
  works: "operational",
  unclear: "unknown",
  suspected: "unknown",
  general: "major",
  regional: "partial",
  feature: "degraded",
  app_version: "degraded",
  ours: "operational",
};

/** Where we see an outage ourselves, that says more than the word of anybody. */
const OUTAGES: ReadonlySet<Verdict> = new Set(["general", "regional", "feature", "app_version"]);

/**
 * What we may say of a platform. What we have not seen lately we do not know; and nothing is said to
 * work of which we tell people at the same time that it does not.
 */
export function standingOf(state: PublicState, platform: PlatformFacts, now: number): Standing {
  if (isStale(state, now)) return { state: STATES.untold, verdict: "untold" };
  const verdict = isBlind(platform, now) ? "untold" : verdictOf(platform.observed);
  const told = toldOf(state, platform.id);
  if (told === null || told.monitoringAt !== null || OUTAGES.has(verdict)) {
    return { state: STATES[verdict], verdict };
  }
  return { state: told.severity === "operational" ? "trouble" : told.severity, verdict: "told" };
}

/** What we tell the public of a platform at present: its open incident. */
export const toldOf = ({ open }: PublicState, platformId: string): PublicIncident | null =>
  open.find(({ platform }) => platform?.id === platformId) ?? null;

function verdictOf(observed: PlatformFacts["observed"]): Seen {
  switch (observed?.level) {
    case undefined:
      return "unwatched";
    case "healthy":
      return "works";
    case "suspected":
      return "suspected";
    case "confirmed":
      return confirmed(observed?.class ?? "");
    default:
      return "unclear";
  }
}

/** A trouble that spills over from elsewhere is a trouble for whoever has it. */
function confirmed(kind: string): Seen {
  if (kind === "only_us" || kind === "blocked_account") return "ours";
  if (kind === "regional" || kind === "feature" || kind === "app_version") return kind;
  return "general";
}

/** Whether people may have trouble with it now, so that one click to say so is worth its place. */
export const isTroubled = ({ verdict }: Standing): boolean =>
  verdict !== "works" && verdict !== "unwatched" && verdict !== "untold";
