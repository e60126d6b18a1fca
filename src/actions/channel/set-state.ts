import { refusal } from "../../lib/errors.ts";
import { allowCanaries } from "../../store/channel-rates.ts";
import {
  type ChannelRow,
  lastStateChange,
  lockChannel,
  saveChannelState,
} from "../../store/channels.ts";
import type { ChannelState, ChannelStateSource } from "../../store/schema/delivery.ts";
import { defineAction } from "../action.ts";

/** How many people may try out a channel that is said to be back, before everybody does. */
export const CANARIES_MAX = 20;

export type ChannelStateInput = {
  id: number;
  state: ChannelState;
  reason: string;
  source: ChannelStateSource;
};

/**
 * Says how a channel fares. That is one row; the moment of it is what every chunk in flight is
 * compared with, so the deliver loops look through all of them again, in one statement.
 */
export const setChannelState = defineAction<ChannelStateInput, ChannelRow>({
  name: "channel.set-state",
  needs: "communicator",
  async decide(tx, { id, state, reason, source }, { now }) {
    const before = await lockChannel(tx, id);
    if (before.state === state) throw refusal("conflict", `errors:channel.is.${state}`);
    // Two changes in one millisecond must differ, or the second would not be noticed.
    const at = Math.max(now, (await lastStateChange(tx)) + 1);
    const channel = await saveChannelState(tx, id, { state, reason, source, now: at });
    if (state === "probing") await allowCanaries(tx, id, CANARIES_MAX);
    return {
      subject: { kind: "channel", id: String(id) },
      detail: {
        name: channel.name,
        platformId: channel.platform_id,
        from: before.state,
        state,
        reason,
        source,
      },
      result: channel,
    };
  },
});
