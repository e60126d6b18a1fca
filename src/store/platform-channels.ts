import type { ChannelRow } from "./channels.ts";
import type { Tx } from "./database.ts";

/** The channels whose fate is a platform's, held until the end of the transaction. */
export async function lockChannelsOf(tx: Tx, platformId: string): Promise<ChannelRow[]> {
  return await tx
    .selectFrom("channel")
    .selectAll()
    .where("platform_id", "=", platformId)
    .orderBy("id")
    .forUpdate()
    .execute();
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
