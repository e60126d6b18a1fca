import type { PointState } from "../domain/contact-point.ts";
import type { Notice, PublicIncident } from "../domain/public-state.ts";
import type { Html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { incidentPage } from "./incident.ts";

export type DraftNotice = Pick<
  Notice,
  "severity" | "texts" | "source" | "nextUpdateAt" | "untranslated"
>;

/** The page as it would read if this draft were published now. */
export function previewPage(
  context: PageContext,
  draft: DraftNotice,
  incident: PublicIncident | null,
): Html {
  const { now } = context;
  const notice: Notice = {
    ...draft,
    id: "preview",
    incidentId: incident?.id ?? "preview",
    state: "published",
    version: (incident?.notice?.version ?? 0) + 1,
    publishedAt: now,
    updatedAt: now,
  };
  const severity: PointState = draft.severity === "resolved" ? "operational" : draft.severity;
  const shown = incident ?? unknownIncident(draft, now);
  return incidentPage(context, {
    ...shown,
    severity,
    notice,
    updates: [notice, ...shown.updates],
    updatedAt: now,
  });
}

function unknownIncident(draft: DraftNotice, now: number): PublicIncident {
  return {
    id: "preview",
    platform: null,
    phase: draft.severity === "resolved" ? "resolved" : "identified",
    dismissed: false,
    title: { fr: draft.texts.fr.title, en: draft.texts.en.title },
    severity: "unknown",
    startedAt: now,
    confirmedAt: null,
    monitoringAt: null,
    closedAt: null,
    updatedAt: now,
    notice: null,
    updates: [],
    pointIds: [],
    workIds: [],
  };
}
