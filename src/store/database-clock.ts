import { sql } from "kysely";
import { type Clock, SECOND_MS, steadyClock } from "../lib/clock.ts";
import type { Db } from "./database.ts";

/** An answer that took longer than this says little about what time it is. */
const TRIP_MAX_MS = SECOND_MS;
/** The clocks of machines drift: so often the time is asked for again. */
export const CLOCK_SYNC_MS = 10 * SECOND_MS;

export type DatabaseClock = {
  now: Clock;
  /** Asks the database what time it is. Answers by how much we were wrong, or null if it did not say. */
  sync(): Promise<number | null>;
};

/**
 * The time of the database, which is the same for all nodes: a node whose own clock is wrong, or is
 * set, sends nothing early or late. In between, time runs as fast as this machine's steady counter.
 */
export function createDatabaseClock(
  db: Db,
  given: { steady?: () => number; wall?: Clock } = {},
): DatabaseClock {
  const { steady = () => performance.now(), wall = Date.now } = given;
  let offset = wall() - steady();
  let isSynced = false;
  return {
    now: steadyClock(() => Math.round(steady() + offset)),
    async sync() {
      const before = steady();
      const at = await timeOf(db);
      const after = steady();
      if (at === null || (isSynced && after - before > TRIP_MAX_MS)) return null;
      const next = at - (before + after) / 2;
      const wrong = isSynced ? Math.round(next - offset) : 0;
      offset = next;
      isSynced = true;
      return wrong;
    },
  };
}

/** Null while the database is away: time goes on as it was. */
async function timeOf(db: Db): Promise<number | null> {
  try {
    const found = await sql<{ at: number }>`
      select extract(epoch from clock_timestamp())::float8 * 1000 as at`.execute(db);
    return found.rows[0]?.at ?? null;
  } catch {
    return null;
  }
}
