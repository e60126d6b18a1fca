import { conflict } from "../../lib/errors.ts";
import { lockTask, updateTask } from "../../store/playbooks.ts";
import { defineAction } from "../action.ts";

/** Puts on record, once, that a deadline has passed. */
export const markOverdue = defineAction({
  name: "task.overdue",
  needs: "responder",
  async decide(tx, input: { id: string }, { now }) {
    const task = await lockTask(tx, input.id);
    const late = task.state === "open" && task.due_at.getTime() <= now;
    if (!late || task.overdue_at || task.ended_at) throw conflict("This task is not newly late.");
    const row = await updateTask(tx, task.id, { overdue_at: new Date(now) });
    return {
      subject: { kind: "task", id: task.id },
      incidentId: task.incident_id,
      detail: { key: task.key, title: task.title, ownerRole: task.owner_role },
      result: row,
    };
  },
});
