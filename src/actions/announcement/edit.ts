import { marksAfter } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import { lockAnnouncement, updateAnnouncement } from "../../store/announcements.ts";
import { defineAction } from "../action.ts";
import { type Content, columnsOf, markOf } from "./content.ts";

/** Changes a draft. What the public has read is never rewritten: a new one takes its place. */
export const editAnnouncement = defineAction({
  name: "announcement.edit",
  needs: "communicator",
  async decide(tx, input: Content & { id: string }, { now, actor }) {
    const before = await lockAnnouncement(tx, input.id);
    if (before.state !== "draft") {
      throw refusal("conflict", "errors:announcement.not_draft");
    }
    const row = await updateAnnouncement(tx, before.id, {
      ...columnsOf(input),
      checked: JSON.stringify(
        marksAfter(before, { ...input, read: input.read }, markOf(actor, now)),
      ),
      updated_at: new Date(now),
    });
    return {
      subject: { kind: "announcement", id: row.id },
      incidentId: row.incident_id,
      detail: { version: row.version, severity: row.severity },
      result: row,
    };
  },
});
