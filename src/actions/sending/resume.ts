import { refusal } from "../../lib/errors.ts";
import { currentStop, endStop, unhaltAll } from "../../store/sending-stops.ts";
import { defineAction } from "../action.ts";

/** Takes the stop back: what it had paused goes on where it was. */
export const resumeSending = defineAction<Record<string, never>, { broadcasts: number }>({
  name: "sending.resume",
  needs: "approver",
  async decide(tx, _input, { actor, now }) {
    const stop = await currentStop(tx);
    if (!stop) throw refusal("conflict", "safety:refused.not_stopped");
    await endStop(tx, { id: stop.id, at: now, by: actor.name });
    const broadcasts = await unhaltAll(tx);
    return {
      subject: { kind: "broadcast", id: `stop-${stop.id}` },
      detail: { broadcasts },
      result: { broadcasts },
    };
  },
});
