import { blanksOfTexts } from "../../domain/message.ts";
import {
  type BroadcastRow,
  findBroadcast,
  lockBroadcast,
  saveBroadcast,
} from "../../store/broadcasts.ts";
import { openDeliveries } from "../../store/chunks.ts";
import type { Tx } from "../../store/database.ts";
import { appendEvent } from "../../store/events.ts";
import { holdsSomebody, releaseHeld, snapshotFollowers } from "../../store/follow-ups.ts";
import { defineIntake } from "../action.ts";
import { termsOfFollowUp } from "./follow.ts";

/** While the original goes on, whoever got it since is gathered this often. */
const GATHER_EVERY_MS = 10_000;

/**
 * Keeps a follow-up in step with its original: lets go whoever waited for it to land, and adds those
 * who got it in the meantime. Ends when the original is at rest and nobody waits any more.
 */
export const gatherFollowers = defineIntake<{ id: number }, { added: number; released: number }>(
  async (tx, { id }, { now }) => {
    const broadcast = await lockBroadcast(tx, id);
    const { follows } = broadcast;
    const original = follows === null ? null : await findBroadcast(tx, follows);
    if (!original || !broadcast.gathers || broadcast.state !== "running") {
      return { added: 0, released: 0 };
    }
    const released = await releaseHeld(tx, { broadcastId: id, original: original.id }, now);
    const atRest = (await openDeliveries(tx, original.id)) === 0;
    const lastAt = broadcast.gathered_at?.getTime() ?? 0;
    const isTime = atRest || (broadcast.rest === "both" && now - lastAt >= GATHER_EVERY_MS);
    const added = isTime ? await addLate(tx, { broadcast, original }, now) : 0;
    const gathers = !atRest || (await holdsSomebody(tx, id, now));
    await saveBroadcast(tx, id, {
      state: broadcast.state,
      gathers,
      recipients: broadcast.recipients + added,
      ...(isTime ? { gatheredAt: now } : {}),
    });
    return { added, released };
  },
);

async function addLate(
  tx: Tx,
  { broadcast, original }: { broadcast: BroadcastRow; original: BroadcastRow },
  now: number,
): Promise<number> {
  const { id, texts, lane, rest } = broadcast;
  const follow = { among: rest ?? ("nothing" as const), broadcastId: id, now };
  const { following } = await termsOfFollowUp(tx, original, follow);
  const blanks = blanksOfTexts(texts);
  const added = await snapshotFollowers(tx, { ...following, broadcastId: id, lane, blanks });
  if (added > 0) {
    await appendEvent(tx, {
      at: now,
      actor: "deliver",
      name: "broadcast.gather",
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, added },
    });
  }
  return added;
}
