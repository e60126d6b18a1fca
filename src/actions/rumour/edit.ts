import { refusal } from "../../lib/errors.ts";
import { lockRumour, updateRumour } from "../../store/rumours.ts";
import { defineAction } from "../action.ts";
import { columnsOf, type RumourContent, subjectOf } from "./content.ts";

/** Changes a draft. What the public has read is corrected in sight of everybody instead. */
export const editRumour = defineAction({
  name: "rumour.edit",
  needs: "communicator",
  async decide(tx, input: RumourContent & { id: string }, { now, actor }) {
    const before = await lockRumour(tx, input.id);
    if (before.state !== "draft") throw refusal("conflict", "rumours:refused.notDraft");
    const row = await updateRumour(tx, before.id, {
      ...(await columnsOf(tx, input)),
      changed_by: actor.name,
      updated_at: new Date(now),
    });
    return {
      subject: subjectOf(row),
      incidentId: row.incident_id,
      detail: { verdict: row.verdict },
      result: row,
    };
  },
});
