import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { refuseWhileStopped } from "../../store/sending-stops.ts";
import { defineAction } from "../action.ts";

/** Goes on exactly where it stopped: the recipients and texts are those that were approved. */
export const resumeBroadcast = defineAction<{ id: number }, BroadcastRow>({
  name: "broadcast.resume",
  needs: "communicator",
  async decide(tx, { id }, { now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "paused" && broadcast.state !== "approved") {
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    }
    await refuseWhileStopped(tx);
    const startedAt = broadcast.started_at?.getTime() ?? now;
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title },
      result: await saveBroadcast(tx, id, {
        state: "running",
        startedAt,
        halted: false,
        cohort: null,
      }),
    };
  },
});
