import { noteRefusals } from "../actions/channel/note-refusals.ts";
import { noteBounces, subscriberNews } from "../actions/subscriber/note-bounces.ts";
import type { Heard } from "../domain/outcome.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import type { Tx } from "../store/database.ts";
import { type InboxItem, insertOrphans, type OrphanItem } from "../store/inbox.ts";
import { noteTemplate } from "../store/message-templates.ts";
import { insertUnread, type UnreadReply } from "../store/unread-replies.ts";
import type { Callback } from "../transports/transport.ts";
import type { Book, BookContext } from "./deliver-book.ts";
import { hearCanaries } from "./hear-canaries.ts";
import { isTold, nameNumbered } from "./hear-numbers.ts";
import { applyReceipts, type Blamed, referenced } from "./hear-receipts.ts";
import { isStale, spellOutMarks } from "./hear-watermarks.ts";

/** `inboxId` is the callback that it came in; none where it came from elsewhere. */
export type HeardItem = {
  inboxId: number | null;
  channelId: number;
  receivedAt: number;
  heard: Heard;
};
export type AccountNews = { channelId: number; account: Extract<Heard, { kind: "account" }> };

/** Receipts that nobody can match are looked at again for so long, ever more rarely. */
const ORPHAN_AGE_MAX_MS = 7 * DAY_MS;
const ORPHAN_PAUSE_MIN_MS = MINUTE_MS;
/** A receipt that names a number is often faster than the answer that gives it: it is tried again soon. */
const NUMBER_PAUSE_MIN_MS = SECOND_MS;
const WHY_LENGTH_MAX = 300;

type Hearing = { book: Book; log: BookContext["log"]; now: number; secretKey: Buffer };

type Unreadable = { item: InboxItem; why: string };

/** What raw callbacks mean, each by the transport of its channel. One bad one spoils no other. */
export async function readItems(
  hearing: Hearing,
  items: readonly (InboxItem & { id: number })[],
): Promise<{ heard: HeardItem[]; unreadable: Unreadable[] }> {
  const heard: HeardItem[] = [];
  const unreadable: Unreadable[] = [];
  for (const item of items) {
    const channel = hearing.book.channel(item.channelId);
    try {
      const told = (await channel?.transport.hear?.(callbackOf(item), channel.settings)) ?? [];
      const { id: inboxId, channelId, receivedAt } = item;
      heard.push(...told.map((one) => ({ inboxId, channelId, receivedAt, heard: storable(one) })));
    } catch (cause) {
      // It may quote what it could not read.
      const why = plain(messageOf(cause).slice(0, WHY_LENGTH_MAX));
      unreadable.push({ item, why });
      hearing.log.error({ channel: item.channelId, cause: why }, "A callback could not be read.");
    }
  }
  return { heard, unreadable };
}

/** What people write may hold what no database keeps: a zero, or half a character. */
function storable(heard: Heard): Heard {
  if (heard.kind === "reply") return { ...heard, body: plain(heard.body), from: plain(heard.from) };
  return heard.kind === "refusal" ? { ...heard, why: plain(heard.why) } : heard;
}

const plain = (text: string): string => text.replaceAll("\0", "").toWellFormed();

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

/**
 * Applies what was heard, and lays replies where they are read. What providers say of our accounts is
 * answered, for an action to decide.
 */
export async function applyHeard(
  tx: Tx,
  hearing: Hearing,
  all: readonly HeardItem[],
): Promise<AccountNews[]> {
  const { book, now } = hearing;
  const named = await nameNumbered(tx, book, await spellOutMarks(tx, all, now));
  const items = await hearCanaries(tx, { items: named, book, now });
  const told = items.flatMap((item) => {
    const { heard } = item;
    return heard.kind === "receipt" || heard.kind === "refusal" ? [{ ...item, told: heard }] : [];
  });
  const { ours, others } = subscriberNews(told);
  const { receipts, orphans } = referenced(others);
  const applied = await applyReceipts(tx, { book, receipts, now });
  await noteBlame(tx, hearing, applied.blamed);
  // After the people, as a STOP takes both.
  await noteBounces(tx, ours, hearing);
  await keepOrphans(tx, [...orphans, ...applied.orphans], now);
  await insertUnread(
    tx,
    items.flatMap((item) => unreadIn(item, book)),
  );
  for (const { channelId, heard } of items) {
    if (heard.kind !== "template") continue;
    await noteTemplate(tx, channelId, { news: heard.news, at: Math.min(heard.at ?? now, now) });
  }
  return items.flatMap(({ channelId, heard }) =>
    heard.kind === "account" ? [{ channelId, account: heard }] : [],
  );
}

async function noteBlame(tx: Tx, { book, now }: Hearing, blamed: readonly Blamed[]): Promise<void> {
  const known = blamed.flatMap((one) => {
    const row = book.channel(one.channelId)?.row;
    return row
      ? [{ ...one, of: { kind: row.address_kind, channelName: row.name, drill: row.drill } }]
      : [];
  });
  const refused = known.filter(({ blame }) => blame === "address");
  const byKind = [...Map.groupBy(refused, ({ of }) => `${of.kind} ${of.drill}`)];
  // Kind by kind: whoever notes addresses takes them in one order.
  for (const [, own] of byKind.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = own;
    if (first) await noteRefusals(tx, { ...first.of, rejected: own, unsubscribed: [] }, now);
  }
  for (const { of, blame, person, receivedAt } of known) {
    if (blame !== "consent") continue;
    // As of when we were told: what the person says after that is newer, whenever it is read.
    const gone = { rejected: [], unsubscribed: [person.contactId] };
    await noteRefusals(tx, { ...of, ...gone }, Math.min(receivedAt, now));
  }
}

/** The pause doubles with the age: a little at first, then as long as it has waited already. */
async function keepOrphans(tx: Tx, orphans: readonly OrphanItem[], now: number): Promise<void> {
  const young = orphans.filter(
    (orphan) => now - orphan.receivedAt < ORPHAN_AGE_MAX_MS && !isStale(orphan, now),
  );
  for (const orphan of young) {
    const isNumbered = isTold(orphan.heard) && orphan.heard.reference === null;
    const pauseMinMs = isNumbered ? NUMBER_PAUSE_MIN_MS : ORPHAN_PAUSE_MIN_MS;
    const pauseMs = Math.max(pauseMinMs, now - orphan.receivedAt);
    await insertOrphans(tx, [orphan], now + pauseMs);
  }
}

function unreadIn({ inboxId, channelId, receivedAt, heard }: HeardItem, book: Book): UnreadReply[] {
  const channel = book.channel(channelId);
  if (heard.kind !== "reply" || inboxId === null || !channel) return [];
  const { from, body, providerId, reference } = heard;
  const sender = channel.transport.address.parse(from) ?? from;
  return [{ inboxId, channelId, receivedAt, sender, body, providerId, reference }];
}
