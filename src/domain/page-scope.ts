import { overallOf } from "./contact-point.ts";
import type { Language } from "./language.ts";
import type { PublicPage } from "./page-look.ts";
import type { PublicIncident, PublicState } from "./public-state.ts";

type Scope = Pick<
  PublicPage,
  "name" | "language" | "pointIds" | "platformIds" | "generalIncidents"
>;

/** What one page of several says: its own ways, platforms and incidents, under its own name. */
export function scopedState(state: PublicState, page: Scope, language: Language): PublicState {
  const points = state.points.filter(({ id }) => isNamed(page.pointIds, id));
  const shown = new Set(points.map(({ id }) => id));
  const platforms = state.platforms.filter(({ id }) => isNamed(page.platformIds, id));
  const known = new Set(platforms.map(({ id }) => id));
  const concerns = (incident: PublicIncident): boolean => {
    if (incident.platform === null) return page.generalIncidents;
    return known.has(incident.platform.id) || incident.pointIds.some((id) => shown.has(id));
  };
  const within = (incident: PublicIncident): PublicIncident => ({
    ...incident,
    pointIds: incident.pointIds.filter((id) => shown.has(id)),
  });
  const open = state.open.filter(concerns).map(within);
  const states = [...points.map((point) => point.state), ...open.map(({ severity }) => severity)];
  return {
    ...state,
    organisation: {
      ...state.organisation,
      name: page.name[language],
      defaultLanguage: page.language,
    },
    overall: overallOf(states),
    points,
    open,
    past: state.past.filter(concerns).map(within),
    platforms,
    crowds: state.crowds.filter(({ platformId }) => known.has(platformId)),
    works: state.works.filter(
      ({ pointIds }) => pointIds.length === 0 || pointIds.some((id) => shown.has(id)),
    ),
  };
}

const isNamed = (ids: readonly string[], id: string): boolean =>
  ids.length === 0 || ids.includes(id);
