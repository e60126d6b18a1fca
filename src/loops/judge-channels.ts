import { type House, machine } from "../actions/action.ts";
import { setChannelState } from "../actions/channel/set-state.ts";
import { type MinuteOfReceipts, soundsDead } from "../domain/silence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { AppError } from "../lib/errors.ts";
import { receiptsSince } from "../store/tallies.ts";
import type { LiveChannel } from "./deliver-book.ts";

const LOOK_BACK_MS = 15 * MINUTE_MS;

/**
 * Takes channels down that accept everything and deliver nothing, by our own receipts. As long as no
 * other channel shows that receipts reach us at all, the fault may be ours: nothing is switched.
 */
export async function judgeChannels(house: House, channels: readonly LiveChannel[]): Promise<void> {
  const judged = channels.filter(({ row }) => row.state !== "down");
  if (judged.length < 2) return;
  const minutes = await receiptsSince(house.db, house.now() - LOOK_BACK_MS);
  const byChannel = Map.groupBy(minutes, (minute) => minute.channelId);
  const newsOf = ({ row }: LiveChannel) => since(byChannel.get(row.id) ?? [], row.state_at);
  const dead = judged.filter((channel) => soundsDead(newsOf(channel)));
  const alive = judged.filter(
    (channel) => !dead.includes(channel) && newsOf(channel).some(({ heard }) => heard > 0),
  );
  if (alive.length === 0) return;
  for (const { row } of dead) {
    try {
      await setChannelState(house, machine("deliver"), {
        id: row.id,
        state: "down",
        reason: "accepted, but nothing arrives",
        source: "receipts",
      });
    } catch (cause) {
      if (!(cause instanceof AppError && cause.code === "conflict")) throw cause;
    }
  }
}

/** What lies before the last change of state has been judged already. */
function since(minutes: readonly (MinuteOfReceipts & { minute: number })[], stateAt: Date) {
  return minutes.filter(({ minute }) => minute + MINUTE_MS > stateAt.getTime());
}
