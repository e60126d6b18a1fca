import { z } from "zod";
import type { IncidentState } from "../../../domain/incident.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import type { IncidentRow } from "../../../store/incidents.ts";
import type { TaskRow } from "../../../store/playbooks.ts";
import { iso, TwoLanguagesView } from "./said.ts";

export const IncidentMay = z.object({
  confirm: z.boolean(),
  monitor: z.boolean(),
  resolve: z.boolean(),
  dismiss: z.boolean(),
  announce: z.boolean(),
  broadcast: z.boolean(),
});

export const IncidentView = z.object({
  id: z.string(),
  platformId: z.string().nullable(),
  origin: z.enum(["assessment", "cap", "webhook", "person"]),
  state: z.enum(["suspected", "confirmed", "monitoring", "resolved", "dismissed"]),
  class: z.string(),
  title: TwoLanguagesView,
  drill: z.boolean(),
  startedAt: z.string(),
  openedAt: z.string(),
  confirmedAt: z.string().nullable(),
  monitoringAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  may: IncidentMay,
});
export type IncidentView = z.infer<typeof IncidentView>;

export const incidentView = (row: IncidentRow, actor: Actor): IncidentView => ({
  id: row.id,
  platformId: row.platform_id,
  origin: row.origin,
  state: row.state,
  class: row.class,
  title: row.title,
  drill: row.drill,
  startedAt: row.started_at.toISOString(),
  openedAt: row.opened_at.toISOString(),
  confirmedAt: iso(row.confirmed_at),
  monitoringAt: iso(row.monitoring_at),
  closedAt: iso(row.closed_at),
  may: mayOf(row.state, actor),
});

/** The verbs that the actions would accept from this person now. */
function mayOf(state: IncidentState, actor: Actor): z.infer<typeof IncidentMay> {
  const responds = mayAct(actor, "responder");
  const speaks = mayAct(actor, "communicator");
  const closed = state === "resolved" || state === "dismissed";
  return {
    confirm: responds && (state === "suspected" || state === "monitoring"),
    monitor: responds && state === "confirmed",
    resolve: responds && !closed,
    dismiss: responds && !closed,
    announce: speaks && state !== "dismissed",
    broadcast: speaks && !closed,
  };
}

export const TaskView = z.object({
  id: z.string(),
  key: z.string(),
  title: TwoLanguagesView,
  ownerRole: z.enum(["viewer", "responder", "communicator", "approver", "administrator"]),
  position: z.number(),
  dueAt: z.string(),
  everyMs: z.number().nullable(),
  state: z.enum(["open", "done", "skipped"]),
  overdue: z.boolean(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  note: z.string().nullable(),
  may: z.object({ complete: z.boolean(), reopen: z.boolean() }),
});
export type TaskView = z.infer<typeof TaskView>;

export function taskView(
  row: TaskRow,
  plan: { ended: boolean; now: number },
  actor: Actor,
): TaskView {
  const owns = mayAct(actor, row.owner_role) || mayAct(actor, "responder");
  const late = row.state === "open" && row.due_at.getTime() <= plan.now;
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    ownerRole: row.owner_role,
    position: row.position,
    dueAt: row.due_at.toISOString(),
    everyMs: row.every_ms,
    state: row.state,
    // What was left open when the plan ended presses nobody.
    overdue: row.state !== "skipped" && (late || row.overdue_at !== null),
    doneAt: iso(row.done_at),
    doneBy: row.done_by,
    note: row.note,
    may: {
      complete: owns && row.state === "open" && !plan.ended,
      reopen: owns && row.state === "done" && !plan.ended,
    },
  };
}
