import type { Letter } from "../../domain/subscriber.ts";
import { DAY_MS, MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { addToMeter, type Meter, readMeter } from "../../store/subscriber-fuse.ts";
import type { SubscriberRow } from "../../store/subscribers.ts";
import { insertTelling, layLetter } from "../../store/tellings.ts";
import type { Scene } from "../action.ts";

type Times = Omit<Scene, "actor">;

/** Whoever types somebody else's address gets so many letters sent to it, and no more. */
export const LETTERS_PER_ADDRESS_DAY_MAX = 4;
const LETTER_PAUSE_MS = MINUTE_MS;
/** The whole page, for strangers' typing. What we announce has limits of its own. */
const LETTERS_PER_MINUTE_MAX = 120;
/** Each costs money, and there are people who earn by it. */
const CODES_PER_DAY_MAX = 1_000;
const LETTER_LIFE_MS = DAY_MS;

/** Whether one more letter may go to this address, counted as one if so. */
export async function mayWrite(tx: Tx, to: { hash: Buffer; sms: boolean }, now: number) {
  const own: Meter = { what: `to:${to.hash.toString("base64url")}`, stretch: "day" };
  const all: Meter = { what: "letters", stretch: "minute" };
  const codes: Meter = { what: "codes", stretch: "day" };
  const mine = await readMeter(tx, own, now);
  const isEarly = mine.lastAt !== null && now - mine.lastAt < LETTER_PAUSE_MS;
  if (mine.n >= LETTERS_PER_ADDRESS_DAY_MAX || isEarly) return false;
  if ((await readMeter(tx, all, now)).n >= LETTERS_PER_MINUTE_MAX) return false;
  if (to.sms && (await readMeter(tx, codes, now)).n >= CODES_PER_DAY_MAX) return false;
  await addToMeter(tx, own, now);
  await addToMeter(tx, all, now);
  if (to.sms) await addToMeter(tx, codes, now);
  return true;
}

/** Puts a letter to one subscriber into the ledger; the loop sends it. */
export async function writeLetter(
  tx: Tx,
  { subscriber, letter }: { subscriber: Pick<SubscriberRow, "id" | "kind">; letter: Letter },
  { now, newId }: Times,
): Promise<void> {
  const telling = await insertTelling(tx, {
    key: `letter/${newId()}`,
    what: "letter",
    letter,
    subscriber_id: subscriber.id,
    drill: (await findOrganisation(tx))?.mode === "training",
    created_at: new Date(now),
    expires_at: new Date(now + LETTER_LIFE_MS),
  });
  if (!telling) throw new Error("A new letter has a new key.");
  await layLetter(tx, { telling, subscriberId: subscriber.id, kind: subscriber.kind, now });
}
