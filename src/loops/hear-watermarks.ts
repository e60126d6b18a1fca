import { factRank } from "../domain/cascade.ts";
import type { Heard } from "../domain/outcome.ts";
import { referenceOf } from "../domain/reference.ts";
import { DAY_MS, SECOND_MS } from "../lib/clock.ts";
import type { Tx } from "../store/database.ts";
import { broadcastsSince } from "../store/pair-history.ts";
import { attemptsUntil } from "../store/watermarks.ts";

type Item = { channelId: number; receivedAt: number; heard: Heard };
type Watermark = Extract<Heard, { kind: "receipt" }> & { upTo: string };

/** As long as the numbers of a provider are kept: older messages are nobody's news any more. */
const LOOK_BACK_MS = 7 * DAY_MS;
/** A mark may be faster than the answer to the message that it covers; later it covers none of ours. */
const MARK_AGE_MAX_MS = 10 * SECOND_MS;

/**
 * What was told of everything up to a moment, as a receipt of each message that this covers. One that
 * covers none stays as it is: its message may be about to be noted.
 */
export async function spellOutMarks<T extends Item>(
  tx: Tx,
  items: readonly T[],
  now: number,
): Promise<T[]> {
  const marks = items.flatMap(({ channelId, receivedAt, heard }) =>
    isMark(heard)
      ? [
          {
            channelId,
            address: heard.upTo,
            until: Math.min(heard.at ?? receivedAt, receivedAt),
            fact: factRank(heard.fact),
          },
        ]
      : [],
  );
  if (marks.length === 0) return [...items];
  const since = now - LOOK_BACK_MS;
  const broadcastIds = await broadcastsSince(tx, since);
  const factMin = factRank("accepted");
  const covered = await attemptsUntil(tx, marks, { broadcastIds, since, factMin });
  const queue = covered.values();
  return items.flatMap((item) => {
    if (!isMark(item.heard)) return [item];
    const { upTo: _, ...receipt } = item.heard;
    const keys = queue.next().value ?? [];
    if (keys.length === 0) return [item];
    return keys.map((key) => ({ ...item, heard: { ...receipt, reference: referenceOf(key) } }));
  });
}

const isMark = (heard: Heard): heard is Watermark =>
  heard.kind === "receipt" && heard.upTo !== undefined;

/** Whether it is worth looking for its messages again. */
export const isStale = ({ heard, receivedAt }: Item, now: number): boolean =>
  isMark(heard) && now - receivedAt >= MARK_AGE_MAX_MS;
