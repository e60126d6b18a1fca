import type { Lease } from "../store/chunks.ts";
import { transact } from "../store/database.ts";
import { type Standing, writeSteps } from "../store/deliveries.ts";
import type { Worker } from "./deliver-worker.ts";

/** Settles people of a broadcast that was cancelled before it ever started. Answers how many. */
export async function settleUnstarted(
  worker: Worker,
  lease: Lease,
  people: Standing[],
): Promise<number> {
  const now = worker.house.now();
  const steps = people.map((before) => ({
    before,
    after: { ...before.at, settled: "cancelled" as const },
    channelId: 0,
    providerId: null,
  }));
  const written = await transact(
    worker.house.db,
    async (tx) => await writeSteps(tx, lease.broadcastId, { steps, now }),
  );
  return written.size;
}
