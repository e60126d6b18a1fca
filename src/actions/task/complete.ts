import { mayAct } from "../../domain/roles.ts";
import { refusal } from "../../lib/errors.ts";
import { lockTask, type TaskRow } from "../../store/playbooks.ts";
import { defineAction, type Scene } from "../action.ts";
import { tick } from "./tick.ts";

/** Ticks a task off. */
export const completeTask = defineAction({
  name: "task.complete",
  needs: "viewer",
  async decide(tx, input: { id: string; note: string }, scene) {
    const task = await lockTask(tx, input.id);
    requireOwner(task, scene);
    if (task.state !== "open") throw refusal("conflict", "errors:task.not_open");
    if (task.ended_at) throw refusal("conflict", "errors:task.plan_ended");
    const row = await tick(tx, task, { scene, note: input.note });
    return {
      subject: { kind: "task", id: task.id },
      incidentId: task.incident_id,
      detail: { key: task.key, title: task.title, note: input.note },
      result: row,
    };
  },
});

/** Whoever the task belongs to may tick it, and a responder may tick any. */
export function requireOwner(task: Pick<TaskRow, "owner_role">, { actor }: Scene): void {
  if (mayAct(actor, task.owner_role) || mayAct(actor, "responder")) return;
  throw refusal("forbidden", "errors:role.task", { role: task.owner_role });
}
