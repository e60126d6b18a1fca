import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { machine } from "../../src/actions/action.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import type { Town } from "./town.ts";

const POLL_MS = 25;
const DAY_MS = 86_400_000;

/** Seconds from the start of a broadcast until every delivery of it is settled. */
export async function reachSeconds(
  town: Town,
  input: { state: "up" | "blackhole"; success: "accepted" | "delivered" | "read" },
): Promise<number> {
  const channelId = await town.channel(input.state);
  const id = await town.launch([{ channelId, patienceMs: DAY_MS, success: input.success }]);
  const stop = town.startLoops({ deliver: true, hear: true });
  try {
    await resumeBroadcast(town.house, machine("bench"), { id });
    const startedAt = performance.now();
    while (!(await isSettled(town, id))) await pause(POLL_MS);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await stop();
  }
}

async function isSettled({ house }: Town, id: number): Promise<boolean> {
  const found = await sql<{ open: number }>`
    select coalesce(sum(open), 0)::int as open from chunk where broadcast_id = ${id}`.execute(
    house.db,
  );
  return found.rows[0]?.open === 0;
}
