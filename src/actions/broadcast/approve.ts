import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { refuseWhileStopped } from "../../store/sending-stops.ts";
import { defineAction } from "../action.ts";
import { freezeAudience } from "./freeze.ts";

/** Freezes recipients, ways, values and texts; the loops start to send unless `start` is false. */
export const approveBroadcast = defineAction<{ id: number; start?: boolean }, BroadcastRow>({
  name: "broadcast.approve",
  needs: "approver",
  async decide(tx, { id, start = true }, { actor, now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "planned")
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    if (broadcast.forgotten_at) throw refusal("conflict", "errors:broadcast.too_old");
    const { second_approver } = await readOrganisation(tx);
    // A key is nobody: whoever planned it may hold one as well.
    if (second_approver && (actor.kind === "key" || actor.id === broadcast.planned_by)) {
      throw refusal("forbidden", "errors:broadcast.second_person");
    }
    if (start) await refuseWhileStopped(tx);
    const { recipients, plan, gathers, cohort } = await freezeAudience(tx, broadcast, {
      actor,
      now,
    });
    const { insist, title, drill } = broadcast;
    const saved = await saveBroadcast(tx, id, {
      state: start ? "running" : "approved",
      approvedBy: actor.id,
      approvedAt: now,
      ...(start ? { startedAt: now } : {}),
      recipients,
      plan,
      cohort,
      ...(gathers ? { gathers, gatheredAt: now } : {}),
      ...(insist ? insistTimes(insist, now) : {}),
    });
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title, recipients, started: start, drill },
      result: saved,
    };
  },
});

/** When the first reminder is due, and when deputies are told. */
const insistTimes = (insist: NonNullable<BroadcastRow["insist"]>, now: number) => ({
  remindAt: insist.timesMax > 0 ? now + insist.everyMs : null,
  deputyAt: insist.deputyAfterMs === null ? null : now + insist.deputyAfterMs,
});
