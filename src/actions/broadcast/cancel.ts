import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { defineAction } from "../action.ts";

/** The kill switch. One row changes here; the deliver loop then settles whoever was still waiting. */
export const cancelBroadcast = defineAction<{ id: number; reason: string }, BroadcastRow>({
  name: "broadcast.cancel",
  needs: "communicator",
  async decide(tx, { id, reason }, { now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state === "done" || broadcast.state === "cancelled") {
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    }
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, reason },
      result: await saveBroadcast(tx, id, { state: "cancelled", endedAt: now }),
    };
  },
});
