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
  const concerns = ({ platform, pointIds }: PublicIncident): boolean =>
    showsIncident(page, { platformId: platform?.id ?? null, pointIds });
  const within = (incident: PublicIncident): PublicIncident => ({
    ...incident,
    pointIds: incident.pointIds.filter((id) => shown.has(id)),
  });
  const open = state.open.filter(concerns).map(within);
  const past = state.past.filter(concerns).map(within);
  const told = new Set([...open, ...past].map(({ id }) => id));
  // What is about an incident that this page does not show is not shown either.
  const hidden = new Set([...state.open, ...state.past].map(({ id }) => id)).difference(told);
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
    past,
    proofs: state.proofs.filter(({ incidentId }) => told.has(incidentId)),
    platforms,
    faq: state.faq.filter(({ about: { kind, id } }) => {
      if (kind === "platform") return id === null || known.has(id);
      if (kind === "point") return id === null || shown.has(id);
      return id === null || !hidden.has(id);
    }),
    rumours: state.rumours.filter(
      ({ incidentId }) => incidentId === null || !hidden.has(incidentId),
    ),
    crowds: state.crowds.filter(({ platformId }) => known.has(platformId)),
    works: state.works.filter((work) => showsWork(page, work)),
  };
}

type Shows = Pick<Scope, "pointIds" | "platformIds" | "generalIncidents">;

/** Whether a page tells of an incident: by its platform, or by a way to reach us that it touches. */
export function showsIncident(
  page: Shows,
  incident: { platformId: string | null; pointIds: readonly string[] },
): boolean {
  const { platformId, pointIds } = incident;
  if (platformId === null) return page.generalIncidents;
  return isNamed(page.platformIds, platformId) || pointIds.some((id) => isNamed(page.pointIds, id));
}

/** Whether a page tells of planned work: what touches no way at all is everybody's. */
export const showsWork = (page: Shows, { pointIds }: { pointIds: readonly string[] }): boolean =>
  pointIds.length === 0 || pointIds.some((id) => isNamed(page.pointIds, id));

const isNamed = (ids: readonly string[], id: string): boolean =>
  ids.length === 0 || ids.includes(id);
