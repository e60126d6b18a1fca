import { type Meaning, meaningOf } from "../../domain/answer.ts";
import { type Asks, choiceName, choiceOf } from "../../domain/asks.ts";
import { inTurns } from "../../lib/turns.ts";
import { type AnsweredBroadcast, answeredBroadcasts } from "../../store/broadcasts.ts";
import { lockChunksOf } from "../../store/chunks.ts";
import type { Tx } from "../../store/database.ts";
import { lockDeliveries, underWayOf } from "../../store/deliveries.ts";
import {
  findSenders,
  insertReplies,
  insertWishes,
  kinOf,
  type NewReply,
  ownersOf,
  type Sender,
  senderName,
  type Wish,
} from "../../store/replies.ts";
import { addTallies } from "../../store/tallies.ts";
import { isRehearsed } from "../channel/rehearsed.ts";
import { type Answer, answerAll, rootOf, type Sheets } from "./answer.ts";
import { sieve } from "./flood.ts";

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
  /** When it reached us, which may be a while before it is taken in. */
  at: number;
};

const BODY_LENGTH_MAX = 2_000;

/** What it means, and whether it was kept: of a flood only so much is. */
export type Taken = { meaning: Meaning; isKept: boolean };

type Heard = {
  said: Said;
  sender: Sender | null;
  delivery: Said["delivery"];
  /** Whose delivery it is: a forged reference may name somebody else's. */
  owner: number | null;
  broadcast: AnsweredBroadcast | null;
  meaning: Meaning;
  answer: string | null;
};

/**
 * Takes replies in, in their order: notes them, hears a STOP, and stops the cascade of whoever has
 * answered. Together they come to what they would come to one after the other.
 */
export async function takeReplies(tx: Tx, all: readonly Said[], now: number): Promise<Taken[]> {
  if (all.length === 0) return [];
  const heard = await understand(tx, all);
  const fates = await sieve(tx, heard, now);
  const fresh = heard.filter((_, n) => fates[n] === "new");
  const noted = await insertReplies(
    tx,
    fresh.map((one) => ({ ...rowOf(one, now), heard: one })),
  );
  const isPlayed = all.some(({ drill }) => drill) && (await isRehearsed(tx, true));
  const sheets: Sheets = new Map();
  const turns = inTurns(noted, ({ heard: one }) => namesOf(one));
  await lockTouched(
    tx,
    noted.map((row) => row.heard),
    turns.length,
  );
  for (const turn of turns) {
    const own = turn.map((row) => row.heard);
    await noteWishes(
      tx,
      own.filter(({ said }) => !(isPlayed && said.drill)),
    );
    await answerAll(tx, own.flatMap(answerOf), { now, sheets });
  }
  await addTallies(tx, [...sheets.values()], now);
  return heard.map(({ meaning }, n) => ({ meaning, isKept: fates[n] !== "flood" }));
}

/**
 * All that these replies may move, at first and in the order in which everybody locks: what they name,
 * what reminds of it or is reminded of, what an opt-out ends besides; then the chunks of all that, where
 * they would be taken more than once.
 */
async function lockTouched(tx: Tx, heard: readonly Heard[], turns: number): Promise<void> {
  const named = heard.flatMap(({ delivery }) => (delivery ? [delivery] : []));
  const insisted = heard.flatMap(({ broadcast, owner, answer, meaning }) => {
    const root = broadcast && rootOf({ broadcast, answer, meaning });
    return root === null || owner === null ? [] : [{ root, contactId: owner }];
  });
  const leaving = heard.flatMap(({ meaning, sender }) =>
    meaning === "stop" && sender ? [sender.contactId] : [],
  );
  const kin = await kinOf(tx, insisted);
  const ended = await underWayOf(tx, leaving);
  const people = await lockDeliveries(tx, [...named, ...kin, ...ended]);
  if (turns > 1 || ended.length > 0) await lockChunksOf(tx, people);
}

/** The same for one. */
export async function takeReply(tx: Tx, said: Said, now: number): Promise<Taken> {
  const [taken] = await takeReplies(tx, [said], now);
  if (!taken) throw new Error("One reply is taken as one.");
  return taken;
}

async function understand(tx: Tx, all: readonly Said[]): Promise<Heard[]> {
  const addresses = all.map(({ addressKind: kind, address }) => ({ kind, address }));
  const senders = await findSenders(tx, addresses);
  const named = all.flatMap(({ delivery }) => (delivery ? [delivery] : []));
  const owners = await ownersOf(tx, named);
  const known = all.map((said) => {
    const address = { kind: said.addressKind, address: said.address };
    const sender = senders.get(senderName(address)) ?? null;
    const { delivery } = said;
    if (delivery === null) {
      return { said, sender, delivery: sender?.delivery ?? null, owner: sender?.contactId ?? null };
    }
    return { said, sender, delivery, owner: owners[named.indexOf(delivery)] ?? null };
  });
  const broadcasts = await answeredBroadcasts(
    tx,
    known.flatMap(({ delivery }) => (delivery ? [delivery.broadcastId] : [])),
  );
  return known.map((one) => {
    const broadcast = broadcasts.get(one.delivery?.broadcastId ?? 0) ?? null;
    return { ...one, broadcast, ...heardIn(one.said.body, broadcast?.asks) };
  });
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

const rowOf = ({ said, sender, delivery, meaning }: Heard, now: number): NewReply => ({
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

/** Whom it is by, and whom it is about: of these, one reply after the other. */
const namesOf = ({ said, sender, owner }: Heard): string[] => [
  sender ? String(sender.contactId) : senderName({ ...said, kind: said.addressKind }),
  ...(owner === null ? [] : [String(owner)]),
];

async function noteWishes(tx: Tx, heard: readonly Heard[]): Promise<void> {
  const wishing = heard.flatMap((one): (Heard & { wish: Wish })[] => {
    const { said, sender, meaning } = one;
    if (sender === null || (meaning !== "stop" && meaning !== "start")) return [];
    const wish: Wish = {
      contactId: sender.contactId,
      kind: said.addressKind,
      state: meaning === "stop" ? "withdrawn" : "given",
      wording: said.body.slice(0, BODY_LENGTH_MAX),
      source: "reply",
      at: said.at,
    };
    return [{ ...one, wish }];
  });
  // What an opt-out ends is touched in that order, too.
  const inOrder = wishing.toSorted(
    ({ delivery: a }, { delivery: b }) =>
      (a?.broadcastId ?? 0) - (b?.broadcastId ?? 0) || (a?.ordinal ?? 0) - (b?.ordinal ?? 0),
  );
  await insertWishes(
    tx,
    inOrder.map(({ wish }) => wish),
  );
}

const answerOf = ({ said, delivery, broadcast, meaning, answer }: Heard): Answer[] =>
  delivery && broadcast
    ? [{ delivery, broadcast, meaning, answer, channelId: said.channelId }]
    : [];
