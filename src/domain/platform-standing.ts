import type { PointState } from "./contact-point.ts";
import { isBlind, isStale, type PlatformFacts, type PublicState } from "./public-state.ts";

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
  | "ours";

/** How a platform stands: the shape that shows it, and what to say of it. */
export type Standing = { state: PointState; verdict: Verdict };

const STATES: Readonly<Record<Verdict, PointState>> = {
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

/** What we may say of a platform. What we have not seen lately we do not know. */
export function standingOf(state: PublicState, platform: PlatformFacts, now: number): Standing {
  const verdict =
    isStale(state, now) || isBlind(platform, now) ? "untold" : verdictOf(platform.observed);
  return { state: STATES[verdict], verdict };
}

function verdictOf(observed: PlatformFacts["observed"]): Verdict {
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
function confirmed(kind: string): Verdict {
  if (kind === "only_us" || kind === "blocked_account") return "ours";
  if (kind === "regional" || kind === "feature" || kind === "app_version") return kind;
  return "general";
}

/** Whether people may have trouble with it now, so that one click to say so is worth its place. */
export const isTroubled = ({ verdict }: Standing): boolean =>
  verdict !== "works" && verdict !== "unwatched" && verdict !== "untold";
