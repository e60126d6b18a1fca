import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { machine } from "../../src/actions/action.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { type Cost, costBetween } from "./cost.ts";
import type { Town } from "./town.ts";

const POLL_MS = 50;
const DAY_MS = 86_400_000;

type Reach = {
  state: "up" | "blackhole";
  success: "accepted" | "delivered" | "read";
  /** One that is warm already, instead of a new one. */
  channelId?: number;
  /** So many people are reached before anything is measured. */
  warmUp?: number;
};

/**
 * From the start of a broadcast, or the end of its warm-up, until every delivery of it is settled: how
 * long, for how many people, and at what cost.
 */
export async function reach(
  town: Town,
  input: Reach,
): Promise<{ seconds: number; people: number; cost: Cost }> {
  const channelId = input.channelId ?? (await town.channel(input.state));
  const id = await town.launch([{ channelId, patienceMs: DAY_MS, success: input.success }]);
  const stop = town.startLoops({ deliver: true, hear: true });
  try {
    const all = await openOf(town, id);
    await resumeBroadcast(town.house, machine("bench"), { id });
    const people = await untilOpen(town, id, all - (input.warmUp ?? 0));
    const startedAt = performance.now();
    const before = await town.cost();
    await untilOpen(town, id, 0);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { seconds, people, cost: costBetween(before, await town.cost()) };
  } finally {
    await stop();
  }
}

/** Waits until no more than so many are left, and answers how many. */
async function untilOpen(town: Town, id: number, most: number): Promise<number> {
  for (;;) {
    const open = await openOf(town, id);
    if (open <= most) return open;
    await pause(POLL_MS);
  }
}

/** How many are not settled yet, as far as the chunks that were given back know. */
async function openOf({ house }: Town, id: number): Promise<number> {
  const found = await sql<{ open: number }>`
    select coalesce(sum(open), 0)::int as open from chunk where broadcast_id = ${id}`.execute(
    house.db,
  );
  return found.rows[0]?.open ?? 0;
}
