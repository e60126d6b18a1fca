import { refusal } from "../../lib/errors.ts";
import { lockRumour, removeRumour } from "../../store/rumours.ts";
import { defineAction } from "../action.ts";
import { subjectOf } from "./content.ts";

/** Throws a draft away. What was public once is withdrawn instead. */
export const discardRumour = defineAction({
  name: "rumour.discard",
  needs: "communicator",
  async decide(tx, input: { id: string }) {
    const row = await lockRumour(tx, input.id);
    if (row.state !== "draft") throw refusal("conflict", "rumours:refused.notDraft");
    await removeRumour(tx, row.id);
    return { subject: subjectOf(row), incidentId: row.incident_id, result: null };
  },
});
