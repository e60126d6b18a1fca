import { isOver, isUnderWay, type Maintenance, type WorkUpdate } from "../../domain/maintenance.ts";
import type { WorkWhat } from "../../domain/subscriber.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { lockMaintenance } from "../../store/maintenances.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { insertTelling, wasTold, worksToRemindOf } from "../../store/tellings.ts";
import { defineIntake } from "../action.ts";

const TELLING_LIFE_MS = DAY_MS;
/** A reminder comes this long before, unless something was said of the work so shortly ago. */
const REMINDER_AHEAD_MS = DAY_MS;
const REMINDER_LATEST_MS = HOUR_MS;
/** Beginning a little before the hour is no news. */
const EARLY_MIN_MS = 15 * MINUTE_MS;

/** Planned work was announced, or its hours or reach have changed. */
export async function tellPlanned(tx: Tx, work: Maintenance, now: number): Promise<void> {
  const known = await wasTold(tx, { maintenanceId: work.id });
  await tellWork(tx, { work, what: known ? "work-changed" : "work-planned" }, now);
}

/** What somebody said of the work, or what the clock has brought. Where it only goes on, nothing. */
export async function tellTurned(
  tx: Tx,
  turned: { before: Maintenance; work: Maintenance; update: WorkUpdate },
  now: number,
): Promise<void> {
  const { work } = turned;
  const what = newsOf(turned, now);
  if (what === null) return;
  // Whoever was never told of it need not hear that it is over.
  if (isOver(work.state) && !(await wasTold(tx, { maintenanceId: work.id }))) return;
  await tellWork(tx, { work, what }, now);
}

type Turned = { before: Maintenance; work: Maintenance; update: WorkUpdate };

function newsOf({ before, work, update }: Turned, now: number): WorkWhat | null {
  if (work.state === "cancelled") return "work-cancelled";
  if (work.state === "completed") return "work-over";
  const hasBegun = isUnderWay(work.state) && before.beganAt === null;
  if (hasBegun && before.from - now >= EARLY_MIN_MS) return "work-begun";
  return update.text === null ? null : "work-said";
}

async function tellWork(
  tx: Tx,
  { work, what }: { work: Maintenance; what: WorkWhat },
  now: number,
): Promise<void> {
  const training = (await findOrganisation(tx))?.mode === "training";
  // A drill in a live organisation is nobody's business out there.
  if (work.drill && !training) return;
  // The same hours are announced once, whatever else is changed in between.
  const about = what === "work-soon" ? work.from : work.version;
  const endsAt = what === "work-soon" ? work.from : now + TELLING_LIFE_MS;
  await insertTelling(tx, {
    key: `${what}/${work.id}/${about}`,
    what,
    maintenance_id: work.id,
    drill: training,
    created_at: new Date(now),
    expires_at: new Date(endsAt),
  });
}

/** Reminds of work that begins within a day. Answers how much of it there was. */
export const remindOfWork = defineIntake<null, number>(async (tx, _none, { now }) => {
  const ids = await worksToRemindOf(tx, {
    now,
    from: now + REMINDER_LATEST_MS,
    until: now + REMINDER_AHEAD_MS,
    quietSince: now - REMINDER_AHEAD_MS,
  });
  for (const id of ids) {
    await tellWork(tx, { work: await lockMaintenance(tx, id), what: "work-soon" }, now);
  }
  return ids.length;
});
