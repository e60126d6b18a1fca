import type { House } from "../actions/action.ts";
import { markLateTasks } from "../actions/task/overdue.ts";

/** Keeps the running plans: what is late is said to be. Rounds that repeat come with their tick. */
export async function playOnce({ house }: { house: House }): Promise<{ overdue: number }> {
  return { overdue: await markLateTasks(house) };
}
