import { hmacSha256 } from "../../lib/crypto.ts";
import { giveBackTokens, takeTokens } from "../../store/channel-rates.ts";
import type { ChannelRow } from "../../store/channels.ts";
import type { Lane } from "../../store/schema/delivery.ts";
import { type Admitted, admitPeople, FULL_MIN_MS, takeShared } from "../../store/shared-limits.ts";
import { defineIntake } from "../action.ts";

type Ask = {
  channel: Pick<ChannelRow, "id" | "per_second" | "daily_max" | "shares">;
  wanted: number;
  /** Messages to crowds are bulk: whatever is critical goes first. A single one has no lane. */
  lane?: Lane;
  /**
   * To whom, where a message is not an answer to them: they count among the different people of 24
   * hours. As many as are wanted.
   */
  people?: readonly string[];
};

export type TakenTokens = {
  taken: number;
  readyAt: number;
  /** Where people were named and are counted: whom these tokens are for, and for whom there is no place. */
  people: Admitted | null;
};

/** The name under which a person counts who need not be in any of our lists. */
export const personMark =
  (secretKey: Buffer) =>
  (address: string): string =>
    `~${hmacSha256(secretKey, `shared-person:${address}`).toString("base64url")}`;

/**
 * Takes of a channel's rate and quota, and of what it shares with others, for what is sent besides
 * broadcasts: the tightest decides, for all nodes together.
 */
export const takeChannelTokens = defineIntake<Ask, TakenTokens>(
  async (tx, { channel, wanted, lane, people: addresses }, { now, secretKey }) => {
    const { id: channelId, per_second: perSecond, daily_max: dailyMax, shares } = channel;
    const inLane = lane === undefined ? {} : { lane };
    const own = await takeTokens(tx, { channelId, wanted, perSecond, dailyMax, ...inLane, now });
    if (shares === null || own.taken === 0) return { ...own, people: null };
    const together = await takeShared(tx, { name: shares, wanted: own.taken, lane, now });
    const max = together.taken;
    const sealed = { name: shares, max, now, markOf: personMark(secretKey), isSealed: true };
    const people = addresses === undefined ? null : await admitPeople(tx, { ...sealed, addresses });
    const taken = people === null ? max : people.addresses.size;
    if (taken < own.taken) await giveBackTokens(tx, channelId, own.taken - taken);
    const isFull = people !== null && people.refused.size > 0;
    const placeAt = isFull && taken === 0 ? now + FULL_MIN_MS : now;
    const readyAt = max < own.taken ? together.readyAt : now;
    return { taken, readyAt: Math.max(own.readyAt, readyAt, placeAt), people };
  },
);
