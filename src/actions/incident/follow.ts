import { type OwnStep, ownStep } from "../../domain/incident.ts";
import { refusal } from "../../lib/errors.ts";
import { publishedOf } from "../../store/announcements.ts";
import { calmSince, latestAssessment } from "../../store/assessments.ts";
import type { Db, Tx } from "../../store/database.ts";
import { findIncident, type IncidentRow, lockIncident } from "../../store/incidents.ts";
import { defineAction, type Scene } from "../action.ts";
import { close, confirm, watch } from "./steps.ts";

/** Whether the machine would do something about an incident at this moment. */
export async function isStepDue(db: Db, id: string, now: number): Promise<boolean> {
  const incident = await findIncident(db, id);
  return incident !== undefined && (await stepDue(db, incident, now)) !== null;
}

async function stepDue(db: Db, incident: IncidentRow, now: number): Promise<OwnStep> {
  if (incident.platform_id === null || incident.closed_at) return null;
  const opinion = await latestAssessment(db, incident.platform_id);
  if (!opinion) return null;
  const since = await calmSince(db, incident.platform_id);
  const facts = {
    state: incident.state,
    openedAt: incident.opened_at.getTime(),
    announced: (await publishedOf(db, incident.id)) !== undefined,
  };
  return ownStep(facts, { level: opinion.level, calmSince: since }, now);
}

/** The incident follows what the sensors see: it is watched, it closes, or it flares up again. */
export const followIncident = defineAction({
  name: "incident.follow",
  needs: "responder",
  async decide(tx, input: { id: string }, scene) {
    const incident = await lockIncident(tx, input.id);
    const step = await stepDue(tx, incident, scene.now);
    if (step === null) throw refusal("conflict", "errors:incident.nothing_to_do");
    const row = await take(tx, { incident, step }, scene);
    return {
      subject: { kind: "incident", id: row.id },
      incidentId: row.id,
      detail: { step, state: row.state },
      result: row,
    };
  },
});

async function take(
  tx: Tx,
  due: { incident: IncidentRow; step: NonNullable<OwnStep> },
  scene: Scene,
): Promise<IncidentRow> {
  const { incident, step } = due;
  switch (step) {
    case "watch":
      return await watch(tx, incident, scene);
    case "close":
      return await close(tx, incident, { state: "resolved", scene });
    case "relapse":
      return (await confirm(tx, incident, scene)).row;
    default:
      return step satisfies never;
  }
}
