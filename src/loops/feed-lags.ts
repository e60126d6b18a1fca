import type { House } from "../actions/action.ts";
import { measureFeeds, OFFICIAL_SENSORS } from "../actions/feed-lag/measure.ts";
import { lateMaxMs } from "../domain/feed-lag.ts";
import { incidentsToCompare } from "../store/feed-lags.ts";

/** A little longer than a feed has time to speak after the end. */
const BACK_MS = 2 * lateMaxMs;

/** Compares what official feeds said with what we knew, for open incidents and for those just over. */
export async function compareFeedsOnce(context: {
  house: House;
  backMs?: number;
}): Promise<{ compared: number }> {
  const { house, backMs = BACK_MS } = context;
  const ids = await incidentsToCompare(house.db, house.now() - backMs, OFFICIAL_SENSORS);
  for (const incidentId of ids) await measureFeeds(house, { incidentId });
  return { compared: ids.length };
}
