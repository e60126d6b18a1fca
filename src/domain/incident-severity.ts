import type { PointState } from "./contact-point.ts";
import type { IncidentFacts, Notice, PublicFacts } from "./public-state.ts";

type Seen = Pick<PublicFacts, "platforms">;

/** What we said counts; before we have said anything, what we saw does, and no more than that. */
export function severityOf(
  incident: IncidentFacts,
  notice: Notice | null,
  facts: Seen,
): PointState {
  switch (incident.state) {
    case "resolved":
    case "dismissed":
      return "operational";
    case "suspected":
      return notice === null ? "unknown" : saidBy(notice);
    case "monitoring":
      return notice?.severity === "resolved" ? "operational" : "degraded";
    case "confirmed":
      return notice === null ? severityOfClass(measured(incident, facts)) : saidBy(notice);
    default:
      return incident.state satisfies never;
  }
}

const saidBy = (notice: Notice): PointState =>
  notice.severity === "resolved" ? "operational" : notice.severity;

/** Who opens an incident by hand, or by an alert, has measured nothing; our sources may have since. */
function measured({ origin, platformId, ...incident }: IncidentFacts, facts: Seen): string {
  if (origin === undefined || origin === "assessment") return incident.class;
  const observed = facts.platforms.find(({ id }) => id === platformId)?.observed;
  return observed?.level === "confirmed" ? observed.class : UNMEASURED;
}

const UNMEASURED = "unknown_yet";

/** Trouble in one region or one feature leaves something that works; any other does not. */
function severityOfClass(kind: string): PointState {
  if (kind === UNMEASURED) return "trouble";
  if (kind === "regional") return "partial";
  return kind === "feature" || kind.startsWith("app") ? "degraded" : "major";
}
