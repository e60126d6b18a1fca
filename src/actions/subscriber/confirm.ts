import { sameSignature } from "../../lib/signatures.ts";
import type { Tx } from "../../store/database.ts";
import {
  countDay,
  lockSubscriber,
  lockSubscriberAt,
  type SubscriberRow,
  updateSubscriber,
} from "../../store/subscribers.ts";
import { defineIntake, type Scene } from "../action.ts";
import { hashAddress } from "./addresses.ts";
import { writeLetter } from "./letters.ts";
import { CODE_LIFE_MS, CODE_TRIES_MAX, codeOf, subscriberOf } from "./links.ts";

type Times = Omit<Scene, "actor">;

/** The address agreed. A webhook has still to answer for itself. */
export const confirmByLink = defineIntake<{ token: string; page: string }, SubscriberRow | null>(
  async (tx, { token, page }, scene) => {
    const { now, secretKey } = scene;
    const found = await subscriberOf(tx, { secretKey, page }, { token, purpose: "confirm", now });
    const row = found && (await lockSubscriber(tx, found.id));
    if (!row) return null;
    if (row.state === "active" || row.kind === "sms") return row.kind === "sms" ? null : row;
    if (row.kind !== "webhook") return await activate(tx, row, scene);
    if (row.state === "pending") await updateSubscriber(tx, row.id, { state: "owned" });
    await writeLetter(tx, { subscriber: row, letter: "challenge" }, scene);
    return { ...row, state: "owned" };
  },
);

/** The code from the SMS. Five tries, a quarter of an hour; the answer is the same for any number. */
export const confirmByCode = defineIntake<
  { number: string; code: string; pageId: string | null },
  SubscriberRow | null
>(async (tx, { number, code, pageId }, scene) => {
  const { now, secretKey } = scene;
  const hash = hashAddress(secretKey, "sms", number);
  const row = await lockSubscriberAt(tx, { kind: "sms", hash, pageId });
  if (!row || row.state !== "pending" || row.code_sent_at === null) return null;
  const sentAt = row.code_sent_at.getTime();
  if (now - sentAt > CODE_LIFE_MS || row.code_tries >= CODE_TRIES_MAX) return null;
  await updateSubscriber(tx, row.id, { code_tries: row.code_tries + 1 });
  if (!sameSignature(code.trim(), codeOf(secretKey, row, sentAt))) return null;
  return await activate(tx, row, scene);
});

/** The machine sent the challenge back: somebody there wants our messages. */
export const noteAnswered = defineIntake<{ id: number }, boolean>(async (tx, { id }, scene) => {
  const row = await lockSubscriber(tx, id);
  if (row?.state !== "owned") return false;
  await activate(tx, row, scene);
  return true;
});

async function activate(tx: Tx, row: SubscriberRow, { now }: Times): Promise<SubscriberRow> {
  const change = { state: "active", confirmed_at: new Date(now), code_sent_at: null } as const;
  await updateSubscriber(tx, row.id, { ...change, failures: 0, failing_since: null });
  await countDay(tx, { kind: row.kind, joined: 1, gone: 0, now });
  return { ...row, ...change };
}
