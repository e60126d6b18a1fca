import { renewQuotas } from "../store/channel-rates.ts";
import { reviewChunks } from "../store/chunks.ts";
import { transact } from "../store/database.ts";
import { reopenShared } from "../store/shared-limits.ts";
import type { Worker } from "./deliver-worker.ts";

/**
 * With a new day (UTC), or with people whom the last 24 hours no longer count, whoever waits for a
 * channel that was full is looked at again.
 */
export async function beginDay({ house }: Worker): Promise<void> {
  const now = house.now();
  await transact(house.db, async (tx) => {
    // One millisecond back: a change of health at this very moment is still noticed by itself.
    const opened = (await renewQuotas(tx, now)) + (await reopenShared(tx, now));
    if (opened > 0) await reviewChunks(tx, now - 1, now);
  });
}
