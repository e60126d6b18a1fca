import { marksAfter } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import { insertAnnouncement, nextVersion } from "../../store/announcements.ts";
import { lockIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";
import { type Content, columnsOf, markOf } from "./content.ts";

/** Starts a text for the public. Nobody outside sees it before it is published. */
export const draftAnnouncement = defineAction({
  name: "announcement.draft",
  needs: "communicator",
  async decide(tx, input: Content & { incidentId: string }, { now, newId, actor }) {
    const incident = await lockIncident(tx, input.incidentId);
    if (incident.state === "dismissed")
      throw refusal("conflict", "errors:announcement.incident_dismissed");
    const row = await insertAnnouncement(tx, {
      id: newId(),
      incident_id: incident.id,
      state: "draft",
      ...columnsOf(input),
      checked: JSON.stringify(marksAfter(null, { ...input, read: input.read }, markOf(actor, now))),
      version: await nextVersion(tx, incident.id),
      drafted_by: actor.name,
      updated_at: new Date(now),
    });
    return {
      subject: { kind: "announcement", id: row.id },
      incidentId: incident.id,
      detail: { version: row.version, severity: row.severity },
      result: row,
    };
  },
});
