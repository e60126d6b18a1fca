import { giveBackTokens, takeTokens } from "../../store/channel-rates.ts";
import type { ChannelRow } from "../../store/channels.ts";
import type { Lane } from "../../store/schema/delivery.ts";
import { takeShared } from "../../store/shared-limits.ts";
import { defineIntake } from "../action.ts";

type Ask = {
  channel: Pick<ChannelRow, "id" | "per_second" | "daily_max" | "shares">;
  wanted: number;
  /** Messages to crowds are bulk: whatever is critical goes first. A single one has no lane. */
  lane?: Lane;
};

/**
 * Takes of a channel's rate and quota, and of what it shares with others, for what is sent besides
 * broadcasts: the tightest decides, for all nodes together.
 */
export const takeChannelTokens = defineIntake<Ask, { taken: number; readyAt: number }>(
  async (tx, { channel, wanted, lane }, { now }) => {
    const { id: channelId, per_second: perSecond, daily_max: dailyMax, shares } = channel;
    const inLane = lane === undefined ? {} : { lane };
    const own = await takeTokens(tx, { channelId, wanted, perSecond, dailyMax, ...inLane, now });
    if (shares === null || own.taken === 0) return own;
    const together = await takeShared(tx, { name: shares, wanted: own.taken, lane, now });
    const unused = own.taken - together.taken;
    if (unused === 0) return own;
    await giveBackTokens(tx, channelId, unused);
    return { taken: together.taken, readyAt: Math.max(own.readyAt, together.readyAt) };
  },
);
