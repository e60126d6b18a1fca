import { MINUTE_MS } from "../../lib/clock.ts";
import { claimStragglers, type Straggler } from "../../store/inquiries.ts";
import { defineIntake } from "../action.ts";

/** Before the usual patience of three minutes ends, and long after almost every receipt has come. */
const QUIET_FOR_MS = 2 * MINUTE_MS;
/** What has been quiet for longer is left to its patience: it was asked about, or nobody was there to. */
const AGE_MAX_MS = 30 * MINUTE_MS;

/** Messages that were taken and never reported on, to be asked about by whoever calls, once. */
export const takeStragglers = defineIntake<
  { channelIds: readonly number[]; limit: number },
  Straggler[]
>(
  async (tx, { channelIds, limit }, { now }) =>
    await claimStragglers(tx, {
      channelIds,
      sentFrom: now - AGE_MAX_MS,
      sentUntil: now - QUIET_FOR_MS,
      limit,
      now,
    }),
);
