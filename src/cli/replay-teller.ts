import { reopenWithinMs } from "../domain/incident.ts";
import type { IncidentRow } from "../store/incidents.ts";

/** Tells of each incident once: not before it is too late for it to open again. */
export type Teller = {
  opened(incident: IncidentRow): void;
  closed(incident: IncidentRow): void;
  passed(now: number): void;
  end(open: IncidentRow | undefined): void;
};

export function createTeller(tell: (incident: IncidentRow) => void): Teller {
  let waiting: IncidentRow | null = null;
  const tellWaiting = () => {
    if (waiting !== null) tell(waiting);
    waiting = null;
  };
  return {
    opened({ id }) {
      if (waiting?.id === id) waiting = null;
      tellWaiting();
    },
    closed(incident) {
      tellWaiting();
      waiting = incident;
    },
    passed(now) {
      const closedAt = waiting?.closed_at?.getTime() ?? now;
      if (now - closedAt > reopenWithinMs) tellWaiting();
    },
    end(open) {
      tellWaiting();
      if (open) tell(open);
    },
  };
}
