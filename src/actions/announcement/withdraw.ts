import { refusal } from "../../lib/errors.ts";
import { lockAnnouncement, updateAnnouncement } from "../../store/announcements.ts";
import { lockIncident } from "../../store/incidents.ts";
import { defineAction } from "../action.ts";
import { planWithdrawal } from "../outlet/plan.ts";
import { tellSubscribers } from "../subscriber/tell.ts";

/** Takes a text back. A withdrawn one keeps its place in public, without its words. */
export const withdrawAnnouncement = defineAction({
  name: "announcement.withdraw",
  needs: "communicator",
  async decide(tx, input: { id: string; reason: string }, { now }) {
    if (input.reason.trim() === "") throw refusal("invalid", "errors:say_why", { field: "reason" });
    const before = await lockAnnouncement(tx, input.id);
    if (before.state === "withdrawn" || before.state === "corrected") {
      throw refusal("conflict", `errors:announcement.is.${before.state}`);
    }
    const incident = await lockIncident(tx, before.incident_id);
    const row = await updateAnnouncement(tx, before.id, {
      state: "withdrawn",
      updated_at: new Date(now),
    });
    if (before.state === "published") {
      await tellSubscribers(tx, { what: "withdrawn", incident, announcement: row }, now);
      await planWithdrawal(tx, { incident, announcement: row }, now);
    }
    return {
      subject: { kind: "announcement", id: row.id },
      incidentId: row.incident_id,
      detail: { version: row.version, reason: input.reason, was: before.state },
      result: row,
    };
  },
});
