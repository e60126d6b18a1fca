import { lockIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";
import { close } from "./steps.ts";

/** It is over. */
export const resolveIncident = defineAction({
  name: "incident.resolve",
  needs: "responder",
  async decide(tx, input: { id: string; note: string }, scene) {
    const incident = await lockIncident(tx, input.id);
    const row = await close(tx, incident, { state: "resolved", scene });
    return {
      subject: { kind: "incident", id: row.id },
      incidentId: row.id,
      detail: { note: input.note },
      result: row,
    };
  },
});
