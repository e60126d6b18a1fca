import { lockIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";
import { watch } from "./steps.ts";

/** It seems to be over; we keep an eye on it before we say so. */
export const monitorIncident = defineAction({
  name: "incident.monitor",
  needs: "responder",
  async decide(tx, input: { id: string; note: string }, scene) {
    const row = await watch(tx, await lockIncident(tx, input.id), scene);
    return {
      subject: { kind: "incident", id: row.id },
      incidentId: row.id,
      detail: { note: input.note },
      result: row,
    };
  },
});
