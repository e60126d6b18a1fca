import type { FollowUpKind, Rest } from "../../domain/follow-up.ts";
import type { Texts } from "../../domain/language.ts";
import { refusal } from "../../lib/errors.ts";
import {
  type BroadcastRow,
  insertBroadcast,
  lockBroadcast,
  saveBroadcast,
} from "../../store/broadcasts.ts";
import { appendEvent } from "../../store/events.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";
import { NOT_SAID } from "./budget.ts";
import { planFollowUp } from "./follow.ts";
import { followUpTexts } from "./follow-up-texts.ts";
import { refuseBadTitle, refuseNoText } from "./plan.ts";

export type FollowUpInput = {
  /** The broadcast that it corrects or ends. */
  id: number;
  kind: FollowUpKind;
  rest: Rest;
  title?: string | undefined;
  texts?: Texts | undefined;
};

/**
 * Plans a correction or an all-clear for those who have the original. Unless the original shall go
 * on, it is paused at once: nobody more is told what is known to be wrong while two people decide.
 */
export const planFollowUpBroadcast = defineAction<FollowUpInput, BroadcastRow>({
  name: "broadcast.follow-up",
  needs: "communicator",
  async decide(tx, { id, kind, rest, title, texts }, { actor, now }) {
    const original = await lockBroadcast(tx, id);
    if (original.approved_at === null) throw refusal("conflict", "errors:broadcast.is.planned");
    const { default_language } = await readOrganisation(tx);
    const written = followUpTexts(original, kind, { title, texts, language: default_language });
    refuseNoText(written.texts);
    refuseBadTitle(written.title);
    const whom = { among: rest, broadcastId: null, now };
    const follow = { ...whom, texts: written.texts, allowed: NOT_SAID };
    const { cascade, plan } = await planFollowUp(tx, original, follow);
    const broadcast = await insertBroadcast(tx, {
      ...written,
      cascade,
      plan,
      incidentId: original.incident_id,
      segmentId: original.segment_id,
      question: original.question,
      lane: original.lane,
      drill: original.drill,
      asks: { kind: "nothing" },
      follows: { kind, original: original.id, rest },
      plannedBy: actor.id,
      now,
    });
    if (original.state === "running" && rest !== "both") {
      await saveBroadcast(tx, id, { state: "paused" });
      await appendEvent(tx, {
        at: now,
        actor: actor.name,
        name: "broadcast.pause",
        subject: { kind: "broadcast", id: String(id) },
        incidentId: original.incident_id,
        detail: { title: original.title, for: broadcast.id },
      });
    }
    return {
      subject: { kind: "broadcast", id: String(broadcast.id) },
      incidentId: original.incident_id,
      detail: { title: written.title, kind, follows: id, recipients: plan.recipients },
      result: broadcast,
    };
  },
});
