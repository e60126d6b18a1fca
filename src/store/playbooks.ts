import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { notFound } from "../lib/errors.ts";
import type { Db, Tx } from "./database.ts";
import type { Playbook, PlaybookTask, Task } from "./schema/crisis.ts";

export type TaskRow = Selectable<Task>;
export type PlaybookRow = Selectable<Playbook>;

/** The playbook that starts by itself; the house's own is written down when there is none yet. */
export async function ensureDefaultPlaybook(
  tx: Tx,
  own: { id: string; name: { fr: string; en: string }; tasks: PlaybookTask[] },
): Promise<PlaybookRow> {
  const existing = await defaultPlaybook(tx);
  if (existing) return existing;
  await tx
    .insertInto("playbook")
    .values({
      id: own.id,
      name: JSON.stringify(own.name),
      tasks: JSON.stringify(own.tasks),
      is_default: true,
    })
    .onConflict((c) => c.doNothing())
    .execute();
  return await defaultPlaybook(tx).then((row) => row ?? Promise.reject(notFound("playbook")));
}

async function defaultPlaybook(tx: Tx): Promise<PlaybookRow | undefined> {
  return await tx
    .selectFrom("playbook")
    .selectAll()
    .where("is_default", "=", true)
    .executeTakeFirst();
}

export async function insertRun(
  tx: Tx,
  run: { id: string; playbookId: string; incidentId: string; now: number },
): Promise<void> {
  await tx
    .insertInto("run")
    .values({
      id: run.id,
      playbook_id: run.playbookId,
      incident_id: run.incidentId,
      started_at: new Date(run.now),
      ended_at: null,
    })
    .execute();
}

export async function insertTasks(tx: Tx, tasks: Insertable<Task>[]): Promise<void> {
  if (tasks.length > 0) await tx.insertInto("task").values(tasks).execute();
}

/** Ends the run of an incident; what is still open is skipped, not done. */
export async function endRun(tx: Tx, incidentId: string, at: { now: number; by: string }) {
  const now = new Date(at.now);
  const run = await tx
    .updateTable("run")
    .set({ ended_at: now })
    .where("incident_id", "=", incidentId)
    .where("ended_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!run) return;
  await tx
    .updateTable("task")
    .set({ state: "skipped", done_at: now, done_by: at.by })
    .where("run_id", "=", run.id)
    .where("state", "=", "open")
    .execute();
}

/**
 * Takes up the run of an incident where it ended at `endedAt`: what was skipped then is open again, and so is the task that
 * says it is over. Deadlines move by the time in between.
 */
export async function resumeRun(
  tx: Tx,
  incidentId: string,
  since: { endedAt: number; now: number; closingKey: string },
): Promise<void> {
  const run = await tx
    .updateTable("run")
    .set({ ended_at: null })
    .where("incident_id", "=", incidentId)
    .where("ended_at", "is not", null)
    .returning("id")
    .executeTakeFirst();
  if (!run) return;
  const awayMs = since.now - since.endedAt;
  await tx
    .updateTable("task")
    .set({
      state: "open",
      done_at: null,
      done_by: null,
      overdue_at: null,
      due_at: sql`due_at + ${awayMs} * interval '1 millisecond'`,
    })
    .where("run_id", "=", run.id)
    .where("done_at", "=", new Date(since.endedAt))
    .where((e) => e.or([e("state", "=", "skipped"), e("key", "=", since.closingKey)]))
    .execute();
}

export async function tasksOf(db: Db, incidentId: string): Promise<TaskRow[]> {
  return await db
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .selectAll("task")
    .where("run.incident_id", "=", incidentId)
    .orderBy("task.position")
    // Rounds that are done stand before the one to come, whenever that one is due.
    .orderBy(sql`task.done_at nulls last`)
    .orderBy("task.id")
    .execute();
}

export type TaskInRun = TaskRow & { incident_id: string; ended_at: Date | null };

/** The task, held until the end of the transaction, with the incident it belongs to. */
export async function lockTask(tx: Tx, id: string): Promise<TaskInRun> {
  const row = await tx
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .selectAll("task")
    .select(["run.incident_id", "run.ended_at"])
    .where("task.id", "=", id)
    .forUpdate("task")
    .executeTakeFirst();
  if (!row) throw notFound("task");
  return row;
}

type Named = { incidentId: string; key: string };

/** The task of that name that was left when the incident's run ended, if there is one. */
export async function leftTask(tx: Tx, of: Named): Promise<TaskInRun | undefined> {
  return await tasksNamed(tx, of)
    .where("run.ended_at", "is not", null)
    .where("task.state", "=", "skipped")
    .executeTakeFirst();
}

/** The open task of that name in the incident's run, if there is one. */
export async function openTask(tx: Tx, of: Named): Promise<TaskInRun | undefined> {
  return await tasksNamed(tx, of)
    .where("run.ended_at", "is", null)
    .where("task.state", "=", "open")
    .executeTakeFirst();
}

const tasksNamed = (tx: Tx, { incidentId, key }: Named) =>
  tx
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .selectAll("task")
    .select(["run.incident_id", "run.ended_at"])
    .where("run.incident_id", "=", incidentId)
    .where("task.key", "=", key)
    .forUpdate("task");

export async function updateTask(tx: Tx, id: string, change: Updateable<Task>): Promise<TaskRow> {
  return await tx
    .updateTable("task")
    .set(change)
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Takes back the next round of a repeating task, because this round is open again. */
export async function deleteOpenRounds(
  tx: Tx,
  task: Pick<TaskRow, "id" | "run_id" | "key">,
): Promise<void> {
  await tx
    .deleteFrom("task")
    .where("run_id", "=", task.run_id)
    .where("key", "=", task.key)
    .where("state", "=", "open")
    .where("id", "<>", task.id)
    .execute();
}

/** Open tasks of running plans whose deadline has passed without anybody saying so. */
export async function newlyOverdue(db: Db, now: number, max: number): Promise<string[]> {
  const rows = await db
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .select("task.id")
    .where("task.state", "=", "open")
    .where("task.due_at", "<=", new Date(now))
    .where("task.overdue_at", "is", null)
    .where("run.ended_at", "is", null)
    .orderBy("task.due_at")
    .limit(max)
    .execute();
  return rows.map(({ id }) => id);
}
