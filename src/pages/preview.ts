import type { PublicPage } from "../domain/page-look.ts";
import {
  type IncidentFacts,
  type Notice,
  type PublicFacts,
  type PublicIncident,
  publicStateOf,
} from "../domain/public-state.ts";
import type { Html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { incidentPage } from "./incident.ts";
import { contextFor } from "./site.ts";
import { statusPage } from "./status.ts";

export type DraftNotice = Pick<
  Notice,
  "severity" | "texts" | "source" | "nextUpdateAt" | "untranslated"
>;

/** Holds the place of the verification code, which is made from the text when it is published. */
export const CODE_TO_COME = "XXXXXXXXXX";
const DRAFT_ID = "preview";

/** The public state as it would be if this draft were published now. */
export type Drafted = { context: PageContext; incident: PublicIncident; notice: Notice };
type Scene = Omit<PageContext, "state">;

/** Puts the draft among the facts, and the facts together as they are put together for the public. */
export function drafted(
  scene: Scene,
  facts: PublicFacts,
  { draft, about }: { draft: DraftNotice; about: IncidentFacts | null },
): Drafted {
  const { now } = scene;
  const fact = about ?? unknownIncident(draft, now);
  const before = facts.notices.filter(({ incidentId }) => incidentId === fact.id);
  const notice: Notice = {
    ...draft,
    id: DRAFT_ID,
    incidentId: fact.id,
    state: "published",
    version: Math.max(0, ...before.map(({ version }) => version)) + 1,
    publishedAt: now,
    updatedAt: now,
    code: CODE_TO_COME,
  };
  // The public has not heard of it yet where it is a drill, or nobody has opened it.
  const others = facts.incidents.filter(({ id }) => id !== fact.id);
  const incidents = [fact, ...others];
  const notices = [notice, ...facts.notices];
  const state = publicStateOf({ ...facts, incidents, notices }, now);
  const incident = [...state.open, ...state.past].find(({ id }) => id === fact.id);
  if (!incident) throw new Error("An incident with a notice is public.");
  return { context: { ...scene, state }, incident, notice };
}

/** The same as one of our pages has it, under its name; null where that page does not tell of it. */
export function draftedOn(stage: Drafted, page: PublicPage | null): Drafted | null {
  const { state, language, now, publicUrl } = stage.context;
  const context = contextFor(state, { now, publicUrl, page }, language);
  const shown = [...context.state.open, ...context.state.past];
  const incident = shown.find(({ id }) => id === stage.incident.id);
  return incident === undefined ? null : { ...stage, context, incident };
}

/** Whether an item of a feed, by its identifier, is the draft's. */
export const isDrafted = (id: string): boolean => id.includes(`/update/${DRAFT_ID}/`);

/** The page as it would read if this draft were published now; what does not tell of it stays as it is. */
export function previewPage(stage: Drafted, page: PublicPage | null = null): Html {
  const there = draftedOn(stage, page);
  if (there !== null) return incidentPage(there.context, there.incident);
  const { state, language, now, publicUrl } = stage.context;
  return statusPage(contextFor(state, { now, publicUrl, page }, language));
}

function unknownIncident(draft: DraftNotice, now: number): IncidentFacts {
  return {
    id: DRAFT_ID,
    platformId: null,
    state: "confirmed",
    class: "unknown",
    title: { fr: draft.texts.fr.title, en: draft.texts.en.title },
    startedAt: now,
    openedAt: now,
    confirmedAt: null,
    monitoringAt: null,
    closedAt: null,
  };
}
