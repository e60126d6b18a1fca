import type { Maintenance } from "../../domain/maintenance.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { knownPoints } from "../../store/maintenances.ts";

/** Longer than this is no work that is under way, but another way of working. */
const LENGTH_MAX_MS = 60 * DAY_MS;

/** What a person may say of planned work. */
export type MaintenanceInput = Pick<
  Maintenance,
  "title" | "message" | "from" | "until" | "pointIds" | "effect" | "firm" | "drill"
>;

/** Refuses work that ends before it begins, or that touches a way to reach us that is not there. */
export async function requireSoundWork(tx: Tx, input: MaintenanceInput): Promise<void> {
  if (input.until <= input.from) {
    throw refusal("invalid", "pages:refused.order", { field: "until" });
  }
  if (input.until - input.from > LENGTH_MAX_MS) {
    throw refusal("invalid", "pages:refused.long", { field: "until" });
  }
  const known = await knownPoints(tx, input.pointIds);
  if (input.pointIds.some((id) => !known.has(id))) {
    throw refusal("invalid", "errors:unknown.contact_point", { field: "pointIds" });
  }
}

/** What the record says of a change of planned work. */
export const workDetail = (work: Maintenance) => ({
  title: work.title,
  state: work.state,
  from: new Date(work.from).toISOString(),
  until: new Date(work.until).toISOString(),
  ...(work.drill && { drill: true }),
});
