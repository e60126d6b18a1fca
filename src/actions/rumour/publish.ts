import { refusal } from "../../lib/errors.ts";
import { lockRumour, updateRumour } from "../../store/rumours.ts";
import { defineAction } from "../action.ts";
import { keepVersion, requireReadable, subjectOf } from "./content.ts";

/** Says in public what we know about a rumour. */
export const publishRumour = defineAction({
  name: "rumour.publish",
  needs: "communicator",
  async decide(tx, input: { id: string }, scene) {
    const draft = await lockRumour(tx, input.id);
    if (draft.state !== "draft") throw refusal("conflict", "rumours:refused.notDraft");
    requireReadable(draft);
    const at = new Date(scene.now);
    const row = await updateRumour(tx, draft.id, {
      state: "published",
      version: 1,
      changed_by: scene.actor.name,
      published_at: at,
      updated_at: at,
    });
    await keepVersion(tx, row, scene);
    return {
      subject: subjectOf(row),
      incidentId: row.incident_id,
      detail: { version: row.version, verdict: row.verdict },
      result: row,
    };
  },
});
