import { cohortVerdict } from "../../domain/cohort.ts";
import { type BroadcastRow, lockBroadcast, saveBroadcast } from "../../store/broadcasts.ts";
import { readCohort } from "../../store/cohorts.ts";
import type { Tx } from "../../store/database.ts";
import { appendEvent } from "../../store/events.ts";
import { defineIntake } from "../action.ts";

/** Lets everybody else follow the first ones, or pauses the broadcast for a person to decide. */
export const judgeCohort = defineIntake<{ id: number }, { went: boolean }>(
  async (tx, { id }, { now }) => {
    const broadcast = await lockBroadcast(tx, id);
    const { cohort, started_at } = broadcast;
    if (cohort === null || !started_at || broadcast.state !== "running") return { went: false };
    const heard = await readCohort(tx, id, cohort);
    const elapsedMs = now - started_at.getTime();
    const verdict = cohortVerdict({ ...heard, people: cohort, elapsedMs });
    if (verdict === "wait") return { went: false };
    const went = verdict === "go";
    // Whoever resumes it has seen how it stands: from then on nobody waits for the first ones.
    await saveBroadcast(tx, id, { state: went ? "running" : "paused", cohort: null });
    await tellVerdict(tx, broadcast, { went, now, detail: { ...heard, people: cohort } });
    return { went };
  },
);

async function tellVerdict(
  tx: Tx,
  { id, incident_id, title }: BroadcastRow,
  told: { went: boolean; now: number; detail: Record<string, number> },
): Promise<void> {
  await appendEvent(tx, {
    at: told.now,
    actor: "deliver",
    ...(told.went ? { name: "broadcast.cohort-passed" } : { name: "broadcast.cohort-stopped" }),
    subject: { kind: "broadcast", id: String(id) },
    incidentId: incident_id,
    detail: { title, ...told.detail },
  });
}
