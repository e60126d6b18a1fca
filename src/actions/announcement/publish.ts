import { TASK_KEYS } from "../../domain/playbook.ts";
import { refusal } from "../../lib/errors.ts";
import {
  type AnnouncementRow,
  lockAnnouncement,
  publishedOf,
  updateAnnouncement,
} from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import { lockIncident } from "../../store/incidents.ts";
import { defineAction, type Scene } from "../action.ts";
import { tickByKey } from "../task/tick.ts";
import { requireComplete } from "./content.ts";

/** Says it in public. The one that was in force before is marked as corrected by this one. */
export const publishAnnouncement = defineAction({
  name: "announcement.publish",
  needs: "communicator",
  async decide(tx, input: { id: string }, scene) {
    const draft = await lockAnnouncement(tx, input.id);
    if (draft.state !== "draft" && draft.state !== "approved") {
      throw refusal("conflict", `errors:announcement.is.${draft.state}`);
    }
    requireComplete(draft, scene.now);
    const incident = await lockIncident(tx, draft.incident_id);
    if (incident.closed_at && draft.severity !== "resolved") {
      throw refusal("conflict", "errors:announcement.incident_closed");
    }
    const former = await replaceFormer(tx, draft, scene);
    const at = new Date(scene.now);
    const row = await updateAnnouncement(tx, draft.id, {
      state: "published",
      approved_by: scene.actor.name,
      published_at: at,
      updated_at: at,
    });
    await tickForNews(tx, row, scene);
    return {
      subject: { kind: "announcement", id: row.id },
      incidentId: row.incident_id,
      detail: { version: row.version, severity: row.severity, replaces: former?.id ?? null },
      result: row,
    };
  },
});

async function replaceFormer(
  tx: Tx,
  draft: AnnouncementRow,
  { now }: Scene,
): Promise<AnnouncementRow | undefined> {
  const former = await publishedOf(tx, draft.incident_id);
  if (!former) return undefined;
  return await updateAnnouncement(tx, former.id, {
    state: "corrected",
    replaced_by: draft.id,
    updated_at: new Date(now),
  });
}

/** The first one is the publication that the plan asks for; every later one is an update. */
async function tickForNews(tx: Tx, row: AnnouncementRow, scene: Scene): Promise<void> {
  const first = await tickByKey(tx, row.incident_id, { key: TASK_KEYS.publish, scene });
  if (!first) await tickByKey(tx, row.incident_id, { key: TASK_KEYS.update, scene });
}
