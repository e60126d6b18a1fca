import { type House, machine } from "../actions/action.ts";
import { endSilence, fallSilent } from "../actions/channel/note-silence.ts";
import { mayFall } from "../domain/channel-rest.ts";
import { type MinuteOfReceipts, soundsAlive, soundsDead } from "../domain/silence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { unlessConflict } from "../lib/errors.ts";
import { receiptsSince } from "../store/tallies.ts";
import type { LiveChannel } from "./deliver-book.ts";
import { switchChannel } from "./switch-channel.ts";

const LOOK_BACK_MS = 15 * MINUTE_MS;
/** What is said about a channel, as codes of the locales. */
const SILENT_REASON = "delivery:channel.silent";
const BACK_REASON = "delivery:channel.back";

/**
 * Takes channels down that accept everything and deliver nothing, and brings back those whose
 * canaries arrived, by our own receipts. As long as no other channel shows that receipts reach us at
 * all, the fault may be ours: nothing is taken down, and the operator is told.
 */
export async function judgeChannels(house: House, channels: readonly LiveChannel[]): Promise<void> {
  const judged = channels.filter(({ row }) => row.state !== "down");
  if (judged.length === 0 && channels.every(({ row }) => row.silent_at === null)) return;
  const minutes = await receiptsSince(house.db, house.now() - LOOK_BACK_MS);
  const byChannel = Map.groupBy(minutes, (minute) => minute.channelId);
  const newsOf = ({ row }: LiveChannel) => since(byChannel.get(row.id) ?? [], row.state_at);
  const back = judged.filter((each) => each.row.state === "probing" && soundsAlive(newsOf(each)));
  for (const { row } of back) await change(house, row.id, { state: "up", reason: BACK_REASON });
  const dead = judged.filter((each) => soundsDead(newsOf(each)));
  const alive = judged.some(
    (each) => !dead.includes(each) && newsOf(each).some(({ heard }) => heard > 0),
  );
  const lastHeard = Math.max(
    ...minutes.flatMap(({ heard, minute }) => (heard > 0 ? [minute] : [])),
  );
  for (const each of channels) {
    const unheard = newsOf(each).filter(({ minute }) => minute > lastHeard);
    await tell(house, each, !alive && judged.includes(each) && soundsDead(unheard));
  }
  if (!alive) return;
  const now = house.now();
  const falling = dead.filter(({ row }) => mayFall(standingOf(row), now));
  for (const { row } of falling)
    await change(house, row.id, { state: "down", reason: SILENT_REASON });
}

const standingOf = ({ state, state_source, state_at }: LiveChannel["row"]) => ({
  state,
  source: state_source,
  since: state_at.getTime(),
});

/** Says it once; another node may have been faster. */
async function tell(house: House, { row }: LiveChannel, silent: boolean): Promise<void> {
  if ((row.silent_at !== null) === silent) return;
  const say = silent ? fallSilent : endSilence;
  await unlessConflict(async () => await say(house, machine("deliver"), { id: row.id }));
}

type Verdict = { state: "up" | "down"; reason: string };

const change = async (house: House, id: number, verdict: Verdict): Promise<void> =>
  await switchChannel(house, "deliver", { id, ...verdict, source: "receipts" });

/** What lies before the last change of state has been judged already. */
function since(minutes: readonly (MinuteOfReceipts & { minute: number })[], stateAt: Date) {
  return minutes.filter(({ minute }) => minute + MINUTE_MS > stateAt.getTime());
}
