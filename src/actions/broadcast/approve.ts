import { blanksOfTexts } from "../../domain/message.ts";
import { refusal } from "../../lib/errors.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { snapshotRecipients } from "../../store/recipients.ts";
import { defineAction } from "../action.ts";
import { checkCascade, draftPlan, usableChannels } from "./plan.ts";

/** Freezes recipients, ways, values and texts; the loops start to send unless `start` is false. */
export const approveBroadcast = defineAction<{ id: number; start?: boolean }, BroadcastRow>({
  name: "broadcast.approve",
  needs: "approver",
  async decide(tx, { id, start = true }, { actor, now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "planned")
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    const { second_approver } = await readOrganisation(tx);
    if (second_approver && actor.id === broadcast.planned_by) {
      throw refusal("forbidden", "errors:broadcast.second_person");
    }
    const { question, cascade, drill, texts, lane } = broadcast;
    const rungs = checkCascade(cascade, await usableChannels(tx, drill));
    const { plan } = await draftPlan(tx, { title: "", texts, question, cascade, drill });
    const frozen = { broadcastId: id, question, rungs, blanks: blanksOfTexts(texts), lane, now };
    const recipients = await snapshotRecipients(tx, frozen);
    if (recipients === 0) throw refusal("conflict", "errors:broadcast.nobody");
    const saved = await saveBroadcast(tx, id, {
      state: start ? "running" : "approved",
      approvedBy: actor.id,
      approvedAt: now,
      ...(start ? { startedAt: now } : {}),
      recipients,
      plan,
    });
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, recipients, started: start, drill },
      result: saved,
    };
  },
});
