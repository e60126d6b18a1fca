import { refusal } from "../../lib/errors.ts";
import {
  type BroadcastRow,
  followersOf,
  lockBroadcast,
  saveBroadcast,
} from "../../store/broadcasts.ts";
import type { Tx } from "../../store/database.ts";
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
    await endReminders(tx, id, now);
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, reason },
      result: await saveBroadcast(tx, id, { ...ENDED, endedAt: now }),
    };
  },
});

const ENDED = { state: "cancelled", halted: false, remindAt: null, deputyAt: null } as const;

/** Whoever is not asked any more is not reminded either; corrections stand on their own. */
async function endReminders(tx: Tx, id: number, now: number): Promise<void> {
  for (const follower of await followersOf(tx, id)) {
    const isOurs = follower.kind === "reminder" || follower.kind === "deputy";
    if (!isOurs || follower.ended_at !== null) continue;
    await saveBroadcast(tx, follower.id, { ...ENDED, endedAt: now });
  }
}
