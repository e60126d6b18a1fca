import { AppError } from "../../lib/errors.ts";
import { type IncidentRow, openPlatformIncidents } from "../../store/incidents.ts";
import { type House, machine } from "../action.ts";
import { followIncident, isStepDue } from "../incident/follow.ts";
import type { Change } from "./advance.ts";
import { type Recorded, recordAssessment } from "./record.ts";

const DETECTOR = machine("detector");

/** Puts a change of opinion on record; null when another node was faster. */
export async function settleChange(house: House, change: Change): Promise<Recorded | null> {
  return await unlessLate(recordAssessment(house, DETECTOR, change));
}

/** Lets open incidents follow what the sensors see, as time passes; answers those that moved. */
export async function followOpenIncidents(house: House): Promise<IncidentRow[]> {
  const moved: IncidentRow[] = [];
  for (const { id } of await openPlatformIncidents(house.db)) {
    if (!(await isStepDue(house.db, id, house.now()))) continue;
    const row = await unlessLate(followIncident(house, DETECTOR, { id }));
    if (row) moved.push(row);
  }
  return moved;
}

/** Many nodes see the same thing at once; the first one decides, and for the others it is done. */
async function unlessLate<T>(decision: Promise<T>): Promise<T | null> {
  try {
    return await decision;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "conflict") return null;
    throw cause;
  }
}
