import type { Maintenance } from "../../domain/maintenance.ts";
import { refusal } from "../../lib/errors.ts";
import {
  countOpenMaintenances,
  insertWorkUpdate,
  OPEN_WORKS_MAX,
  saveMaintenance,
} from "../../store/maintenances.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";
import { tellPlanned } from "../subscriber/tell-work.ts";
import { type MaintenanceInput, requireSoundWork, workDetail } from "./checked.ts";

/** Announces planned work. Its page, its feeds and its calendar say so from now on. */
export const planMaintenance = defineAction({
  name: "maintenance.plan",
  needs: "communicator",
  async decide(tx, input: MaintenanceInput, { now, newId }) {
    await requireSoundWork(tx, input);
    if (input.until <= now) throw refusal("invalid", "pages:refused.past", { field: "until" });
    if ((await countOpenMaintenances(tx)) >= OPEN_WORKS_MAX) {
      throw refusal("too_many", "pages:refused.full", { max: OPEN_WORKS_MAX });
    }
    const first = { id: newId(), state: "scheduled" as const, text: null, at: now };
    // A training organisation has nothing but drills: none of them may outlive the training.
    const training = (await findOrganisation(tx))?.mode === "training";
    const work: Maintenance = {
      ...input,
      id: newId(),
      drill: (input.drill ?? false) || training,
      state: "scheduled",
      version: 0,
      beganAt: null,
      endedAt: null,
      updatedAt: now,
      updates: [first],
    };
    await saveMaintenance(tx, work);
    await insertWorkUpdate(tx, work.id, first);
    await tellPlanned(tx, work, now);
    return {
      subject: { kind: "maintenance", id: work.id },
      detail: workDetail(work),
      result: work,
    };
  },
});
