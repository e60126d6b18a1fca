import { pairMemoryMs, pairWaitMs } from "../domain/pair-rate.ts";
import { writtenTo } from "../store/pair-history.ts";
import { transports } from "../transports/index.ts";
import type { LiveChannel } from "./deliver-book.ts";
import { type Order, putOff, type Quiet, type TermsOf } from "./deliver-decide.ts";
import type { Worker } from "./deliver-worker.ts";

/** How long ago a broadcast may have ended and still count for somebody it wrote to. */
export const pairMemoryMaxMs = Math.max(
  ...transports.map(({ limits }) => (limits.pair ? pairMemoryMs(limits.pair) : 0)),
);

/**
 * Sets aside whoever was written to on this channel a moment ago, by another broadcast, and would be
 * refused. One broadcast alone never crowds anybody, and is not asked about.
 */
export async function pairsHeld(
  worker: Worker,
  { channel, termsOf }: { channel: LiveChannel; termsOf: TermsOf },
  orders: readonly Order[],
): Promise<{ free: Order[]; held: Quiet[] }> {
  const rate = channel.transport.limits.pair;
  if (!rate || worker.recent.length < 2) return { free: [...orders], held: [] };
  const now = worker.house.now();
  const history = await writtenTo(worker.house.db, {
    channelId: channel.row.id,
    broadcastIds: worker.recent,
    contactIds: orders.map(({ before }) => before.contactId),
    since: now - pairMemoryMs(rate),
  });
  const free: Order[] = [];
  const held: Quiet[] = [];
  for (const order of orders) {
    const waitMs = pairWaitMs(history.get(order.before.contactId) ?? [], rate, now);
    if (waitMs === 0) free.push(order);
    else held.push(putOff(order, termsOf(order.before), { until: now + waitMs, now }));
  }
  return { free, held };
}
