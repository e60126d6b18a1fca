import { lockIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";
import { confirm } from "./steps.ts";

/** Somebody looked, and it is real. */
export const confirmIncident = defineAction({
  name: "incident.confirm",
  needs: "responder",
  async decide(tx, input: { id: string; note: string }, scene) {
    const incident = await lockIncident(tx, input.id);
    const { row, ...switched } = await confirm(tx, incident, scene);
    return {
      subject: { kind: "incident", id: row.id },
      incidentId: row.id,
      detail: { note: input.note, platformId: row.platform_id, ...switched },
      result: row,
    };
  },
});
