import { unlessConflict } from "../../lib/errors.ts";
import { type IncidentRow, openPlatformIncidents } from "../../store/incidents.ts";
import { type House, machine } from "../action.ts";
import { followIncident, isStepDue } from "../incident/follow.ts";
import type { Change } from "./advance.ts";
import { type Recorded, recordAssessment } from "./record.ts";

const DETECTOR = machine("detector");

/** Puts a change of opinion on record; null when another node was faster. */
export async function settleChange(house: House, change: Change): Promise<Recorded | null> {
  // Many nodes see the same thing at once; the first one decides, and for the others it is done.
  return await unlessConflict(async () => await recordAssessment(house, DETECTOR, change));
}

/** Lets open incidents follow what the sensors see, as time passes; answers those that moved. */
export async function followOpenIncidents(house: House): Promise<IncidentRow[]> {
  const moved: IncidentRow[] = [];
  for (const { id } of await openPlatformIncidents(house.db)) {
    if (!(await isStepDue(house.db, id, house.now()))) continue;
    const row = await unlessConflict(async () => await followIncident(house, DETECTOR, { id }));
    if (row) moved.push(row);
  }
  return moved;
}
