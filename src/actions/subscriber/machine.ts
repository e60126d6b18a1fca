import { DAY_MS } from "../../lib/clock.ts";
import { hushChannel } from "../../store/channel-rates.ts";
import { purgeEnds } from "../../store/subscriber-ends.ts";
import { purgeMeters, readFuse } from "../../store/subscriber-fuse.ts";
import { purgeSubscribers } from "../../store/subscribers.ts";
import {
  layLines,
  lockFreezing,
  supersede,
  type TellingRow,
  waitingTelling,
} from "../../store/tellings.ts";
import {
  claimLines,
  finishTellings,
  leaseTellings,
  releaseTelling,
  type TellingLease,
} from "../../store/told.ts";
import { defineIntake } from "../action.ts";
import { aboutOf } from "./about.ts";
import { blowIfTooMuch, judgeCanaries } from "./fuse.ts";

const PENDING_KEPT_MS = 7 * DAY_MS;
const CLOSED_KEPT_MS = 7 * DAY_MS;
const METERS_KEPT_MS = 3 * DAY_MS;
const LETTERS_KEPT_MS = 3 * DAY_MS;
/** So long somebody may still ask why they hear nothing more. */
export const ENDS_KEPT_MS = 30 * DAY_MS;

/** Freezes whom the next telling is for. Answers whether there was one. */
export const freezeNext = defineIntake<null, TellingRow | null>(async (tx, _none, { now }) => {
  await lockFreezing(tx);
  const telling = await waitingTelling(tx);
  if (!telling) return null;
  // It may have been taken away since: then there is nobody to tell.
  const about = await aboutOf(tx, telling);
  if (about === null) return null;
  const { per_subscriber_hour_max: perHourMax } = await readFuse(tx);
  // The end of a story is always told.
  const isLast = telling.what === "resolved" || telling.what === "work-cancelled";
  const bound = isLast ? perHourMax + 1 : perHourMax;
  const { id, language } = telling;
  await layLines(tx, { id, about, perHourMax: bound, now, language });
  await supersede(tx, telling, now);
  return telling;
});

/** Takes chunks that are due. A worker that dies frees nothing: they come due again. */
export const leaseDueTellings = defineIntake<
  { until: number; token: string; limit: number },
  TellingLease[]
>(async (tx, ask, { now }) => await leaseTellings(tx, { ...ask, now }));

/** The provider asked for silence: no node sends on this channel before. */
export const hushCarrier = defineIntake<{ channelId: number; until: number }, void>(
  async (tx, { channelId, until }, { now }) => await hushChannel(tx, channelId, { now, until }),
);

type Claim = { lease: TellingLease; ordinals: readonly number[] };

/** Commits lines as *sending*, if the fuse holds. Each line with the number of its try. */
export const claimTold = defineIntake<Claim, Map<number, number>>(
  async (tx, { lease, ordinals }, { now }) => {
    if (ordinals.length === 0) return new Map();
    if (lease.what !== "letter" && (await blowIfTooMuch(tx, ordinals.length, now)))
      return new Map();
    return await claimLines(tx, lease, { ordinals, now });
  },
);

/** Gives a chunk back, not to be looked at before `notBefore`. */
export const releaseLease = defineIntake<{ lease: TellingLease; notBefore: number }, void>(
  async (tx, { lease, notBefore }, { now }) => {
    await releaseTelling(tx, lease, notBefore);
    if (lease.no === 0 && lease.what !== "letter") await judgeCanaries(tx, lease.tellingId, now);
  },
);

/** What is nobody's chunk: tellings that are done. */
export const finishDone = defineIntake<null, number>(
  async (tx, _none, { now }) => await finishTellings(tx, now),
);

/** What need not be kept is not kept. */
export const forgetSubscriptions = defineIntake<null, void>(async (tx, _none, { now }) => {
  await purgeSubscribers(tx, { pending: now - PENDING_KEPT_MS, closed: now - CLOSED_KEPT_MS });
  await purgeMeters(tx, now - METERS_KEPT_MS);
  await purgeEnds(tx, now - ENDS_KEPT_MS);
  await tx
    .deleteFrom("telling")
    .where("what", "=", "letter")
    .where("state", "=", "done")
    .where("created_at", "<", new Date(now - LETTERS_KEPT_MS))
    .execute();
});
