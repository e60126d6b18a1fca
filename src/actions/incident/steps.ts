import type { TwoLanguages } from "../../domain/language.ts";
import { DEFAULT_PLAYBOOK, TASK_KEYS } from "../../domain/playbook.ts";
import { refusal } from "../../lib/errors.ts";
import { publishedOf } from "../../store/announcements.ts";
import type { Db, Tx } from "../../store/database.ts";
import { appendEvent } from "../../store/events.ts";
import { type IncidentRow, insertIncident, updateIncident } from "../../store/incidents.ts";
import { findOrganisation } from "../../store/organisation.ts";
import {
  endRun,
  ensureDefaultPlaybook,
  insertRun,
  insertTasks,
  resumeRun,
} from "../../store/playbooks.ts";
import type { IncidentState } from "../../store/schema/crisis.ts";
import { peakOf } from "../../store/streams.ts";
import type { Scene } from "../action.ts";
import { tellEnd } from "../subscriber/tell.ts";
import { tickByKey } from "../task/tick.ts";
import { probeChannels, type Switched, takeChannelsDown } from "./channels.ts";

export type NewIncident = {
  platformId: string | null;
  origin: "assessment" | "cap" | "webhook" | "person";
  class: string;
  title: TwoLanguages;
  startedAt: number;
  drill: boolean;
};

/** Opens an incident and starts its plan. A platform has one open incident at the most. */
export async function begin(tx: Tx, fresh: NewIncident, scene: Scene): Promise<IncidentRow> {
  // A training organisation has nothing but drills: its broadcasts may not leave the machine.
  const training = (await findOrganisation(tx))?.mode === "training";
  const incident = await insertIncident(tx, {
    id: scene.newId(),
    platform_id: fresh.platformId,
    origin: fresh.origin,
    state: "suspected",
    class: fresh.class,
    title: JSON.stringify(fresh.title),
    drill: fresh.drill || training,
    started_at: new Date(Math.min(fresh.startedAt, scene.now)),
    opened_at: new Date(scene.now),
  });
  if (!incident) throw refusal("conflict", "errors:incident.open_already");
  await startPlan(tx, incident.id, scene);
  return incident;
}

async function startPlan(tx: Tx, incidentId: string, { now, newId }: Scene): Promise<void> {
  const playbook = await ensureDefaultPlaybook(tx, { id: newId(), ...DEFAULT_PLAYBOOK });
  const runId = newId();
  await insertRun(tx, { id: runId, playbookId: playbook.id, incidentId, now });
  await insertTasks(
    tx,
    playbook.tasks.map((task, position) => ({
      id: newId(),
      run_id: runId,
      key: task.key,
      title: JSON.stringify(task.title),
      owner_role: task.ownerRole,
      position,
      due_at: new Date(now + task.dueAfterMs),
      every_ms: task.everyMs ?? null,
      state: "open" as const,
    })),
  );
}

/** The trouble is back before anybody could forget it: the same incident goes on, and its plan with it. */
export async function reopen(tx: Tx, incident: IncidentRow, scene: Scene): Promise<IncidentRow> {
  const { id, closed_at } = incident;
  if (closed_at === null) throw refusal("conflict", "errors:incident.open_already");
  const since = { endedAt: closed_at.getTime(), now: scene.now, closingKey: TASK_KEYS.close };
  await resumeRun(tx, id, since);
  return await updateIncident(tx, id, {
    state: "suspected",
    closed_at: null,
    monitoring_at: null,
    peak: "{}",
  });
}

/** It is real: the platform's channels stop, whoever or whatever said so. */
export async function confirm(
  tx: Tx,
  incident: IncidentRow,
  scene: Scene,
): Promise<{ row: IncidentRow } & Switched> {
  requireState(incident, ["suspected", "monitoring"]);
  const row = await updateIncident(tx, incident.id, {
    state: "confirmed",
    confirmed_at: incident.confirmed_at ?? new Date(scene.now),
    monitoring_at: null,
  });
  await tickByKey(tx, incident.id, { key: TASK_KEYS.confirm, scene });
  return { row, ...(await takeChannelsDown(tx, row, scene.now)) };
}

/** It looks over: canaries go out, and we watch. */
export async function watch(tx: Tx, incident: IncidentRow, scene: Scene): Promise<IncidentRow> {
  requireState(incident, ["confirmed"]);
  const row = await updateIncident(tx, incident.id, {
    state: "monitoring",
    monitoring_at: new Date(scene.now),
  });
  await probeChannels(tx, row, scene.now);
  return row;
}

/** It is over, or it never was. The plan ends; what nobody did is skipped, not done. */
export async function close(
  tx: Tx,
  incident: IncidentRow,
  end: { state: "resolved" | "dismissed"; scene: Scene },
): Promise<IncidentRow> {
  const { scene, state } = end;
  requireState(incident, ["suspected", "confirmed", "monitoring"]);
  const row = await updateIncident(tx, incident.id, {
    state,
    closed_at: new Date(scene.now),
    peak: JSON.stringify((await peakOfIncident(tx, incident, scene.now)) ?? {}),
  });
  // The task is to close it and to say so: a closing that nobody said is half of it.
  const told = await publishedOf(tx, incident.id);
  if (told?.severity === "resolved") {
    await tickByKey(tx, incident.id, { key: TASK_KEYS.close, scene });
  }
  await endRun(tx, incident.id, { now: scene.now, by: scene.actor.name });
  if (incident.state === "confirmed") await probeChannels(tx, row, scene.now);
  if (state === "resolved") await tellEnd(tx, row, scene.now);
  return row;
}

/** The highest bucket of reports since the trouble began, or null where nobody counts. */
async function peakOfIncident(db: Db, incident: IncidentRow, now: number) {
  if (incident.platform_id === null) return null;
  const span = { from: incident.started_at.getTime(), to: now };
  return await peakOf(db, incident.platform_id, span);
}

/** A second thing on the record, where one decision brought another along. */
export async function alsoHappened(
  tx: Tx,
  what: { name: string; incident: IncidentRow; detail: Record<string, unknown> },
  scene: Scene,
): Promise<void> {
  await appendEvent(tx, {
    at: scene.now,
    actor: scene.actor.name,
    name: what.name,
    subject: { kind: "incident", id: what.incident.id },
    incidentId: what.incident.id,
    detail: what.detail,
  });
}

function requireState(incident: IncidentRow, states: readonly IncidentState[]): void {
  if (states.includes(incident.state)) return;
  throw refusal("conflict", `errors:incident.is.${incident.state}`, { state: incident.state });
}
