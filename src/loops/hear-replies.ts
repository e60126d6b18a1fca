import { isRehearsed } from "../actions/channel/rehearsed.ts";
import { noteStarts, noteStops } from "../actions/reply/answer-stop.ts";
import { type Said, takeReplies } from "../actions/reply/take.ts";
import { stopNumbers } from "../actions/subscriber/manage.ts";
import type { Meaning } from "../domain/answer.ts";
import { parseReference } from "../domain/reference.ts";
import { inTurns } from "../lib/turns.ts";
import { type Tx, transact } from "../store/database.ts";
import { senderName } from "../store/replies.ts";
import { hasUnread, setReplyAside, takeUnread, type UnreadReply } from "../store/unread-replies.ts";
import type { Book, BookContext } from "./deliver-book.ts";
import { takeSlice } from "./hear-slices.ts";

/** Replies that are taken in together. */
export const REPLIES_MAX = 500;

type Scene = { book: Book; now: number; secretKey: Buffer; log: BookContext["log"] };

/** Reads what people said, a slice in one transaction. Answers how much there was. */
export async function hearReplies({ house, log }: BookContext, book: Book): Promise<number> {
  if (!(await hasUnread(house.db))) return 0;
  await book.refresh();
  const scene = { book, log, now: house.now(), secretKey: house.secretKey };
  return await takeSlice({
    max: REPLIES_MAX,
    async take(limit, takes) {
      await transact(house.db, async (tx) => {
        const unread = await takeUnread(tx, limit);
        takes(unread.map(({ id }) => id));
        await hearAll(tx, unread, scene);
      });
    },
    async setAside(id, cause) {
      log.error({ reply: id, cause }, "A reply cannot be taken in, and is set aside.");
      await transact(house.db, async (tx) => await setReplyAside(tx, id, cause));
    },
  });
}

type Wish = { meaning: Meaning; said: Said };

async function hearAll(tx: Tx, unread: readonly UnreadReply[], scene: Scene): Promise<void> {
  const all = unread.flatMap((one) => saidIn(one, scene.book));
  const taken = await takeReplies(tx, all, scene.now);
  const flood = taken.filter(({ isKept }) => !isKept).length;
  if (flood > 0) scene.log.warn({ replies: flood }, "Somebody writes too much to be kept.");
  const wishes = all.flatMap((said, n): Wish[] => {
    const meaning = taken[n]?.meaning ?? "other";
    return meaning === "stop" || meaning === "start" ? [{ meaning, said }] : [];
  });
  if (wishes.length === 0) return;
  const isPlayed = await isRehearsed(tx, true);
  const real = wishes.filter(({ said }) => !(isPlayed && said.drill));
  const nameOf = ({ said }: Wish) => senderName({ kind: said.addressKind, address: said.address });
  for (const turn of inTurns(real, (one) => [nameOf(one)])) await confirm(tx, turn, scene);
}

/** What a STOP and a START bring about besides, for each address once. */
async function confirm(tx: Tx, wishes: readonly Wish[], scene: Scene): Promise<void> {
  const saying = (asked: Meaning) =>
    wishes
      .filter(({ meaning }) => meaning === asked)
      .map(({ said: { addressKind: kind, address, channelId } }) => ({ kind, address, channelId }));
  await noteStarts(tx, saying("start"), scene.now);
  const stops = saying("stop");
  const languages = await stopNumbers(tx, stops, scene);
  await noteStops(
    tx,
    stops.map((stop) => {
      const own = stop.kind === "sms" ? languages.get(stop.address) : undefined;
      return { ...stop, subscriberLanguage: own ?? null };
    }),
    scene.now,
  );
}

function saidIn(unread: UnreadReply, book: Book): Said[] {
  const { channelId, sender: address, body, providerId, receivedAt } = unread;
  const channel = book.channel(channelId);
  if (!channel) return [];
  const key = parseReference(unread.reference ?? "");
  return [
    {
      channelId,
      addressKind: channel.row.address_kind,
      drill: channel.row.drill,
      address,
      body,
      providerId,
      delivery: key && { broadcastId: key.broadcastId, ordinal: key.ordinal },
      at: receivedAt,
    },
  ];
}
