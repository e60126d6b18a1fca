import { refusal } from "../../lib/errors.ts";
import { lockRumour, updateRumour } from "../../store/rumours.ts";
import { defineAction } from "../action.ts";
import { subjectOf } from "./content.ts";

/** Takes an entry back. A published one keeps its place in public, without its words. */
export const withdrawRumour = defineAction({
  name: "rumour.withdraw",
  needs: "communicator",
  async decide(tx, input: { id: string; reason: string }, { now, actor }) {
    if (input.reason.trim() === "") throw refusal("invalid", "errors:say_why", { field: "reason" });
    const before = await lockRumour(tx, input.id);
    if (before.state !== "published") throw refusal("conflict", "rumours:refused.notPublished");
    const row = await updateRumour(tx, before.id, {
      state: "withdrawn",
      changed_by: actor.name,
      updated_at: new Date(now),
    });
    return {
      subject: subjectOf(row),
      incidentId: row.incident_id,
      detail: { version: row.version, reason: input.reason },
      result: row,
    };
  },
});
