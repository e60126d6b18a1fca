import type { Meaning } from "../../domain/answer.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { knownReplies } from "../../store/replies.ts";
import {
  type SenderPast,
  senderOn,
  senderPasts,
  strangerCounts,
} from "../../store/reply-floods.ts";

/** One sender who says more than this in ten minutes is a machine, or a child with a telephone. */
const SENDER_MAX = 20;
const SENDER_MS = 10 * MINUTE_MS;
/** Strangers together; people whom we wrote to are never counted among them. */
const STRANGERS_MAX = 300;
const STRANGERS_MS = MINUTE_MS;

type Heard = {
  said: { channelId: number; address: string; providerId: string | null };
  meaning: Meaning;
  sender: object | null;
};

/** What becomes of a reply: it is noted, or it was told before, or it is one too many. */
export type Fate = "new" | "told" | "flood";

/**
 * Decides about each reply in its turn, with what was kept before it. A wish to be left alone is heard
 * however much was said before it, until it has been heard.
 */
export async function sieve(tx: Tx, all: readonly Heard[], now: number): Promise<Fate[]> {
  const past = await pastOf(tx, all, now);
  return all.map((one) => fateOf(one, past));
}

type Past = {
  senders: Map<string, SenderPast>;
  strangers: Map<number, number>;
  told: Set<string>;
};

async function pastOf(tx: Tx, all: readonly Heard[], now: number): Promise<Past> {
  const senders = all.map(({ said }) => said);
  const named = senders.flatMap(({ channelId, providerId }) =>
    providerId === null ? [] : [{ channelId, providerId }],
  );
  const channels = all.flatMap(({ said, sender }) => (sender === null ? [said.channelId] : []));
  const own = { since: now - SENDER_MS, limit: SENDER_MAX };
  const others = { since: now - STRANGERS_MS, limit: STRANGERS_MAX };
  return {
    senders: await senderPasts(tx, senders, own),
    strangers: channels.length === 0 ? new Map() : await strangerCounts(tx, channels, others),
    told: await knownReplies(tx, named),
  };
}

function fateOf({ said, meaning, sender }: Heard, { senders, strangers, told }: Past): Fate {
  const name = senderOn(said);
  const own = senders.get(name) ?? { count: 0, wish: null };
  const crowd = strangers.get(said.channelId) ?? 0;
  if (own.count >= SENDER_MAX) {
    if (meaning !== "stop" || own.wish === "stop") return "flood";
  } else if (sender === null && crowd >= STRANGERS_MAX) return "flood";
  if (said.providerId !== null) {
    const message = `${said.channelId}/${said.providerId}`;
    if (told.has(message)) return "told";
    told.add(message);
  }
  const wish = meaning === "stop" || meaning === "start" ? meaning : own.wish;
  senders.set(name, { count: own.count + 1, wish });
  if (sender === null) strangers.set(said.channelId, crowd + 1);
  return "new";
}
