import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { openDeliveries } from "../../store/chunks.ts";
import { defineAction } from "../action.ts";

/** Every delivery is settled: the broadcast is done. */
export const finishBroadcast = defineAction<{ id: number }, BroadcastRow>({
  name: "broadcast.finish",
  needs: "communicator",
  async decide(tx, { id }, { now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "running")
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    if (broadcast.gathers || (await openDeliveries(tx, id)) > 0)
      throw refusal("conflict", "errors:broadcast.waiting");
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, recipients: broadcast.recipients },
      result: await saveBroadcast(tx, id, { state: "done", endedAt: now }),
    };
  },
});
