import { lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import type { MoneyGone } from "../../store/budgets.ts";
import { appendEvent } from "../../store/events.ts";
import { defineIntake } from "../action.ts";

/** A budget is used up: the broadcast pauses, and a person decides whether to raise it. */
export const stopForMoney = defineIntake<{ id: number; gone: MoneyGone }, void>(
  async (tx, { id, gone }, { now }) => {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "running") return;
    await saveBroadcast(tx, id, { state: "paused" });
    await appendEvent(tx, {
      at: now,
      actor: "deliver",
      name: "broadcast.budget-stopped",
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title, ...gone },
    });
  },
);
