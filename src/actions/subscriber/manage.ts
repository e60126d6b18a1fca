import type { Language } from "../../domain/language.ts";
import type { HookFormat, SubscriberKind } from "../../domain/subscriber.ts";
import type { Tx } from "../../store/database.ts";
import {
  countDay,
  deleteSubscribers,
  lockSubscriberAt,
  type SubscriberRow,
  updateSubscriber,
} from "../../store/subscribers.ts";
import { defineIntake } from "../action.ts";
import { hashAddress, readAddress } from "./addresses.ts";
import { mayWrite, writeLetter } from "./letters.ts";
import { type LinkPurpose, subscriberOf } from "./links.ts";

type ByLink = { token: string; page: string };

export type NewTerms = ByLink & {
  language: Language;
  pointIds: readonly string[];
  format: HookFormat;
};

/** What somebody wants to hear, changed by the link that was sent to them. */
export const changeSubscription = defineIntake<NewTerms, SubscriberRow | null>(
  async (tx, { token, page, language, pointIds, format }, { now, secretKey }) => {
    const row = await subscriberOf(tx, { secretKey, page }, { token, purpose: "manage", now });
    if (!row) return null;
    const known = await tx.selectFrom("contact_point").select("id").execute();
    const change = {
      language,
      format,
      point_ids: known.map(({ id }) => id).filter((id) => pointIds.includes(id)),
    };
    await updateSubscriber(tx, row.id, change);
    return { ...row, ...change };
  },
);

/** Asks the machine again, where it did not answer the first time. */
export const askAgain = defineIntake<ByLink, SubscriberRow | null>(
  async (tx, { token, page }, scene) => {
    const { now, secretKey } = scene;
    const row = await subscriberOf(tx, { secretKey, page }, { token, purpose: "manage", now });
    if (row?.state !== "owned") return row;
    const may = await mayWrite(tx, { hash: row.address_hash, sms: false }, now);
    if (may) await writeLetter(tx, { subscriber: row, letter: "challenge" }, scene);
    return row;
  },
);

/** One click, and nothing of them is kept. A second click finds nobody, which is what was wanted. */
export const unsubscribe = defineIntake<
  ByLink & { purpose: Extract<LinkPurpose, "manage" | "unsubscribe"> },
  SubscriberRow | null
>(async (tx, { token, page, purpose }, { now, secretKey }) => {
  const row = await subscriberOf(tx, { secretKey, page }, { token, purpose, now });
  if (row) await takeOff(tx, [row.id], now);
  return row;
});

/** A browser that takes its consent back names the address and the keys that it gave. */
export const forgetBrowser = defineIntake<{ address: string }, void>(
  async (tx, { address }, { now, secretKey }) => {
    const known = readAddress("push", address, { reach: "public", country: "FR" });
    if (known === null) return;
    const row = await lockSubscriberAt(tx, "push", hashAddress(secretKey, "push", known));
    if (row) await takeOff(tx, [row.id], now);
  },
);

/** A STOP by SMS ends the subscription of that number, too. */
export async function stopNumber(
  tx: Tx,
  said: { kind: string; address: string },
  { now, secretKey }: { now: number; secretKey: Buffer },
): Promise<void> {
  if (said.kind !== "sms") return;
  const row = await lockSubscriberAt(tx, "sms", hashAddress(secretKey, "sms", said.address));
  if (row) await takeOff(tx, [row.id], now);
}

/** Takes people off the list; what was active counts as gone. */
export async function takeOff(tx: Tx, ids: readonly number[], now: number): Promise<number> {
  const gone = await deleteSubscribers(tx, ids);
  const active = gone.filter(({ state }) => state === "active");
  for (const [kind, own] of Map.groupBy(active, (row): SubscriberKind => row.kind)) {
    await countDay(tx, { kind, joined: 0, gone: own.length, now });
  }
  return gone.length;
}
