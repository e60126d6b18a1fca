import { noteRefusals } from "../actions/channel/note-refusals.ts";
import { isRehearsed } from "../actions/channel/rehearsed.ts";
import { noteStart, noteStop } from "../actions/reply/answer-stop.ts";
import { takeReply } from "../actions/reply/take.ts";
import { stopNumber } from "../actions/subscriber/manage.ts";
import { noteBounces, subscriberNews } from "../actions/subscriber/note-bounces.ts";
import type { Heard } from "../domain/outcome.ts";
import { parseReference } from "../domain/reference.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Tx } from "../store/database.ts";
import { type InboxItem, insertOrphans, type OrphanItem } from "../store/inbox.ts";
import { noteTemplate } from "../store/message-templates.ts";
import type { Callback } from "../transports/transport.ts";
import type { Book, BookContext } from "./deliver-book.ts";
import { hearCanaries } from "./hear-canaries.ts";
import { isTold, nameNumbered } from "./hear-numbers.ts";
import { applyReceipts, type Blamed, referenced } from "./hear-receipts.ts";

export type HeardItem = { channelId: number; receivedAt: number; heard: Heard };
export type AccountNews = { channelId: number; account: Extract<Heard, { kind: "account" }> };

/** Receipts that nobody can match are looked at again for so long, ever more rarely. */
const ORPHAN_AGE_MAX_MS = 7 * DAY_MS;
const ORPHAN_PAUSE_MIN_MS = MINUTE_MS;
/** A receipt that names a number is often faster than the answer that gives it: it is tried again soon. */
const NUMBER_PAUSE_MIN_MS = SECOND_MS;

type Hearing = { book: Book; log: BookContext["log"]; now: number; secretKey: Buffer };

/** What raw callbacks mean, each by the transport of its channel. One bad one spoils no other. */
export async function readItems(
  hearing: Hearing,
  items: readonly InboxItem[],
): Promise<HeardItem[]> {
  const heard: HeardItem[] = [];
  for (const item of items) {
    const channel = hearing.book.channel(item.channelId);
    try {
      const told = (await channel?.transport.hear?.(callbackOf(item), channel.settings)) ?? [];
      const { channelId, receivedAt } = item;
      heard.push(...told.map((one) => ({ channelId, receivedAt, heard: one })));
    } catch (cause) {
      const fields = { channel: item.channelId, cause: messageOf(cause) };
      hearing.log.error(fields, "A callback could not be read.");
    }
  }
  return heard;
}

function callbackOf(item: InboxItem): Callback {
  return {
    method: "POST",
    url: "",
    query: new URLSearchParams(item.query),
    headers: { "content-type": item.contentType },
    body: item.body,
    receivedAt: item.receivedAt,
  };
}

/** Applies what was heard. What providers say of our accounts is answered, for an action to decide. */
export async function applyHeard(
  tx: Tx,
  hearing: Hearing,
  all: readonly HeardItem[],
): Promise<AccountNews[]> {
  const { book, now } = hearing;
  const named = await nameNumbered(tx, book, all);
  const items = await hearCanaries(tx, { items: named, book, now });
  const told = items.flatMap((item) => {
    const { heard } = item;
    return heard.kind === "receipt" || heard.kind === "refusal" ? [{ ...item, told: heard }] : [];
  });
  const { ours, others } = subscriberNews(told);
  await noteBounces(tx, ours, hearing);
  const { receipts, orphans } = referenced(others);
  const applied = await applyReceipts(tx, { book, receipts, now });
  await noteBlame(tx, hearing, applied.blamed);
  await keepOrphans(tx, [...orphans, ...applied.orphans], now);
  let flood = 0;
  for (const item of items) if (!(await hearReply(tx, hearing, item))) flood += 1;
  if (flood > 0) hearing.log.warn({ replies: flood }, "Somebody writes too much to be kept.");
  for (const { channelId, heard } of items) {
    if (heard.kind !== "template") continue;
    await noteTemplate(tx, channelId, { news: heard.news, at: Math.min(heard.at ?? now, now) });
  }
  return items.flatMap(({ channelId, heard }) =>
    heard.kind === "account" ? [{ channelId, account: heard }] : [],
  );
}

async function noteBlame(tx: Tx, { book, now }: Hearing, blamed: readonly Blamed[]): Promise<void> {
  for (const [channelId, own] of Map.groupBy(blamed, (one) => one.channelId)) {
    const channel = book.channel(channelId);
    if (!channel) continue;
    const blameOf = ({ told }: Blamed) => (told.kind === "refusal" ? told.blame : null);
    const whyOf = ({ told }: Blamed) => (told.kind === "refusal" ? told.why : "");
    await noteRefusals(
      tx,
      {
        kind: channel.row.address_kind,
        channelName: channel.row.name,
        drill: channel.row.drill,
        rejected: own
          .filter((one) => blameOf(one) === "address")
          .map((one) => ({ address: one.address, why: whyOf(one) })),
        unsubscribed: own
          .filter((one) => blameOf(one) === "consent")
          .map((one) => one.person.contactId),
      },
      now,
    );
  }
}

/** The pause doubles with the age: a little at first, then as long as it has waited already. */
async function keepOrphans(tx: Tx, orphans: readonly OrphanItem[], now: number): Promise<void> {
  const young = orphans.filter((orphan) => now - orphan.receivedAt < ORPHAN_AGE_MAX_MS);
  for (const orphan of young) {
    const isNumbered = isTold(orphan.heard) && orphan.heard.reference === null;
    const pauseMinMs = isNumbered ? NUMBER_PAUSE_MIN_MS : ORPHAN_PAUSE_MIN_MS;
    const pauseMs = Math.max(pauseMinMs, now - orphan.receivedAt);
    await insertOrphans(tx, [orphan], now + pauseMs);
  }
}

/** Answers whether it was kept: of a flood only so much is. */
async function hearReply(tx: Tx, hearing: Hearing, item: HeardItem): Promise<boolean> {
  const { book, now } = hearing;
  const { heard, channelId } = item;
  const channel = book.channel(channelId);
  if (heard.kind !== "reply" || !channel) return true;
  const key = parseReference(heard.reference ?? "");
  const address = channel.transport.address.parse(heard.from) ?? heard.from;
  const kind = channel.row.address_kind;
  const { meaning, isKept } = await takeReply(
    tx,
    {
      channelId,
      addressKind: kind,
      drill: channel.row.drill,
      address,
      body: heard.body,
      providerId: heard.providerId,
      delivery: key && { broadcastId: key.broadcastId, ordinal: key.ordinal },
    },
    now,
  );
  if (await isRehearsed(tx, channel.row.drill)) return isKept;
  if (meaning === "start") await noteStart(tx, { kind, address }, now);
  if (meaning === "stop") {
    const subscriberLanguage = await stopNumber(tx, { kind, address }, hearing);
    await noteStop(tx, { kind, address, channelId, subscriberLanguage }, now);
  }
  return isKept;
}
