import { refusal } from "../../lib/errors.ts";
import { currentStop, haltAll, insertStop } from "../../store/sending-stops.ts";
import { defineAction } from "../action.ts";

const REASON_LENGTH_MAX = 500;

/** The switch: every running broadcast is paused with one statement, and none can begin. */
export const stopSending = defineAction<{ reason: string }, { broadcasts: number }>({
  name: "sending.stop",
  needs: "communicator",
  async decide(tx, input, { actor, now }) {
    const reason = input.reason.trim().slice(0, REASON_LENGTH_MAX);
    if (reason === "") throw refusal("invalid", "safety:refused.reason");
    const stop = await currentStop(tx);
    if (stop) throw refusal("conflict", "safety:refused.stopped", { name: stop.by });
    const { id } = await insertStop(tx, { at: now, by: actor.name, reason });
    const broadcasts = await haltAll(tx);
    return {
      subject: { kind: "broadcast", id: `stop-${id}` },
      detail: { reason, broadcasts },
      result: { broadcasts },
    };
  },
});
