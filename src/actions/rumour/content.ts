import type { Language } from "../../domain/language.ts";
import { LINKS_MAX, type RumourText, rumourFindings, type Verdict } from "../../domain/rumour.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { findIncident } from "../../store/incidents.ts";
import { insertRumourVersion, type RumourRow } from "../../store/rumours.ts";
import type { Scene } from "../action.ts";

/** What somebody typed. A draft may still lack parts; what goes out may not. */
export type RumourContent = {
  incidentId: string | null;
  verdict: Verdict;
  texts: Record<Language, RumourText>;
  links: readonly string[];
  source: string;
};

export async function columnsOf(tx: Tx, content: RumourContent) {
  const { incidentId, verdict, texts, source } = content;
  if (incidentId !== null && !(await findIncident(tx, incidentId))) throw notFound("incident");
  const links = content.links.map((link) => link.trim()).filter((link) => link !== "");
  if (links.length > LINKS_MAX)
    throw refusal("invalid", "rumours:refused.links", { max: LINKS_MAX });
  return {
    incident_id: incidentId,
    verdict,
    texts: JSON.stringify(texts),
    links,
    source: source.trim(),
  };
}

/** Refuses what a reader could not use, and says which parts are missing. */
export function requireReadable(row: RumourRow): void {
  const findings = rumourFindings(row);
  if (findings.length === 0) return;
  throw refusal("invalid", "rumours:refused.incomplete", { findings });
}

/** Keeps what the public reads from now on, so that no version is ever lost. */
export async function keepVersion(tx: Tx, row: RumourRow, { now, actor }: Scene): Promise<void> {
  await insertRumourVersion(tx, {
    rumour_id: row.id,
    version: row.version,
    verdict: row.verdict,
    texts: JSON.stringify(row.texts),
    links: row.links,
    source: row.source,
    published_at: new Date(now),
    published_by: actor.name,
  });
}

export const subjectOf = ({ id }: RumourRow) => ({ kind: "rumour", id });
