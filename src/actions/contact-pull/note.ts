import type { Sentence } from "../../domain/sentence.ts";
import {
  type ContactPullRow,
  leaseContactPull,
  lockContactPull,
  notePullRun,
  updateContactPull,
} from "../../store/contact-pulls.ts";
import { defineIntake } from "../action.ts";

/** One node at a time fetches a list; null where none is due. */
export const leasePull = defineIntake<{ until: number }, ContactPullRow | null>(
  async (tx, { until }, { now }) => await leaseContactPull(tx, { now, until }),
);

const BACKOFF_MS = 60_000;
const BACKOFF_FACTOR = 2;
const BACKOFF_STEPS_MAX = 6;

/** The list is as it was, or could not be had: written down, and looked at again in time. */
export const notePull = defineIntake<{ id: string; trouble: Sentence | null }, void>(
  async (tx, { id, trouble }, { now }) => {
    const pull = await lockContactPull(tx, id);
    const at = new Date(now);
    const failures = trouble === null ? 0 : pull.failure_count + 1;
    const result = trouble === null ? "unchanged" : "failed";
    await notePullRun(tx, { pull_id: id, at, result, counts: {}, trouble });
    const soon = BACKOFF_MS * BACKOFF_FACTOR ** Math.min(failures, BACKOFF_STEPS_MAX);
    const waitMs = trouble === null ? pull.every_ms : Math.min(pull.every_ms, soon);
    await updateContactPull(tx, id, {
      lease_until: null,
      failure_count: failures,
      next_at: new Date(now + waitMs),
    });
  },
);
