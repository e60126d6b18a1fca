import type { Tx } from "./database.ts";
import type { ChannelState } from "./schema/delivery.ts";

/**
 * What the detector knows about a platform, written on its channels. A channel that an operator
 * took down stays down until an operator says otherwise.
 */
export async function setChannelsOfPlatform(
  tx: Tx,
  platformId: string,
  to: { state: Extract<ChannelState, "down" | "probing">; reason: string; now: number },
): Promise<number[]> {
  const rows = await tx
    .updateTable("channel")
    .set({
      state: to.state,
      state_reason: to.reason,
      state_source: "detector",
      state_at: new Date(to.now),
    })
    .where("platform_id", "=", platformId)
    .where("state", "<>", to.state)
    // Only what the detector stopped may start again on its word.
    .$if(to.state === "probing", (q) =>
      q.where("state", "=", "down").where("state_source", "=", "detector"),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Leaves channels as they are, but says why they may be next: their owner is in trouble. */
export async function warnChannelsOf(
  tx: Tx,
  platformIds: readonly string[],
  reason: string,
): Promise<void> {
  if (platformIds.length === 0) return;
  await tx
    .updateTable("channel")
    .set({ state_reason: reason })
    .where("platform_id", "in", [...platformIds])
    .where("state", "=", "up")
    .execute();
}
