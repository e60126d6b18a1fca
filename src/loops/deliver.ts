import { setTimeout as sleep } from "node:timers/promises";
import { machine } from "../actions/action.ts";
import { finishBroadcast } from "../actions/broadcast/finish.ts";
import { gatherFollowers } from "../actions/broadcast/gather.ts";
import { insistOnAnswers } from "../actions/broadcast/insist.ts";
import { judgeCohort } from "../actions/broadcast/judge-cohort.ts";
import { wakeful } from "../lib/bell.ts";
import { messageOf, unlessConflict } from "../lib/errors.ts";
import {
  gatheringBroadcasts,
  insistingBroadcasts,
  runningBroadcasts,
} from "../store/broadcasts.ts";
import { forgetLines } from "../store/busy-lines.ts";
import {
  finishedBroadcasts,
  type Lease,
  leaseChunks,
  reviewChunks,
  someChunkOpen,
} from "../store/chunks.ts";
import { watchedCohorts } from "../store/cohorts.ts";
import { transact } from "../store/database.ts";
import { notifyLive } from "../store/events.ts";
import { oldestInbox } from "../store/inbox.ts";
import { holdName, takeBackFromDead } from "../store/node-names.ts";
import { broadcastsSince } from "../store/pair-history.ts";
import type { Lane } from "../store/schema/delivery.ts";
import { deliverChunk } from "./deliver-chunk.ts";
import { pairMemoryMaxMs } from "./deliver-pairs.ts";
import { beginDay } from "./deliver-quota.ts";
import { createWorker, type DeliverContext, type Worker } from "./deliver-worker.ts";
import { judgeChannels } from "./judge-channels.ts";

const IDLE_MS = 100;
const HOUSEKEEPING_MS = 1_000;
/** Where nothing is being sent, and nobody does anything. */
const HOUSEKEEPING_QUIET_MS = 5_000;
const STUMBLE_MS = 1_000;
const BACKLOG_MAX_MS = 60_000;

