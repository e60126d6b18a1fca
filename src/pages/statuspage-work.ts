import { isOver, isUnderWay, type Maintenance, type WorkUpdate } from "../domain/maintenance.ts";
import type { PageContext } from "./context.ts";
import { componentOf, PAGE_ID } from "./statuspage-component.ts";
import { wordsOfUpdate, workAddress } from "./work-said.ts";

const PAST_MAX = 50;

/**
 * Planned work as Statuspage tells it. That format has no word for work that was called off, and
 * its pages drop it: so do we, and the calendar and the feeds tell it.
 */
export function scheduledMaintenances(context: PageContext) {
  const works = context.state.works.filter(({ state }) => state !== "cancelled");
  const told = (takes: (work: Maintenance) => boolean) =>
    works.filter(takes).map((work) => maintenanceOf(context, work));
  const upcoming = told(({ state }) => state === "scheduled");
  const active = told(({ state }) => isUnderWay(state));
  const past = told(({ state }) => isOver(state));
  return { upcoming, active, all: [...active, ...upcoming, ...past.slice(0, PAST_MAX)] };
}

/** One piece of planned work, in the form of that format. */
export function maintenanceOf(context: PageContext, work: Maintenance) {
  const { state, language } = context;
  const first = work.updates.at(-1)?.at ?? work.updatedAt;
  return {
    id: work.id,
    name: work.title[language],
    status: work.state,
    created_at: iso(first),
    updated_at: iso(work.updatedAt),
    monitoring_at: null,
    resolved_at: work.endedAt === null ? null : iso(work.endedAt),
    impact: "maintenance",
    shortlink: workAddress(context, work),
    started_at: iso(work.beganAt ?? work.from),
    page_id: PAGE_ID,
    incident_updates: work.updates.map((update) => updateOf(context, work, update)),
    components: state.points
      .map((point, index) => ({ point, index }))
      .filter(({ point }) => work.pointIds.includes(point.id))
      .map(({ point, index }) => componentOf(context, point, index)),
    scheduled_for: iso(work.from),
    scheduled_until: iso(work.until),
    x_firm: work.firm,
  };
}

const updateOf = (context: PageContext, work: Maintenance, update: WorkUpdate) => ({
  id: update.id,
  status: update.state,
  body: wordsOfUpdate(context, work, update),
  incident_id: work.id,
  created_at: iso(update.at),
  updated_at: iso(update.at),
  display_at: iso(update.at),
  affected_components: null,
  deliver_notifications: false,
});

const iso = (at: number): string => new Date(at).toISOString();
