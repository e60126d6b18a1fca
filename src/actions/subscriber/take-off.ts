import type { SubscriberKind } from "../../domain/subscriber.ts";
import { type EndReason, isOurEnd } from "../../domain/subscriber-end.ts";
import { unseal } from "../../lib/crypto.ts";
import type { Tx } from "../../store/database.ts";
import { insertEnds } from "../../store/subscriber-ends.ts";
import { countDay, deleteSubscribers, type SubscriberRow } from "../../store/subscribers.ts";
import { shownAddress } from "./addresses.ts";

const WHY_LENGTH_MAX = 200;

/** Why people come off the list, and what the other side said, where it said anything. */
export type End = { reason: EndReason; why?: string | undefined };
type Scene = { now: number; secretKey: Buffer };

/**
 * Takes people off the list. Who was on it counts as gone, with the reason; where we ended it and
 * not they, as much of the address is kept for a while as its owner would recognise.
 */
export async function takeOff(
  tx: Tx,
  { ids, reason, why }: End & { ids: readonly number[] },
  { now, secretKey }: Scene,
): Promise<number> {
  const gone = await deleteSubscribers(tx, ids);
  const known = gone.filter(({ state }) => state !== "pending");
  await insertEnds(
    tx,
    known.map((row) => ({
      at: new Date(now),
      kind: row.kind,
      language: row.language,
      page_id: row.page_id,
      reason,
      why: why?.slice(0, WHY_LENGTH_MAX) ?? null,
      shown: isOurEnd(reason) ? shownIn(row, secretKey) : null,
    })),
  );
  const active = gone.filter(({ state }) => state === "active");
  for (const [kind, own] of Map.groupBy(active, (row): SubscriberKind => row.kind)) {
    await countDay(tx, { kind, joined: 0, gone: own.length, now });
  }
  return gone.length;
}

const shownIn = ({ kind, address }: SubscriberRow, secretKey: Buffer): string =>
  shownAddress(kind, unseal(secretKey, address));
