import type { House } from "../actions/action.ts";
import { forgetOld } from "../actions/assessment/forget.ts";
import { liftEnded } from "../actions/suppression/lift.ts";
import { gradedDays } from "../domain/feed-lag.ts";
import { DAY_MS } from "../lib/clock.ts";
import { sealEvents } from "../store/events.ts";
import { compareFeedsOnce } from "./feed-lags.ts";

/** Joins new events to the hash chain until none is left. */
export async function sealOnce({ house }: { house: House }): Promise<{ sealed: number }> {
  let sealed = 0;
  for (;;) {
    const joined = await sealEvents(house.db);
    sealed += joined;
    if (joined === 0) return { sealed };
  }
}

/** What has to be done from time to time, and never in a hurry. */
export async function reconcileOnce({ house }: { house: House }): Promise<void> {
  await sealOnce({ house });
  await liftEnded(house);
  // Before the signals of old incidents are forgotten: what was missed while nobody ran is made good.
  await compareFeedsOnce({ house, backMs: gradedDays * DAY_MS });
  await forgetOld(house, null);
}
