import { nextRoundAt } from "../../domain/playbook.ts";
import type { Tx } from "../../store/database.ts";
import {
  insertTasks,
  leftTask,
  openTask,
  type TaskInRun,
  type TaskRow,
  updateTask,
} from "../../store/playbooks.ts";
import type { Scene } from "../action.ts";

/** Ticks a task off. A repeating one comes back as a new line, so that each round is kept. */
export async function tick(
  tx: Tx,
  task: TaskInRun,
  done: { scene: Scene; note: string },
): Promise<TaskRow> {
  const { now, newId, actor } = done.scene;
  const { incident_id: _incident, ended_at, ...own } = task;
  const again = nextRoundAt({ dueAt: task.due_at.getTime(), everyMs: task.every_ms }, now);
  const row = await updateTask(tx, task.id, {
    state: "done",
    done_at: new Date(now),
    done_by: actor.name,
    note: done.note || null,
  });
  if (again !== null && ended_at === null) {
    const next = { ...own, id: newId(), title: JSON.stringify(task.title), overdue_at: null };
    await insertTasks(tx, [{ ...next, due_at: new Date(again) }]);
  }
  return row;
}

/** Ticks the open task of that name, because what it asks for has just been done. */
export async function tickByKey(
  tx: Tx,
  incidentId: string,
  done: { key: string; scene: Scene },
): Promise<boolean> {
  return await tickFound(tx, await openTask(tx, { incidentId, key: done.key }), done.scene);
}

/** The same for a task that was left when the plan ended, and is done after all. */
export async function tickLeft(
  tx: Tx,
  incidentId: string,
  done: { key: string; scene: Scene },
): Promise<boolean> {
  return await tickFound(tx, await leftTask(tx, { incidentId, key: done.key }), done.scene);
}

async function tickFound(tx: Tx, task: TaskInRun | undefined, scene: Scene): Promise<boolean> {
  if (!task) return false;
  await tick(tx, task, { scene, note: "" });
  return true;
}
