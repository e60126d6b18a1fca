import type { PointState } from "../domain/contact-point.ts";
import type { PublicPoint } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";

export const PAGE_ID = "tocsin";

const STATUSES: Record<PointState, string> = {
  operational: "operational",
  // The format has no word for it; the last value would be a lie.
  unknown: "degraded_performance",
  maintenance: "under_maintenance",
  // The mildest word for trouble that it has: how far it reaches, nobody has said.
  trouble: "degraded_performance",
  degraded: "degraded_performance",
  partial: "partial_outage",
  major: "major_outage",
};

/** What that format has no word for. */
export function observation(state: PointState) {
  if (state === "unknown") return { x_observation: "unknown" };
  return state === "trouble" ? { x_extent: "unknown" } : {};
}

export function componentOf(context: PageContext, point: PublicPoint, index: number) {
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

const iso = (at: number): string => new Date(at).toISOString();
