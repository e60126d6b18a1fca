import { type Meaning, meaningOf } from "../../domain/answer.ts";
import { type Asks, choiceName, choiceOf } from "../../domain/asks.ts";
import { type Cascade, factRank } from "../../domain/cascade.ts";
import { countStep } from "../../domain/counting.ts";
import { type News, nextStep, type Position, type Terms } from "../../domain/next-step.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { type BroadcastRow, findBroadcast } from "../../store/broadcasts.ts";
import { tellChunks } from "../../store/chunks.ts";
import type { Tx } from "../../store/database.ts";
import { chunkOf, lockDeliveries, type Standing, writeSteps } from "../../store/deliveries.ts";
import { notifyLive } from "../../store/events.ts";
import { findSender, insertReply, insertWish, kinOf, saveAnswer } from "../../store/replies.ts";
import { lastWish, repliesReach } from "../../store/reply-floods.ts";
import { addTallies, PEOPLE, TallySheet } from "../../store/tallies.ts";
import { isRehearsed } from "../channel/rehearsed.ts";

/** What a person said to us, on whatever way. */
export type Said = {
  channelId: number;
  addressKind: string;
  /** Whether the channel is a drill's. */
  drill: boolean;
  address: string;
  body: string;
  /** The provider's number of it: the same reply told twice counts once. */
  providerId: string | null;
  /** The delivery it answers, where that is known; otherwise the last one they were sent. */
  delivery: { broadcastId: number; ordinal: number } | null;
};

const BODY_LENGTH_MAX = 2_000;

/** What it means, and whether it was kept: of a flood only so much is. */
export type Taken = { meaning: Meaning; isKept: boolean };

/** Takes one reply in: notes it, hears a STOP, and stops the cascade of whoever has answered. */
export async function takeReply(tx: Tx, said: Said, now: number): Promise<Taken> {
  const sender = await findSender(tx, said.addressKind, said.address);
  const delivery = said.delivery ?? sender?.delivery ?? null;
  const broadcast = delivery && (await findBroadcast(tx, delivery.broadcastId));
  const { meaning, answer } = heardIn(said.body, broadcast?.asks);
  if (await isFlood(tx, { said, meaning, isKnown: sender !== null }, now)) {
    return { meaning, isKept: false };
  }
  const fresh = await insertReply(tx, {
    channelId: said.channelId,
    providerId: said.providerId,
    address: said.address,
    body: said.body.slice(0, BODY_LENGTH_MAX),
    meaning,
    contactId: sender?.contactId ?? null,
    broadcastId: delivery?.broadcastId ?? null,
    ordinal: delivery?.ordinal ?? null,
    at: now,
  });
  const taken = { meaning, isKept: true };
  if (!fresh) return taken;
  const isWish = sender !== null && (meaning === "stop" || meaning === "start");
  if (isWish && !(await isRehearsed(tx, said.drill))) {
    await insertWish(tx, {
      contactId: sender.contactId,
      kind: said.addressKind,
      state: meaning === "stop" ? "withdrawn" : "given",
      wording: said.body.slice(0, BODY_LENGTH_MAX),
      source: "reply",
      at: now,
    });
  }
  if (delivery && broadcast) {
    await answerAll(tx, { delivery, broadcast, meaning, answer, channelId: said.channelId, now });
  }
  return taken;
}

/** One sender who says more than this in ten minutes is a machine, or a child with a telephone. */
const SENDER_MAX = 20;
const SENDER_MS = 10 * MINUTE_MS;
/** Strangers together; people whom we wrote to are never counted among them. */
const STRANGERS_MAX = 300;
const STRANGERS_MS = MINUTE_MS;

/** A wish to be left alone is heard however much was said before it, until it has been heard. */
async function isFlood(
  tx: Tx,
  { said, meaning, isKnown }: { said: Said; meaning: Meaning; isKnown: boolean },
  now: number,
): Promise<boolean> {
  const { channelId, address } = said;
  const own = { channelId, since: now - SENDER_MS, limit: SENDER_MAX };
  if (await repliesReach(tx, { ...own, address })) {
    return meaning !== "stop" || (await lastWish(tx, { ...own, address })) === "stop";
  }
  if (isKnown) return false;
  const strangers = { channelId, since: now - STRANGERS_MS, limit: STRANGERS_MAX };
  return await repliesReach(tx, { ...strangers, address: null });
}

