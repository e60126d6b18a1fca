import { refusal, unlessConflict } from "../../lib/errors.ts";
import { lockTask, newlyOverdue, updateTask } from "../../store/playbooks.ts";
import { defineAction, type House, machine } from "../action.ts";

const BATCH_MAX = 100;
const CLOCK = machine("clock");

/** Puts on record, once, that a deadline has passed. */
export const markOverdue = defineAction({
  name: "task.overdue",
  needs: "responder",
  async decide(tx, input: { id: string }, { now }) {
    const task = await lockTask(tx, input.id);
    const late = task.state === "open" && task.due_at.getTime() <= now;
    if (!late || task.overdue_at || task.ended_at)
      throw refusal("conflict", "errors:task.not_late");
    const row = await updateTask(tx, task.id, { overdue_at: new Date(now) });
    return {
      subject: { kind: "task", id: task.id },
      incidentId: task.incident_id,
      detail: { key: task.key, title: task.title, ownerRole: task.owner_role },
      result: row,
    };
  },
});

/** Says of each deadline that has passed, once, that it has. */
export async function markLateTasks(house: House): Promise<number> {
  let overdue = 0;
  for (const id of await newlyOverdue(house.db, house.now(), BATCH_MAX)) {
    // Where somebody ticked it, or another node was faster, there is nothing left to say.
    if (await unlessConflict(async () => await markOverdue(house, CLOCK, { id }))) overdue++;
  }
  return overdue;
}
