import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, insertBroadcast } from "../../store/broadcasts.ts";
import { defineAction } from "../action.ts";
import { type BroadcastInput, draftPlan } from "./plan.ts";

const TITLE_LENGTH_MAX = 200;

export const createBroadcast = defineAction<BroadcastInput, BroadcastRow>({
  name: "broadcast.create",
  needs: "communicator",
  async decide(tx, input, { actor, now }) {
    const title = input.title.trim();
    if (title === "" || title.length > TITLE_LENGTH_MAX)
      throw refusal("invalid", "errors:broadcast.title");
    const drafted = await draftPlan(tx, input);
    const broadcast = await insertBroadcast(tx, {
      ...drafted,
      title,
      incidentId: input.incidentId ?? null,
      texts: input.texts,
      segmentId: input.segmentId ?? null,
      lane: input.lane ?? "critical",
      // The identity that may not approve it later.
      plannedBy: actor.id,
      now,
    });
    return {
      subject: { kind: "broadcast", id: String(broadcast.id) },
      incidentId: broadcast.incident_id,
      detail: { title, recipients: drafted.plan.recipients, drill: drafted.drill },
      result: broadcast,
    };
  },
});
