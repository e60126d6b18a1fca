import type { House } from "../actions/action.ts";
import { forgetOld } from "../actions/assessment/forget.ts";
import { forgetParts, turnPart } from "../actions/broadcast/forget.ts";
import { liftEnded } from "../actions/suppression/lift.ts";
import { forgetTrials } from "../actions/tester/forget.ts";
import { gradedDays } from "../domain/feed-lag.ts";
import { keepsOf } from "../domain/keeps.ts";
import { DAY_MS } from "../lib/clock.ts";
import { codeOf } from "../lib/errors.ts";
import { sealEvents } from "../store/events.ts";
import { findOrganisation } from "../store/organisation.ts";
import { compareFeedsOnce } from "./feed-lags.ts";

/** What PostgreSQL says when a lock could not be had in time. */
const LOCK_NOT_HAD = "55P03";

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
  await forgetOld(house);
  await forgetTrials(house, null);
  await tidyParts(house);
}

/** Where somebody is sending or reading just now, it is done an hour later. */
async function tidyParts(house: House): Promise<void> {
  const { deliveries } = keepsOf((await findOrganisation(house.db))?.keeps ?? {});
  try {
    await turnPart(house, null);
    await forgetParts(house, { keptMs: deliveries * DAY_MS });
  } catch (cause) {
    if (codeOf(cause) !== LOCK_NOT_HAD) throw cause;
  }
}
