import type { PointState } from "../domain/contact-point.ts";
import {
  type Notice,
  type PublicIncident,
  type PublicPoint,
  worstOf,
} from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { observedOf, saidIn, saidOf } from "./notice.ts";
import { headline } from "./status.ts";

const PAGE_ID = "tocsin";
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
  const maintenances = { ...frame, scheduled_maintenances: [] };
  return {
    "summary.json": {
      ...frame,
      components,
      incidents: unresolved,
      scheduled_maintenances: [],
      status,
    },
    "status.json": { ...frame, status },
    "components.json": { ...frame, components },
    "incidents.json": { ...frame, incidents },
    "incidents/unresolved.json": { ...frame, incidents: unresolved },
    "scheduled-maintenances.json": maintenances,
    "scheduled-maintenances/upcoming.json": maintenances,
    "scheduled-maintenances/active.json": maintenances,
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

function statusOf(context: PageContext) {
  const { state } = context;
  const every = state.points.length > 0 && state.points.every((point) => point.state === "major");
  const indicator = { ...INDICATORS, major: every ? "critical" : "major" }[state.overall];
  return { indicator, description: headline(context), ...observation(state.overall) };
}

const INDICATORS: Record<PointState, string> = {
  operational: "none",
  unknown: "minor",
  maintenance: "maintenance",
  degraded: "minor",
  partial: "major",
  major: "major",
};

const STATUSES: Record<PointState, string> = {
  operational: "operational",
  // The format has no word for it; the last value would be a lie.
  unknown: "degraded_performance",
  maintenance: "under_maintenance",
  degraded: "degraded_performance",
  partial: "partial_outage",
  major: "major_outage",
};

const IMPACTS: Record<PointState, string> = { ...INDICATORS, major: "critical" };

const observation = (state: PointState) =>
  state === "unknown" ? { x_observation: "unknown" } : {};

function componentOf(context: PageContext, point: PublicPoint, index: number) {
  return {
    id: point.id,
    name: point.name[context.language],
    status: STATUSES[point.state],
    created_at: iso(point.updatedAt),
    updated_at: iso(point.since ?? point.updatedAt),
    position: index + 1,
    description: null,
    showcase: true,
    start_date: null,
    group_id: null,
    page_id: PAGE_ID,
    group: false,
    only_show_if_degraded: false,
    ...observation(point.state),
    x_source: point.source,
    x_link: point.link,
  };
}

function incidentOf(context: PageContext, incident: PublicIncident) {
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
    at: said.at,
    updatedAt: said.at,
  });
  return [...updates, ...(incident.confirmedAt === null ? [] : [seen])].sort((a, b) =>
    b.display_at.localeCompare(a.display_at),
  );
}

function updateOf(context: PageContext, incident: PublicIncident, update: Notice) {
  const said = saidIn(context, update);
  const parts = [said.message, said.advice, said.nextStep].filter((part) => part.trim() !== "");
  return updateFields(incident, {
    id: update.id,
    status: statusAt(incident, update),
    body: parts.join("\n\n"),
    at: update.publishedAt,
    updatedAt: update.updatedAt,
  });
}

function updateFields(
  incident: PublicIncident,
  update: { id: string; status: string; body: string; at: number; updatedAt: number },
) {
  return {
    id: update.id,
    status: update.status,
    body: update.body,
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
