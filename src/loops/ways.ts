import type { House } from "../actions/action.ts";
import { recountReach } from "../actions/contact/count-reach.ts";
import { noteWays } from "../actions/contact/note-ways.ts";

/** Small steps, and not all at once: sending comes first. */
const STEPS_MAX = 100;

/**
 * Notes which addresses have proved that they work, from what became of finished broadcasts, and keeps
 * the count of who could be reached how.
 */
export async function noteWaysOnce({ house }: { house: House }): Promise<void> {
  await recountReach(house);
  for (let step = 0; step < STEPS_MAX; step++) if (!(await noteWays(house, null))) return;
}
