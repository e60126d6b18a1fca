import { DAY_MS } from "../../lib/clock.ts";
import { purgeTrials } from "../../store/trials.ts";
import { defineIntake } from "../action.ts";

/** Long enough to look back at how a broadcast was tried; the events stay for good. */
export const TRIALS_KEPT_MS = 30 * DAY_MS;

export const forgetTrials = defineIntake<null, void>(
  async (tx, _none, { now }) => await purgeTrials(tx, new Date(now - TRIALS_KEPT_MS)),
);
