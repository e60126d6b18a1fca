import { machine, type House } from "../actions/action.ts";
import { advancePlatform, type Change } from "../actions/assessment/advance.ts";
import { recordAssessment, type Recorded } from "../actions/assessment/record.ts";
import { followIncident, isStepDue } from "../actions/incident/follow.ts";
import { AppError, messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import { openPlatformIncidents, type IncidentRow } from "../store/incidents.ts";
import { listPlatforms } from "../store/platforms.ts";

const DETECTOR = machine("detector");

export type AssessContext = { house: House; log: Log };

/** Works through all that has been signalled since the last time, platform by platform. */
export async function assessOnce(context: AssessContext): Promise<{ changes: number }> {
  const { house, log } = context;
  let changes = 0;
  let failed: unknown = null;
  for (const { id } of await listPlatforms(house.db)) {
    try {
      changes += await assessPlatform(house, id);
    } catch (cause) {
      // One platform whose memory is broken must not blind us to the others.
      log.error({ platform: id, cause: messageOf(cause) }, "An assessment failed.");
      failed ??= cause;
    }
  }
  await followOnce(house);
  if (failed !== null) throw failed;
  return { changes };
}

async function assessPlatform(house: House, platformId: string): Promise<number> {
  let changes = 0;
  for (;;) {
    const step = await advancePlatform(house, { platformId, until: house.now() });
    if (step.change && (await settleChange(house, step.change))) changes++;
    if (!step.more) return changes;
  }
}

/** Puts a change of opinion on record; null when another node was faster. */
export async function settleChange(house: House, change: Change): Promise<Recorded | null> {
  return await unlessLate(recordAssessment(house, DETECTOR, change));
}

/** Lets open incidents follow what the sensors see, as time passes. */
export async function followOnce(house: House): Promise<IncidentRow[]> {
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
