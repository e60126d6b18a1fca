import { type PointState, rankOf } from "./contact-point.ts";

export type Phase = "investigating" | "identified" | "monitoring" | "resolved";
type State = "suspected" | "confirmed" | "monitoring" | "resolved" | "dismissed";

/** How far an incident is, as the public is told; an all-clear of ours comes before its closing. */
export function phaseOf(state: State, isSaidOver: boolean): Phase {
  switch (state) {
    case "resolved":
    case "dismissed":
      return "resolved";
    case "monitoring":
      return "monitoring";
    case "confirmed":
      return isSaidOver ? "monitoring" : "identified";
    case "suspected":
      return "investigating";
    default:
      return state satisfies never;
  }
}

type Weighed = { severity: PointState; startedAt: number };

/** The worst first; of those that are equally bad, the newest. */
export const worstFirst = <Incident extends Weighed>(incidents: readonly Incident[]): Incident[] =>
  [...incidents].sort(
    (a, b) => rankOf(b.severity) - rankOf(a.severity) || b.startedAt - a.startedAt,
  );
