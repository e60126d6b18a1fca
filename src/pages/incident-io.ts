import type { PointState } from "../domain/contact-point.ts";
import { isOver, isUnderWay, type Maintenance } from "../domain/maintenance.ts";
import { isStale, type PublicIncident, type PublicPoint, worstOf } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import { labelled, saidOf } from "./notice.ts";
import { headline } from "./status.ts";
import { wordsOfUpdate, workAddress } from "./work-said.ts";

/**
 * The body of incident.io's widget API (/api/v1/summary there), for clients that know that format.
 * What it has no words for travels in fields that begin with `x_`.
 */
export function widgetBody(context: PageContext): object {
  const { state, now, publicUrl } = context;
  const incidents = state.open.map((incident) => incidentOf(context, incident));
  const planned = plannedIn(context);
  return {
    page_title: state.organisation.name,
    page_url: publicUrl,
    // An empty list would say that all is well, which an old state cannot.
    ongoing_incidents: isStale(state, now) ? [...incidents, silence(context)] : incidents,
    in_progress_maintenances: [
      ...planned.active,
      ...state.points
        .filter((point) => point.state === "maintenance" && point.workId === undefined)
        .map((point) => maintenanceOf(context, point)),
    ],
    scheduled_maintenances: planned.upcoming,
    x_generated_at: iso(state.generatedAt),
    x_stale_after: iso(state.generatedAt + state.staleAfterMs),
    x_training: state.organisation.mode === "training",
  };
}

const IMPACTS: Record<PointState, string> = {
  // The format knows three; the mildest of them stands for what is nearly over or not yet known.
  operational: "degraded_performance",
  unknown: "degraded_performance",
  maintenance: "degraded_performance",
  trouble: "degraded_performance",
  degraded: "degraded_performance",
  partial: "partial_outage",
  major: "full_outage",
};

const STATUSES: Record<PointState, string> = {
  ...IMPACTS,
  operational: "operational",
  maintenance: "under_maintenance",
};

function incidentOf(context: PageContext, incident: PublicIncident) {
  const { state, publicUrl, language } = context;
  const said = saidOf(context, incident);
  const points = state.points.filter((point) => incident.pointIds.includes(point.id));
  return {
    id: incident.id,
    name: said.title,
    status: incident.phase,
    url: `${publicUrl}/${language}/incidents/${incident.id}`,
    last_update_at: iso(incident.updatedAt),
    last_update_message: labelled(said),
    x_language: said.spoken,
    current_worst_impact: IMPACTS[worstOf(incident)],
    affected_components: points.map((point) => componentOf(context, point)),
  };
}

function silence(context: PageContext) {
  const { state, publicUrl, language, words } = context;
  return {
    id: "stale",
    name: headline(context),
    status: "investigating",
    url: `${publicUrl}/${language}`,
    last_update_at: iso(state.generatedAt),
    last_update_message: words("public:age.staleTitle"),
    current_worst_impact: IMPACTS.unknown,
    affected_components: state.points
      .filter((point) => point.state === "unknown")
      .map((point) => componentOf(context, point)),
  };
}

/** Planned work with its hours: what is under way, and what is to come. */
function plannedIn(context: PageContext) {
  const open = context.state.works.filter(({ state }) => !isOver(state));
  return {
    active: open
      .filter(({ state }) => isUnderWay(state))
      .map((work) => ({
        ...workOf(context, work, "maintenance_in_progress"),
        started_at: iso(work.beganAt ?? work.from),
        scheduled_end_at: iso(work.until),
      })),
    upcoming: open
      .filter(({ state }) => state === "scheduled")
      .map((work) => ({
        ...workOf(context, work, "maintenance_scheduled"),
        starts_at: iso(work.from),
        ends_at: iso(work.until),
      })),
  };
}

function workOf(context: PageContext, work: Maintenance, status: string) {
  const [latest] = work.updates;
  const points = context.state.points.filter(({ id }) => work.pointIds.includes(id));
  return {
    id: work.id,
    name: work.title[context.language],
    status,
    url: workAddress(context, work),
    last_update_at: iso(latest?.at ?? work.updatedAt),
    last_update_message: latest === undefined ? "" : wordsOfUpdate(context, work, latest),
    affected_components: points.map((point) => componentOf(context, point)),
  };
}

/** A contact point that somebody closed by hand: that has a beginning, and no end that is known. */
function maintenanceOf(context: PageContext, point: PublicPoint) {
  const { publicUrl, language, words } = context;
  return {
    id: `maintenance-${point.id}`,
    name: words("public:headline.one.maintenance", { name: point.name[language] }),
    status: "maintenance_in_progress",
    url: `${publicUrl}/${language}`,
    last_update_at: iso(point.updatedAt),
    last_update_message: words("public:lose.maintenance"),
    affected_components: [componentOf(context, point)],
    started_at: iso(point.updatedAt),
    scheduled_end_at: null,
  };
}

const componentOf = ({ language }: PageContext, point: PublicPoint) => ({
  id: point.id,
  name: point.name[language],
  current_status: STATUSES[point.state],
});

const iso = (at: number): string => new Date(at).toISOString();
