import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { defineAction } from "../action.ts";

/** Nothing more is claimed from now on; what is in the air already lands. */
export const pauseBroadcast = defineAction<{ id: number }, BroadcastRow>({
  name: "broadcast.pause",
  needs: "communicator",
  async decide(tx, { id }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "running")
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title },
      result: await saveBroadcast(tx, id, { state: "paused" }),
    };
  },
});
