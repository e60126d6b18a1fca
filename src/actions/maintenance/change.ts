import { isOver, type Maintenance, workAt } from "../../domain/maintenance.ts";
import { refusal } from "../../lib/errors.ts";
import { insertWorkUpdate, lockMaintenance, saveMaintenance } from "../../store/maintenances.ts";
import { defineAction } from "../action.ts";
import { tellPlanned } from "../subscriber/tell-work.ts";
import { type MaintenanceInput, requireSoundWork, workDetail } from "./checked.ts";

/** Says planned work anew: another hour, a longer night, other words. What has begun keeps its beginning. */
export const changeMaintenance = defineAction({
  name: "maintenance.change",
  needs: "communicator",
  async decide(tx, input: MaintenanceInput & { id: string }, { now, newId }) {
    const before = workAt(await lockMaintenance(tx, input.id), now);
    if (isOver(before.state)) throw refusal("conflict", "pages:refused.over");
    const from = before.beganAt === null ? input.from : before.from;
    await requireSoundWork(tx, { ...input, from });
    if (input.until <= now) throw refusal("invalid", "pages:refused.past", { field: "until" });
    // What began as a drill stays one, and the other way round: people have read what it is.
    const same = { from, drill: before.drill };
    const work = { ...before, ...input, ...same, version: before.version + 1, updatedAt: now };
    await saveMaintenance(tx, work);
    // Other words are an edit; another hour or another reach is news for whoever follows it.
    if (isMoved(before, work)) {
      const update = { id: newId(), state: work.state, text: null, at: now };
      await insertWorkUpdate(tx, work.id, update);
      await tellPlanned(tx, work, now);
    }
    return {
      subject: { kind: "maintenance", id: work.id },
      detail: { ...workDetail(work), before: workDetail(before) },
      result: work,
    };
  },
});

const isMoved = (before: Maintenance, after: Maintenance): boolean =>
  before.from !== after.from ||
  before.until !== after.until ||
  before.effect !== after.effect ||
  before.firm !== after.firm ||
  before.pointIds.join() !== after.pointIds.join();
