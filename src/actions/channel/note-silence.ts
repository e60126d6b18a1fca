import { refusal } from "../../lib/errors.ts";
import { type ChannelRow, lockChannel, saveSilence } from "../../store/channels.ts";
import type { Tx } from "../../store/database.ts";
import { defineAction } from "../action.ts";

/**
 * No receipt comes for this channel, and none for any other. Its state stays as it is, because the fault
 * may be ours; the operator is told.
 */
export const fallSilent = defineAction<{ id: number }, ChannelRow>({
  name: "channel.fall-silent",
  needs: "communicator",
  decide: async (tx, { id }, { now }) => await note(tx, id, now),
});

/** Something is heard again, the channel was taken down, or nothing is sent any more. */
export const endSilence = defineAction<{ id: number }, ChannelRow>({
  name: "channel.end-silence",
  needs: "communicator",
  decide: async (tx, { id }) => await note(tx, id, null),
});

async function note(tx: Tx, id: number, since: number | null) {
  const before = await lockChannel(tx, id);
  if ((before.silent_at === null) === (since === null)) {
    throw refusal("conflict", "errors:channel.known");
  }
  const result = await saveSilence(tx, id, since);
  return { subject: { kind: "channel", id: String(id) }, detail: { name: result.name }, result };
}
