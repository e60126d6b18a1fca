import type { DryRunResult } from "../../domain/dry-run.ts";
import { refusal } from "../../lib/errors.ts";
import { lockBroadcast } from "../../store/broadcasts.ts";
import { endDryRun, insertDryRun, leaseDryRun } from "../../store/dry-runs.ts";
import { appendEvent } from "../../store/events.ts";
import { defineAction, defineIntake } from "../action.ts";

/** Asks that a planned broadcast be played through to the end, without a network. */
export const askDryRun = defineAction<{ id: number }, { id: number }>({
  name: "broadcast.dry-run",
  needs: "communicator",
  async decide(tx, { id }, { actor, now }) {
    const broadcast = await lockBroadcast(tx, id);
    if (broadcast.state !== "planned") {
      throw refusal("conflict", `errors:broadcast.is.${broadcast.state}`);
    }
    if (broadcast.follows !== null) throw refusal("invalid", "planner:refused.dry_follow_up");
    const made = await insertDryRun(tx, { broadcastId: id, by: actor.name, now });
    if (made === null) throw refusal("conflict", "planner:refused.dry_run_busy");
    return {
      subject: { kind: "broadcast", id: String(id) },
      incidentId: broadcast.incident_id,
      detail: { title: broadcast.title },
      result: { id: made },
    };
  },
});

type Lease = { id: number; broadcastId: number };

/** Takes the next one. A node that dies with it loses it to another after `leaseMs`. */
export const takeDryRun = defineIntake<{ leaseMs: number }, Lease | null>(
  async (tx, { leaseMs }, { now }) => await leaseDryRun(tx, { now, until: now + leaseMs }),
);

/** Keeps what came of it; null: it broke off. */
export const settleDryRun = defineIntake<{ lease: Lease; result: DryRunResult | null }, void>(
  async (tx, { lease, result }, { now }) => {
    await endDryRun(tx, lease.id, { result, now });
    const { title, incident_id } = await lockBroadcast(tx, lease.broadcastId);
    const numbers = result ? { people: result.people, wouldSend: result.wouldSend } : {};
    await appendEvent(tx, {
      at: now,
      actor: "planner",
      ...(result ? { name: "broadcast.dry-run-done" } : { name: "broadcast.dry-run-failed" }),
      subject: { kind: "broadcast", id: String(lease.broadcastId) },
      incidentId: incident_id,
      detail: { title, ...numbers },
    });
  },
);
