import type { House } from "../actions/action.ts";
import { noteWays } from "../actions/contact/note-ways.ts";

/** Small steps, and not all at once: sending comes first. */
const STEPS_MAX = 100;

/** Notes which addresses have proved that they work, from what became of finished broadcasts. */
export async function noteWaysOnce({ house }: { house: House }): Promise<void> {
  for (let step = 0; step < STEPS_MAX; step++) if (!(await noteWays(house, null))) return;
}
