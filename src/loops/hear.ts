import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { takeInSpooled } from "../actions/inbox/take-in.ts";
import { BLAMES, type Heard } from "../domain/outcome.ts";
import { type Bell, wakeful } from "../lib/bell.ts";
import { messageOf } from "../lib/errors.ts";
import type { Spool } from "../lib/spool.ts";
import { transact } from "../store/database.ts";
import {
  hasDueOrphans,
  hasInbox,
  type InboxItem,
  setInboxAside,
  takeInbox,
  takeOrphans,
} from "../store/inbox.ts";
import { readInboxLine } from "../store/inbox-lines.ts";
import { keepUnreadable } from "../store/set-aside.ts";
import { UNMATCHED_AFTER_MS } from "../store/unmatched.ts";
import { followAccount, noteOf } from "./account-news.ts";
import { Book, type BookContext } from "./deliver-book.ts";
import { type AccountNews, applyHeard, type HeardItem, readItems } from "./hear-batch.ts";
import { hearReplies } from "./hear-replies.ts";
import { takeSlice } from "./hear-slices.ts";

/** Where callbacks wait on disk while the database is away; null where nobody listens for them. */
export type HearContext = BookContext & {
  spool: Spool | null;
  /** Told after each round: whoever watches over the loops learns that this one lives. */
  beat?: (() => void) | undefined;
  /** Rings when anything happens; without it, one looks as often when nothing does. */
  bell?: Bell;
};

const BATCH_MAX = 500;
const ORPHANS_MAX = 200;
const IDLE_MS = 100;
/** What is told of one message within this time (sent, delivered, read) moves its row once, not thrice. */
const GATHER_MS = 400;
const REPLIES_IDLE_MS = 100;
const STUMBLE_MS = 1_000;
const SPOOL_EVERY_MS = 2_000;
const STRANGE = "Receipts name messages that this database has not sent.";

/**
 * Takes what providers told us out of the inbox and applies it, until the signal. Replies have a lane
 * of their own: however many wait there, receipts do not wait behind them.
 */
export async function runHear(context: HearContext, signal: AbortSignal): Promise<void> {
  const beat = beatOfBoth(context.beat);
  const [book, repliesBook] = [new Book(context), new Book(context)];
  let spoolAt = Number.NEGATIVE_INFINITY;
  const receipts = async () => {
    if (performance.now() - spoolAt > SPOOL_EVERY_MS) {
      spoolAt = performance.now();
      await unspool(context);
      await hearOrphans(context, book);
    }
    const heard = await hearInbox(context, book);
    beat("receipts");
    return heard;
  };
  const replies = async () => {
    const heard = await hearReplies(context, repliesBook);
    beat("replies");
    return heard;
  };
  await Promise.all([
    runLane(context, { idleMs: IDLE_MS, gatherMs: GATHER_MS, round: receipts }, signal),
    runLane(context, { idleMs: REPLIES_IDLE_MS, gatherMs: 0, round: replies }, signal),
  ]);
}

/** The loop lives as long as both its lanes do. */
function beatOfBoth(beat: (() => void) | undefined): (lane: "receipts" | "replies") => void {
  const alive = new Set<string>();
  return (lane) => {
    if (alive.add(lane).size < 2) return;
    alive.clear();
    beat?.();
  };
}

/**
 * A look that found nothing is repeated after `idleMs`. Rounds that found something begin `gatherMs`
 * apart, unless there was more than one of them can take. `round` answers how many it took.
 */
type Lane = { idleMs: number; gatherMs: number; round: () => Promise<number> };

