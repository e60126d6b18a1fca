import { machine, type House } from "../actions/action.ts";
import { markOverdue } from "../actions/task/overdue.ts";
import { AppError } from "../lib/errors.ts";
import { newlyOverdue } from "../store/playbooks.ts";

const BATCH_MAX = 100;
const CLOCK = machine("clock");

/** Says of each deadline that has passed, once, that it has. */
export async function playOnce({ house }: { house: House }): Promise<{ overdue: number }> {
  let overdue = 0;
  for (const id of await newlyOverdue(house.db, house.now(), BATCH_MAX)) {
    try {
      await markOverdue(house, CLOCK, { id });
      overdue++;
    } catch (cause) {
      // Somebody ticked it, or another node was faster: then there is nothing left to say.
      if (!(cause instanceof AppError) || cause.code !== "conflict") throw cause;
    }
  }
  return { overdue };
}
