import type { CareState } from "../../domain/care.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { findCare, isRecipient, saveCare } from "../../store/safety.ts";
import { defineAction } from "../action.ts";

const NOTE_LENGTH_MAX = 2_000;

export type CareInput = {
  id: number;
  contactId: number;
  state: CareState;
  /** Left out: the note stays as it is. */
  note?: string | undefined;
};

/**
 * “I take care of it”, “done”, or given back, with a note. Somebody else's claim is not taken over by
 * a click that did not know of it: it has to be given back or closed first.
 */
export const takeCare = defineAction<CareInput, { state: CareState; by: string }>({
  name: "care.change",
  needs: "communicator",
  async decide(tx, { id, contactId, state, note }, { actor, now }) {
    const key = { broadcastId: id, contactId };
    if (!(await isRecipient(tx, key))) throw notFound("contact");
    const before = await findCare(tx, key);
    const isTheirs = before?.state === "claimed" && before.by !== actor.name;
    if (isTheirs && state === "claimed" && note === undefined) {
      throw refusal("conflict", "safety:refused.claimed", { name: before.by });
    }
    const care = {
      state,
      // A note beside somebody's claim does not take it away.
      by: isTheirs && state === "claimed" ? before.by : actor.name,
      at: new Date(now),
      note: (note ?? before?.note ?? "").trim().slice(0, NOTE_LENGTH_MAX),
    };
    await saveCare(tx, key, care);
    return {
      subject: { kind: "broadcast", id: String(id) },
      detail: { contactId, state },
      result: { state, by: care.by },
    };
  },
});
