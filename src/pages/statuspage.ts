import type { PointState } from "../domain/contact-point.ts";
import type { Language } from "../domain/language.ts";
import { type Notice, type PublicIncident, worstOf } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { labelled, observedOf, saidIn, saidOf, standsAs } from "./notice.ts";
import { headline } from "./status.ts";
import { componentOf, observation, PAGE_ID } from "./statuspage-component.ts";
import { scheduledMaintenances } from "./statuspage-work.ts";

const INCIDENT_COUNT_MAX = 50;

/**
 * The bodies of the eight Statuspage v2 endpoints (https://metastatuspage.com/api), by the name that
 * follows /api/v2/. What that format has no words for travels in fields that begin with `x_`.
 */
export function statuspageBodies(context: PageContext): Record<string, object> {
  const { state } = context;
  const frame = frameOf(context);
  const components = state.points.map((point, index) => componentOf(context, point, index));
  const unresolved = state.open.map((incident) => incidentOf(context, incident));
  const past = state.past.map((incident) => incidentOf(context, incident));
  const incidents = [...unresolved, ...past].slice(0, INCIDENT_COUNT_MAX);
  const status = statusOf(context);
  const { all, upcoming, active } = scheduledMaintenances(context);
  const planned = (works: typeof all) => ({ ...frame, scheduled_maintenances: works });
  return {
    "summary.json": {
      ...frame,
      components,
      incidents: unresolved,
      scheduled_maintenances: [...active, ...upcoming],
      status,
    },
    "status.json": { ...frame, status },
    "components.json": { ...frame, components },
    "incidents.json": { ...frame, incidents },
    "incidents/unresolved.json": { ...frame, incidents: unresolved },
    "scheduled-maintenances.json": planned(all),
    "scheduled-maintenances/upcoming.json": planned(upcoming),
    "scheduled-maintenances/active.json": planned(active),
  };
}

function frameOf({ state, publicUrl }: PageContext) {
  return {
    page: {
      id: PAGE_ID,
      name: state.organisation.name,
      url: publicUrl,
      time_zone: state.organisation.timeZone,
      updated_at: iso(state.generatedAt),
    },
    x_generated_at: iso(state.generatedAt),
    x_stale_after: iso(state.generatedAt + state.staleAfterMs),
    x_training: state.organisation.mode === "training",
  };
}

export function statusOf(context: PageContext) {
  const { state } = context;
  const every = state.points.length > 0 && state.points.every((point) => point.state === "major");
  const indicator = { ...INDICATORS, major: every ? "critical" : "major" }[state.overall];
  return { indicator, description: headline(context), ...observation(state.overall) };
}

const INDICATORS: Record<PointState, string> = {
  operational: "none",
  unknown: "minor",
  maintenance: "maintenance",
  trouble: "minor",
  degraded: "minor",
  partial: "major",
  major: "major",
};

const IMPACTS: Record<PointState, string> = { ...INDICATORS, major: "critical" };

export function incidentOf(context: PageContext, incident: PublicIncident) {
  const { state, language, publicUrl } = context;
  return {
    id: incident.id,
    name: saidOf(context, incident).title,
    status: incident.phase,
    created_at: iso(incident.startedAt),
    updated_at: iso(incident.updatedAt),
    monitoring_at: isoOrNull(incident.monitoringAt),
    resolved_at: isoOrNull(incident.closedAt),
    impact: IMPACTS[worstOf(incident)],
    shortlink: `${publicUrl}/${language}/incidents/${incident.id}`,
    started_at: iso(incident.startedAt),
    page_id: PAGE_ID,
    incident_updates: updatesOf(context, incident),
    components: state.points
      .map((point, index) => ({ point, index }))
      .filter(({ point }) => incident.pointIds.includes(point.id))
      .map(({ point, index }) => componentOf(context, point, index)),
  };
}

/** Newest first: clients take the first for the latest. What our probes saw is the first word. */
function updatesOf(context: PageContext, incident: PublicIncident) {
  const shown = incident.updates.filter((update) => update.state !== "withdrawn");
  const updates = shown.map((update) => updateOf(context, incident, update));
  const said = observedOf(context, incident);
  const seen = updateFields(incident, {
    id: `${incident.id}-observed`,
    status: "investigating",
    body: said.message,
    language: context.language,
    at: said.at,
    updatedAt: said.at,
  });
  return [...updates, ...(incident.confirmedAt === null ? [] : [seen])].sort((a, b) =>
    b.display_at.localeCompare(a.display_at),
  );
}

function updateOf(context: PageContext, incident: PublicIncident, update: Notice) {
  const said = saidIn(context, update);
  const parts = [labelled(said), said.advice, said.nextStep].filter((part) => part.trim() !== "");
  return updateFields(incident, {
    id: standsAs(context, update).id,
    status: statusAt(incident, update),
    body: parts.join("\n\n"),
    language: said.spoken,
    at: said.at,
    updatedAt: update.updatedAt,
  });
}

function updateFields(
  incident: PublicIncident,
  update: {
    id: string;
    status: string;
    body: string;
    language: Language;
    at: number;
    updatedAt: number;
  },
) {
  return {
    id: update.id,
    status: update.status,
    body: update.body,
    x_language: update.language,
    incident_id: incident.id,
    created_at: iso(update.at),
    updated_at: iso(update.updatedAt),
    display_at: iso(update.at),
    affected_components: null,
    deliver_notifications: true,
  };
}

function statusAt(incident: PublicIncident, update: Notice): string {
  const { confirmedAt, monitoringAt } = incident;
  if (update.severity === "resolved") return "resolved";
  if (monitoringAt !== null && update.publishedAt >= monitoringAt) return "monitoring";
  return confirmedAt !== null && update.publishedAt >= confirmedAt ? "identified" : "investigating";
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
