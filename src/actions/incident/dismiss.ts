import { refusal } from "../../lib/errors.ts";
import { lockIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";
import { close } from "./steps.ts";

/** It never was a crisis. The reason is what the next shift learns from it. */
export const dismissIncident = defineAction({
  name: "incident.dismiss",
  needs: "responder",
  async decide(tx, input: { id: string; reason: string }, scene) {
    if (input.reason.trim() === "") throw refusal("invalid", "errors:say_why", { field: "reason" });
    const incident = await lockIncident(tx, input.id);
    const row = await close(tx, incident, { state: "dismissed", scene });
    return {
      subject: { kind: "incident", id: row.id },
      incidentId: row.id,
      detail: { reason: input.reason },
      result: row,
    };
  },
});
