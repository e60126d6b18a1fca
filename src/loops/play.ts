import type { House } from "../actions/action.ts";
import { keepMaintenances } from "../actions/maintenance/clock.ts";
import { markLateTasks } from "../actions/task/overdue.ts";

/** Keeps what is planned: tasks that are late are said to be, and planned work begins and ends. */
export async function playOnce({ house }: { house: House }) {
  return { overdue: await markLateTasks(house), turned: await keepMaintenances(house) };
}
