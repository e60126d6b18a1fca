import type { AlertSeverity } from "../../domain/trigger.ts";

export type AlertState = "open" | "over";

/** What a trigger has said under one key, and the incident that came of it. */
export type Alert = {
  source_id: string;
  key: string;
  state: AlertState;
  incident_id: string | null;
  severity: AlertSeverity;
  gist: string;
  said_at: Date;
  expires_at: Date | null;
  noted_at: Date;
};