/** Sends what is due until the signal; what is in the air then still lands. */
export async function runDeliver(context: DeliverContext, signal: AbortSignal): Promise<void> {
  const worker = createWorker(context);
  const { bell = wakeful } = context;
  const inFlight: InFlight = new Map();
  let tidiedAt = Number.NEGATIVE_INFINITY;
  const held = holdName(context.house.db, worker.node, signal);
  while (!signal.aborted) {
    try {
      const room = roomBeside(worker, inFlight);
      const leases = room.all > 0 ? await leaseDue(worker, room) : [];
      for (const lease of leases) start(worker, lease, inFlight);
      if (leases.length > 0) bell.ring();
      const tidyMs = bell.isQuiet() ? HOUSEKEEPING_QUIET_MS : HOUSEKEEPING_MS;
      if (performance.now() - tidiedAt > tidyMs) {
        tidiedAt = performance.now();
        await tidy(worker);
        await takeBackFromOthers(worker);
      }
      context.beat?.();
      if (inFlight.size === 0 && leases.length === 0) await bell.rest(IDLE_MS, signal);
      else await pause(inFlight, signal);
    } catch (cause) {
      context.log.error({ loop: "deliver", cause: messageOf(cause) }, "A loop stumbled.");
      await sleep(STUMBLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  await Promise.allSettled([...inFlight.keys(), held]);
}

/** Chunks under way, and their lanes. */
type InFlight = Map<Promise<boolean>, Lane>;

function roomBeside({ limits }: Worker, inFlight: InFlight): Room {
  const bulk = [...inFlight.values()].filter((lane) => lane === "bulk").length;
  return { all: limits.chunksMax - inFlight.size, bulk: limits.bulkChunksMax - bulk };
}

/** One round, to its end. Answers whether there was work: stories turn the clock in between. */
export async function deliverOnce(
  context: DeliverContext,
  worker = createWorker(context),
): Promise<boolean> {
  const { chunksMax, bulkChunksMax } = worker.limits;
  const leases = await leaseDue(worker, { all: chunksMax, bulk: bulkChunksMax });
  const worked = await Promise.all(leases.map(async (lease) => await deliverChunk(worker, lease)));
  const gathered = await tidy(worker);
  return gathered || worked.includes(true);
}

/** How many chunks there is room for; bulk never fills it all. */
type Room = { all: number; bulk: number };

async function leaseDue(worker: Worker, room: Room): Promise<Lease[]> {
  const { house, book, limits } = worker;
  const changedAt = await book.refresh();
  // The look that finds nobody left to send to, ten times a second, is two small reads.
  if (!(await someChunkOpen(house.db))) return [];
  const now = house.now();
  // Our own backlog is no silence of theirs. But an ear that is stuck must not hold everybody up.
  const unheard = (await oldestInbox(house.db)) ?? now;
  worker.heardUntil = Math.max(unheard, now - BACKLOG_MAX_MS);
  for (const [channelId, until] of worker.starved) {
    if (until <= now) worker.starved.delete(channelId);
  }
  for (const [channelId, until] of worker.spent) {
    if (until <= now) worker.spent.delete(channelId);
  }
  const ask = {
    now,
    until: now + limits.leaseMs,
    token: house.newId(),
    starved: [...worker.starved.keys()],
    node: worker.node,
  };
  const leases = await transact(house.db, async (tx) => {
    await reviewChunks(tx, changedAt, now);
    const critical = await leaseChunks(tx, { ...ask, lane: "critical", limit: room.all });
    const left = Math.min(room.bulk, room.all - critical.length);
    if (left <= 0) return critical;
    return [...critical, ...(await leaseChunks(tx, { ...ask, lane: "bulk", limit: left }))];
  });
  if (leases.length > 0) worker.recent = await broadcastsSince(house.db, now - pairMemoryMaxMs);
  return leases;
}

async function takeBackFromOthers({ house, node, context }: Worker): Promise<void> {
  for (const dead of await takeBackFromDead(house.db, node, house.now())) {
    context.log.warn({ node: dead }, "A node is gone: its work goes on here.");
  }
}

function start(worker: Worker, lease: Lease, inFlight: InFlight): void {
  const run = deliverChunk(worker, lease).catch((cause: unknown) => {
    // The lease ends by itself, and the chunk comes due again.
    worker.context.log.error({ chunk: lease.no, cause: messageOf(cause) }, "A chunk stumbled.");
    return false;
  });
  inFlight.set(run, lease.lane);
  void run.then(() => inFlight.delete(run));
}

/** With a full hand, the next round begins when a chunk is done. */
async function pause(inFlight: InFlight, signal: AbortSignal): Promise<void> {
  const idle = sleep(IDLE_MS, undefined, { signal, ref: true }).catch(() => undefined);
  // A chunk that could do nothing would be leased again at once.
  if (!(await Promise.race([idle.then(() => true), ...inFlight.keys()]))) await idle;
}

/**
 * What is nobody's chunk: follow-ups whose original moves, broadcasts that are done, channels that
 * have gone silent. Answers whether somebody came due by it.
 */
async function tidy(worker: Worker): Promise<boolean> {
  const gathered = await gather(worker);
  for (const id of await finishedBroadcasts(worker.house.db)) {
    await unlessConflict(
      async () => await finishBroadcast(worker.house, machine("deliver"), { id }),
    );
  }
  await beginDay(worker);
  await transact(worker.house.db, async (tx) => await forgetLines(tx, worker.house.now()));
  await judgeChannels(worker.house, worker.book.channels());
  for (const broadcastId of await runningBroadcasts(worker.house.db)) {
    await notifyLive(worker.house.db, { name: "progress", broadcastId });
  }
  const insisted = await insist(worker);
  const followed = await judgeCohorts(worker);
  return gathered || insisted || followed;
}

async function gather({ house }: Worker): Promise<boolean> {
  let moved = 0;
  for (const id of await gatheringBroadcasts(house.db)) {
    const done = await unlessConflict(async () => await gatherFollowers(house, { id }));
    moved += (done?.added ?? 0) + (done?.released ?? 0);
  }
  return moved > 0;
}

async function insist({ house }: Worker): Promise<boolean> {
  let begun = 0;
  for (const id of await insistingBroadcasts(house.db, house.now())) {
    const done = await unlessConflict(async () => await insistOnAnswers(house, { id }));
    begun += done?.begun.length ?? 0;
  }
  return begun > 0;
}

async function judgeCohorts({ house }: Worker): Promise<boolean> {
  let went = false;
  for (const id of await watchedCohorts(house.db)) went ||= (await judgeCohort(house, { id })).went;
  return went;
}
