import { refusal } from "../../lib/errors.ts";
import { deleteOpenRounds, lockTask, updateTask } from "../../store/playbooks.ts";
import { defineAction } from "../action.ts";
import { requireOwner } from "./complete.ts";

/** Takes a tick back. What the record says about it stays. */
export const reopenTask = defineAction({
  name: "task.reopen",
  needs: "viewer",
  async decide(tx, input: { id: string }, scene) {
    const task = await lockTask(tx, input.id);
    requireOwner(task, scene);
    if (task.state !== "done") throw refusal("conflict", "errors:task.not_done");
    if (task.ended_at) throw refusal("conflict", "errors:task.plan_ended");
    await deleteOpenRounds(tx, task);
    const row = await updateTask(tx, task.id, {
      state: "open",
      done_at: null,
      done_by: null,
      note: null,
    });
    return {
      subject: { kind: "task", id: task.id },
      incidentId: task.incident_id,
      detail: { key: task.key, title: task.title },
      result: row,
    };
  },
});
