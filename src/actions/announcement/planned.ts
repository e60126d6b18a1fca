import { isOver } from "../../domain/maintenance.ts";
import { DAY_MS } from "../../lib/clock.ts";
import type { Db } from "../../store/database.ts";
import { listMaintenances } from "../../store/maintenances.ts";
import { findOrganisation } from "../../store/organisation.ts";

/** Work that begins later than this is nothing that a notice of today is about. */
const NEAR_MS = DAY_MS;

/** When planned work of these hours begins and ends, as HH:MM on the organisation's clock. */
export async function plannedTimes(db: Db, now: number): Promise<string[]> {
  const organisation = await findOrganisation(db);
  const format = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: organisation?.time_zone ?? "UTC",
  });
  return (await listMaintenances(db, now))
    .filter(({ drill }) => !drill || organisation?.mode === "training")
    .filter(({ state, firm, from }) => firm && !isOver(state) && from - now <= NEAR_MS)
    .flatMap(({ from, until }) => [format.format(from), format.format(until)]);
}
