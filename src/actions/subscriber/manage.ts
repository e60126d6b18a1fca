import type { Language } from "../../domain/language.ts";
import type { HookFormat } from "../../domain/subscriber.ts";
import type { Tx } from "../../store/database.ts";
import {
  lockSubscribersAt,
  type SubscriberRow,
  updateSubscriber,
} from "../../store/subscribers.ts";
import { defineIntake } from "../action.ts";
import { hashAddress, readAddress } from "./addresses.ts";
import { mayWrite, writeLetter } from "./letters.ts";
import { type LinkPurpose, subscriberOf } from "./links.ts";
import { pointsWithin } from "./scope.ts";
import { takeOff } from "./take-off.ts";

type ByLink = { token: string; page: string };

export type NewTerms = ByLink & {
  language: Language;
  pointIds: readonly string[];
  /** Whether planned work is told, too. */
  works: boolean;
  format: HookFormat;
};

/** What somebody wants to hear, changed by the link that was sent to them. */
export const changeSubscription = defineIntake<NewTerms, SubscriberRow | null>(
  async (tx, { token, page, language, pointIds, works, format }, { now, secretKey }) => {
    const row = await subscriberOf(tx, { secretKey, page }, { token, purpose: "manage", now });
    if (!row) return null;
    const point_ids = await pointsWithin(tx, row.page_id, pointIds);
    const change = { language, format, works, point_ids };
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
  if (row) await takeOff(tx, { ids: [row.id], reason: "left" }, { now, secretKey });
  return row;
});

/** A browser that takes its consent back names the address and the keys that it gave. */
export const forgetBrowser = defineIntake<{ address: string }, void>(
  async (tx, { address }, { now, secretKey }) => {
    const known = readAddress("push", address, { reach: "public", country: "FR" });
    if (known === null) return;
    const hash = hashAddress(secretKey, "push", known);
    const rows = await lockSubscribersAt(tx, { kind: "push", hashes: [hash] });
    await takeOff(tx, { ids: rows.map(({ id }) => id), reason: "left" }, { now, secretKey });
  },
);

/**
 * A STOP by SMS ends what its number subscribed to, on every page. Answers in which language each
 * number was written to.
 */
export async function stopNumbers(
  tx: Tx,
  said: readonly { kind: string; address: string }[],
  { now, secretKey }: { now: number; secretKey: Buffer },
): Promise<Map<string, Language>> {
  const numbers = said.filter(({ kind }) => kind === "sms").map(({ address }) => address);
  if (numbers.length === 0) return new Map();
  const hashOf = (address: string) => hashAddress(secretKey, "sms", address);
  const rows = await lockSubscribersAt(tx, { kind: "sms", hashes: numbers.map(hashOf) });
  if (rows.length === 0) return new Map();
  await takeOff(tx, { ids: rows.map(({ id }) => id), reason: "stopped" }, { now, secretKey });
  const languages = new Map(rows.map((row) => [row.address_hash.toString("hex"), row.language]));
  return new Map(
    numbers.flatMap((address) => {
      const language = languages.get(hashOf(address).toString("hex"));
      return language === undefined ? [] : [[address, language]];
    }),
  );
}
