import type { Language } from "../../domain/language.ts";
import type { IncidentWhat } from "../../domain/subscriber.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { publishedOf } from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import type { IncidentRow } from "../../store/incidents.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { insertTelling, wasTold } from "../../store/tellings.ts";

/** After this long an update is history: whoever could not be told reads it on the page. */
const TELLING_LIFE_MS = DAY_MS;

export type ToTell = {
  what: IncidentWhat;
  incident: Pick<IncidentRow, "id" | "drill">;
  announcement: { id: string; version: number } | null;
  /** A translation is told to those who read its language. */
  language?: Language | null;
};

/**
 * Puts into the ledger that there is something to tell; the loop freezes whom, and tells them. In
 * the transaction of the decision itself, so that neither happens without the other.
 */
export async function tellSubscribers(tx: Tx, tell: ToTell, now: number): Promise<void> {
  const { what, incident, announcement } = tell;
  const isTraining = (await findOrganisation(tx))?.mode === "training";
  // A drill in a live organisation is nobody's business out there.
  if (incident.drill && !isTraining) return;
  if (what === "withdrawn" && !(await wasTold(tx, { incidentId: incident.id }))) return;
  // An incident may come back: each of its ends is one of its own.
  const about = announcement
    ? `${announcement.id}/${announcement.version}`
    : `${incident.id}/${now}`;
  await insertTelling(tx, {
    key: `${what === "withdrawn" || what === "resolved" ? what : "announcement"}/${about}`,
    what,
    incident_id: incident.id,
    announcement_id: announcement?.id ?? null,
    drill: incident.drill,
    language: tell.language ?? null,
    created_at: new Date(now),
    expires_at: new Date(now + TELLING_LIFE_MS),
  });
}

/** It is over. Who heard of it hears that too, once: a last announcement may have said so already. */
export async function tellEnd(tx: Tx, incident: IncidentRow, now: number): Promise<void> {
  if (!(await wasTold(tx, { incidentId: incident.id }))) return;
  if ((await publishedOf(tx, incident.id))?.severity === "resolved") return;
  await tellSubscribers(tx, { what: "resolved", incident, announcement: null }, now);
}
