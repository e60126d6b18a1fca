import { setTimeout as sleep } from "node:timers/promises";
import { machine } from "../actions/action.ts";
import { finishBroadcast } from "../actions/broadcast/finish.ts";
import { AppError, messageOf } from "../lib/errors.ts";
import { runningBroadcasts } from "../store/broadcasts.ts";
import {
  finishedBroadcasts,
  type Lease,
  leaseChunks,
  reviewChunks,
  takeBackChunks,
} from "../store/chunks.ts";
import { transact } from "../store/database.ts";
import { notifyLive } from "../store/events.ts";
import { oldestInbox } from "../store/inbox.ts";
import { deliverChunk } from "./deliver-chunk.ts";
import { createWorker, type DeliverContext, type Worker } from "./deliver-worker.ts";
import { judgeChannels } from "./judge-channels.ts";

const IDLE_MS = 100;
const HOUSEKEEPING_MS = 1_000;
const STUMBLE_MS = 1_000;
const BACKLOG_MAX_MS = 60_000;

/** Sends what is due until the signal; what is in the air then still lands. */
export async function runDeliver(context: DeliverContext, signal: AbortSignal): Promise<void> {
  const worker = createWorker(context);
  const inFlight = new Set<Promise<boolean>>();
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let isFresh = true;
  while (!signal.aborted) {
    try {
      if (isFresh) await takeBack(worker);
      isFresh = false;
      const room = worker.limits.chunksMax - inFlight.size;
      const leases = room > 0 ? await leaseDue(worker, room) : [];
      for (const lease of leases) start(worker, lease, inFlight);
      if (performance.now() - tidiedAt > HOUSEKEEPING_MS) {
        tidiedAt = performance.now();
        await tidy(worker);
      }
      await pause(inFlight, leases.length, signal);
    } catch (cause) {
      context.log.error({ loop: "deliver", cause: messageOf(cause) }, "A loop stumbled.");
      await sleep(STUMBLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  await Promise.allSettled(inFlight);
}

/** One round, to its end. Answers whether there was work: stories turn the clock in between. */
export async function deliverOnce(
  context: DeliverContext,
  worker = createWorker(context),
): Promise<boolean> {
  const leases = await leaseDue(worker, worker.limits.chunksMax);
  const worked = await Promise.all(leases.map(async (lease) => await deliverChunk(worker, lease)));
  await tidy(worker);
  return worked.includes(true);
}

async function leaseDue(worker: Worker, limit: number): Promise<Lease[]> {
  const { house, book, limits } = worker;
  const changedAt = await book.refresh();
  const now = house.now();
  // Our own backlog is no silence of theirs. But an ear that is stuck must not hold everybody up.
  const unheard = (await oldestInbox(house.db)) ?? now;
  worker.heardUntil = Math.max(unheard, now - BACKLOG_MAX_MS);
  for (const [channelId, until] of worker.starved) {
    if (until <= now) worker.starved.delete(channelId);
  }
  const ask = {
    now,
    until: now + limits.leaseMs,
    token: house.newId(),
    limit,
    starved: [...worker.starved.keys()],
    node: worker.node,
  };
  return await transact(house.db, async (tx) => {
    await reviewChunks(tx, changedAt, now);
    return await leaseChunks(tx, ask);
  });
}

const takeBack = async ({ house, node }: Worker): Promise<void> =>
  await transact(house.db, async (tx) => await takeBackChunks(tx, node, house.now()));

function start(worker: Worker, lease: Lease, inFlight: Set<Promise<boolean>>): void {
  const run = deliverChunk(worker, lease).catch((cause: unknown) => {
    // The lease ends by itself, and the chunk comes due again.
    worker.context.log.error({ chunk: lease.no, cause: messageOf(cause) }, "A chunk stumbled.");
    return false;
  });
  inFlight.add(run);
  void run.then(() => inFlight.delete(run));
}

/** With a full hand, the next round begins when a chunk is done; with nothing to do, in a moment. */
async function pause(
  inFlight: ReadonlySet<Promise<boolean>>,
  leased: number,
  signal: AbortSignal,
): Promise<void> {
  const idle = sleep(IDLE_MS, undefined, { signal, ref: true }).catch(() => undefined);
  if (inFlight.size === 0 && leased === 0) await idle;
  // A chunk that could do nothing would be leased again at once.
  else if (!(await Promise.race([idle.then(() => true), ...inFlight]))) await idle;
}

/** What is nobody's chunk: broadcasts that are done, channels that have gone silent. */
async function tidy(worker: Worker): Promise<void> {
  for (const id of await finishedBroadcasts(worker.house.db)) {
    try {
      await finishBroadcast(worker.house, machine("deliver"), { id });
    } catch (cause) {
      if (!(cause instanceof AppError && cause.code === "conflict")) throw cause;
    }
  }
  await judgeChannels(worker.house, worker.book.channels());
  for (const broadcastId of await runningBroadcasts(worker.house.db)) {
    await notifyLive(worker.house.db, { name: "progress", broadcastId });
  }
}
