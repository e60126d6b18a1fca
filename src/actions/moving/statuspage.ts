import { z } from "zod";
import type { Baseline } from "../../domain/contact-point.ts";
import { type Moved, type MovedIncident, withEnd } from "./moved.ts";

const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Update = z.object({ status: z.string(), body: z.string().default(""), created_at: Time });
const Incident = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  impact: z.string(),
  created_at: Time,
  started_at: Time.nullish(),
  resolved_at: Time.nullish(),
  incident_updates: z.array(Update).default([]),
});

const Work = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  scheduled_for: Time,
  scheduled_until: Time,
  incident_updates: z.array(Update).default([]),
  components: z.array(z.object({ name: z.string() })).default([]),
});

/** `/api/v2/components.json` and `/api/v2/incidents.json` of any page that speaks Statuspage's version 2. */
export const StatuspageFiles = z.object({
  page: z.object({ url: z.string().optional(), id: z.string() }),
  components: z.array(
    z.object({ name: z.string(), status: z.string(), group: z.boolean().nullish() }),
  ),
  incidents: z.array(Incident).default([]),
  scheduled_maintenances: z.array(Work).default([]),
});
export type StatuspageFiles = z.infer<typeof StatuspageFiles>;

const STATES: Record<string, Baseline> = {
  operational: "operational",
  degraded_performance: "degraded",
  partial_outage: "partial",
  major_outage: "major",
  under_maintenance: "maintenance",
};
const SEVERITIES: Record<string, "degraded" | "partial" | "major"> = {
  minor: "degraded",
  major: "partial",
  critical: "major",
};
const OVER = ["resolved", "postmortem"];

/** A status page in Statuspage's format, as contact points and a history. */
export function fromStatuspage(files: StatuspageFiles): Moved {
  const { page, components, incidents } = files;
  const over = incidents.filter(({ status }) => OVER.includes(status));
  return {
    origin: page.url ?? page.id,
    // A group is a heading there; here each way to reach somebody stands for itself.
    points: components
      .filter(({ group }) => group !== true)
      .map(({ name, status }) => ({ name, baseline: STATES[status] ?? "unknown", link: null })),
    watches: [],
    incidents: over.map(incidentOf),
    works: files.scheduled_maintenances.filter(isAhead).map((work) => ({
      key: work.id,
      title: work.name,
      // The oldest word is the announcement; the later ones told how it went there.
      message: work.incident_updates.at(-1)?.body ?? "",
      from: work.scheduled_for,
      until: work.scheduled_until,
      touches: work.components.map(({ name }) => name),
    })),
    left: [
      ...incidents
        .filter(({ status }) => !OVER.includes(status))
        .map(({ name }) => ({ what: name, why: "it is not over: open it here by hand" })),
      ...files.scheduled_maintenances
        .filter((work) => !isAhead(work))
        .map(({ name }) => ({ what: name, why: "this planned work is over" })),
    ],
  };
}

const isAhead = ({ status, scheduled_for, scheduled_until }: z.infer<typeof Work>): boolean =>
  ["scheduled", "in_progress", "verifying"].includes(status) && scheduled_until > scheduled_for;

function incidentOf(incident: z.infer<typeof Incident>): MovedIncident {
  const told = [...incident.incident_updates].sort((a, b) => a.created_at - b.created_at);
  const startedAt = incident.started_at ?? incident.created_at;
  return withEnd({
    key: incident.id,
    title: incident.name,
    startedAt,
    endedAt: incident.resolved_at ?? told.at(-1)?.created_at ?? startedAt,
    updates: told.map(({ status, body, created_at }) => ({
      at: created_at,
      severity: OVER.includes(status) ? "resolved" : (SEVERITIES[incident.impact] ?? "degraded"),
      message: body,
    })),
  });
}
