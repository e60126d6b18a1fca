import { type House, machine } from "../actions/action.ts";
import { type ChannelStateInput, setChannelState } from "../actions/channel/set-state.ts";
import { unlessConflict } from "../lib/errors.ts";

/** Says how a channel fares, on the word of a loop. Where somebody was faster, it is said already. */
export async function switchChannel(
  house: House,
  loop: string,
  to: ChannelStateInput,
): Promise<void> {
  await unlessConflict(async () => await setChannelState(house, machine(loop), to));
}
