import { refusal } from "../../lib/errors.ts";
import { lockRumour, updateRumour } from "../../store/rumours.ts";
import { defineAction } from "../action.ts";
import {
  columnsOf,
  keepVersion,
  type RumourContent,
  requireReadable,
  subjectOf,
} from "./content.ts";

/** Puts a new version in the place of what the public reads; the former ones are kept. */
export const correctRumour = defineAction({
  name: "rumour.correct",
  needs: "communicator",
  async decide(tx, input: RumourContent & { id: string }, scene) {
    const before = await lockRumour(tx, input.id);
    if (before.state !== "published") throw refusal("conflict", "rumours:refused.notPublished");
    const row = await updateRumour(tx, before.id, {
      ...(await columnsOf(tx, input)),
      version: before.version + 1,
      changed_by: scene.actor.name,
      updated_at: new Date(scene.now),
    });
    requireReadable(row);
    await keepVersion(tx, row, scene);
    return {
      subject: subjectOf(row),
      incidentId: row.incident_id,
      detail: { version: row.version, verdict: row.verdict, was: before.verdict },
      result: row,
    };
  },
});