async function runLane(
  { log, bell = wakeful }: HearContext,
  { idleMs, gatherMs, round }: Lane,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const startedAt = performance.now();
      const taken = await round();
      if (taken >= BATCH_MAX) continue;
      if (taken > 0) bell.ring();
      const restMs = taken === 0 ? idleMs : gatherMs - (performance.now() - startedAt);
      if (restMs > 0) await bell.rest(restMs, signal);
    } catch (cause) {
      log.error({ loop: "hear", cause: messageOf(cause) }, "A loop stumbled.");
      await sleep(STUMBLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** One round: the spool, the inbox, what people said, what could not be matched before. Answers whether there was work. */
export async function hearOnce(context: HearContext, book = new Book(context)): Promise<boolean> {
  const spooled = await unspool(context);
  const heard = await hearInbox(context, book);
  const replied = await hearReplies(context, book);
  const matched = await hearOrphans(context, book);
  return spooled || heard > 0 || replied > 0 || matched;
}

/** The lane of receipts: what it finds of replies it lays aside, for the other one. */
export async function hearInbox(context: HearContext, book: Book): Promise<number> {
  const { house, log } = context;
  // The look that finds nothing, ten times a second, is one small read and no transaction.
  if (!(await hasInbox(house.db))) return 0;
  await book.refresh();
  const now = house.now();
  const hearing = { book, log, now, secretKey: house.secretKey };
  let news: AccountNews[] = [];
  const taken = await takeSlice({
    max: BATCH_MAX,
    async take(limit, takes) {
      news = await transact(house.db, async (tx) => {
        const items = await takeInbox(tx, limit);
        takes(items.map(({ id }) => id));
        const { heard, unreadable } = await readItems(hearing, items);
        await keepUnreadable(tx, unreadable);
        return await applyHeard(tx, hearing, heard);
      });
    },
    async setAside(id, cause) {
      log.error({ callback: id, cause }, "A callback cannot be taken in, and is set aside.");
      await transact(house.db, async (tx) => await setInboxAside(tx, id, cause));
    },
  });
  for (const { channelId, account } of news) {
    await followAccount(house, channelId, noteOf(account, now));
  }
  return taken;
}

async function hearOrphans(context: HearContext, book: Book): Promise<boolean> {
  const { house, log } = context;
  const now = house.now();
  if (!(await hasDueOrphans(house.db, now))) return false;
  await book.refresh();
  return await transact(house.db, async (tx) => {
    const orphans = await takeOrphans(tx, { now, limit: ORPHANS_MAX });
    if (orphans.length === 0) return false;
    // A minute is more than our own answers need: these were sent by another system, or by us after the
    // backup that we come from. Each is tried, and said, twice as rarely every time.
    const strange = orphans.filter(({ receivedAt }) => now - receivedAt >= UNMATCHED_AFTER_MS);
    if (strange.length > 0) log.warn({ receipts: strange.length }, STRANGE);
    const items = orphans.flatMap(({ heard, ...rest }): HeardItem[] => {
      const read = StoredHeard.safeParse(heard);
      return read.success ? [{ ...rest, inboxId: null, heard: read.data }] : [];
    });
    await applyHeard(tx, { book, log, now, secretKey: house.secretKey }, items);
    return true;
  });
}

/** Only receipts and refusals are ever kept as orphans. */
const Common = {
  reference: z.string().nullable(),
  providerId: z.string().nullable(),
  at: z.number().nullable(),
};
const StoredHeard: z.ZodType<Heard> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("receipt"),
    ...Common,
    fact: z.enum(["accepted", "sent", "delivered", "read"]),
    upTo: z.string().optional(),
  }),
  z.object({
    kind: z.literal("refusal"),
    ...Common,
    why: z.string(),
    blame: z.enum(BLAMES),
  }),
]);

/** Files from when the database was away are applied once, even if we die in between. */
async function unspool({ house, spool, log }: HearContext): Promise<boolean> {
  if (!spool) return false;
  const names = await spool.list();
  for (const name of names) {
    const items = (await spool.read(name)).flatMap((line) => itemOf(line, log));
    await takeInSpooled(house, { name, items });
    await spool.remove(name);
  }
  return names.length > 0;
}

function itemOf(line: string, log: HearContext["log"]): InboxItem[] {
  const item = readInboxLine(line);
  if (item === null) log.error({}, "A spooled line could not be read.");
  return item === null ? [] : [item];
}
