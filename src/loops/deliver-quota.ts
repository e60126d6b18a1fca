import { renewQuotas } from "../store/channel-rates.ts";
import { reviewChunks } from "../store/chunks.ts";
import { transact } from "../store/database.ts";
import type { Worker } from "./deliver-worker.ts";

/** With a new day (UTC), whoever waits for a channel whose quota was used up is looked at again. */
export async function beginDay({ house }: Worker): Promise<void> {
  const now = house.now();
  await transact(house.db, async (tx) => {
    // One millisecond back: a change of health at this very moment is still noticed by itself.
    if ((await renewQuotas(tx, now)) > 0) await reviewChunks(tx, now - 1, now);
  });
}