/** What a reply means where it was given: in a poll, “2” is its second option and no call for help. */
function heardIn(
  body: string,
  asks: Asks | undefined,
): { meaning: Meaning; answer: string | null } {
  const meaning = meaningOf(body);
  if (meaning === "stop" || meaning === "start") return { meaning, answer: null };
  const choice = asks?.kind === "poll" ? choiceOf(body, asks.options) : null;
  if (choice !== null) return { meaning: "read", answer: choiceName(choice) };
  return { meaning, answer: meaning === "safe" || meaning === "help" ? meaning : null };
}

type Answer = {
  delivery: { broadcastId: number; ordinal: number };
  broadcast: BroadcastRow;
  meaning: Meaning;
  answer: string | null;
  channelId: number;
  now: number;
};

/** An answer to a reminder is an answer to what it reminds of, and the other way round. */
async function answerAll(tx: Tx, answer: Answer): Promise<void> {
  const { broadcast, delivery, meaning } = answer;
  const contactId = await answerDelivery(tx, answer);
  // The board of a safety check is watched long after the last message has left.
  if (answer.answer !== null) await notifyLive(tx, { name: "progress", broadcastId: broadcast.id });
  const root = broadcast.kind === "reminder" ? broadcast.follows : broadcast.id;
  const insists = broadcast.kind === "reminder" || broadcast.insist !== null;
  const settles = answer.answer !== null || meaning === "read";
  if (root === null || contactId === null || !insists || !settles) return;
  for (const kin of await kinOf(tx, { contactId, root })) {
    if (kin.broadcastId === delivery.broadcastId) continue;
    const told = await findBroadcast(tx, kin.broadcastId);
    if (told) await answerDelivery(tx, { ...answer, delivery: kin, broadcast: told });
  }
}

async function answerDelivery(tx: Tx, answer: Answer): Promise<number | null> {
  const { delivery, broadcast, meaning, channelId, now } = answer;
  const [before] = await lockDeliveries(tx, [delivery]);
  if (!before) return null;
  const terms = termsOf(broadcast.cascade, broadcast.started_at?.getTime() ?? now);
  const after = nextStep(terms, before.at, newsOf(meaning, before), now);
  if (after !== before.at) await write(tx, { before, after, channelId, now });
  const sheet = new TallySheet(delivery.broadcastId);
  if (answer.answer !== null) {
    const previous = await saveAnswer(tx, delivery, { answer: answer.answer, at: now });
    // Whoever changes their answer is counted where they stand now.
    if (previous !== null) sheet.add(PEOPLE, `answer:${previous}`, -1);
    sheet.add(PEOPLE, `answer:${answer.answer}`);
  }
  countStep((id, what) => sheet.add(id ?? PEOPLE, what), { before: before.at, after, channelId });
  if (after.settled !== null && before.at.settled === null) {
    const no = chunkOf(delivery.ordinal);
    await tellChunks(tx, [{ broadcastId: delivery.broadcastId, no, settled: 1, pullTo: null }]);
  }
  await addTallies(tx, [sheet], now);
  return before.contactId;
}

/** Any word from a person proves that they have read it; only an answer ends their cascade. */
function newsOf(meaning: Meaning, { at }: Standing): News {
  if (meaning === "stop") return { kind: "optOut" };
  if (meaning === "safe" || meaning === "help" || meaning === "read") return { kind: "answer" };
  return { kind: "receipt", rung: at.rung, try: at.try, fact: factRank("replied") };
}

async function write(
  tx: Tx,
  step: { before: Standing; after: Position; channelId: number; now: number },
): Promise<void> {
  const { before, after, channelId, now } = step;
  const steps = [{ before, after, channelId, providerId: before.providerId }];
  await writeSteps(tx, before.broadcastId, { steps, now });
}

/** An answer needs no way to send: the state of the channels does not matter here. */
const termsOf = (cascade: Cascade, startedAt: number): Terms => ({
  cascade,
  expiresAt: startedAt + cascade.expiresAfterMs,
  way: () => "none",
  idempotent: () => false,
});
