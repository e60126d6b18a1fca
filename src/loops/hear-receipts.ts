import { factRank } from "../domain/cascade.ts";
import { countFacts, countStep } from "../domain/counting.ts";
import { type News, nextStep, type Position, type Terms } from "../domain/next-step.ts";
import type { Blame, Heard } from "../domain/outcome.ts";
import { type AttemptKey, parseReference } from "../domain/reference.ts";
import { climbAttempts } from "../store/attempts.ts";
import { type ChunkNews, tellChunks } from "../store/chunks.ts";
import type { Tx } from "../store/database.ts";
import {
  chunkOf,
  deliveryName,
  lockDeliveries,
  type Standing,
  underWayOf,
  writeSteps,
} from "../store/deliveries.ts";
import type { OrphanItem } from "../store/inbox.ts";
import { ownersOf } from "../store/replies.ts";
import { addTallies, TallySheet } from "../store/tallies.ts";
import { countOn } from "./count-places.ts";
import type { Book, LiveBroadcast } from "./deliver-book.ts";
import { channelOn } from "./deliver-decide.ts";

type Told = Extract<Heard, { kind: "receipt" | "refusal" }>;
export type Receipt = { channelId: number; receivedAt: number; told: Told; key: AttemptKey };
/** A refusal that says something about the address or the person, not only about the attempt. */
export type Blamed = {
  person: Standing;
  channelId: number;
  address: string;
  receivedAt: number;
  blame: Blame;
  why: string;
};

/** The receipts that carry a reference of ours, and the others, which nobody can match. */
export function referenced(
  items: readonly { channelId: number; receivedAt: number; told: Told }[],
): {
  receipts: Receipt[];
  orphans: OrphanItem[];
} {
  const receipts: Receipt[] = [];
  const orphans: OrphanItem[] = [];
  for (const item of items) {
    const key = parseReference(item.told.reference ?? "");
    // Broadcast 0 is a test that somebody sent to themselves.
    if (key && key.broadcastId > 0) receipts.push({ ...item, key });
    else if (key === null)
      orphans.push({ channelId: item.channelId, receivedAt: item.receivedAt, heard: item.told });
  }
  return { receipts, orphans };
}

type Moved = { before: Standing; after: Position; channelId: number };

/**
 * Applies a batch: each person's news one after the other, by the pure function, on rows locked in
 * one order. Answers what could not be matched, and who is to blame for a refusal.
 */
export async function applyReceipts(
  tx: Tx,
  given: { book: Book; receipts: readonly Receipt[]; now: number },
): Promise<{ orphans: OrphanItem[]; blamed: Blamed[] }> {
  const { book, receipts, now } = given;
  const byPerson = Map.groupBy(receipts, ({ key }) => deliveryName(key));
  const people = await lockDeliveries(tx, await touchedBy(tx, keysOf(byPerson), receipts));
  const moved: Moved[] = [];
  const late: (AttemptKey & { fact: number })[] = [];
  const orphans: OrphanItem[] = [];
  const blamed: Blamed[] = [];
  for (const person of people) {
    const name = deliveryName(person);
    const own = byPerson.get(name) ?? [];
    byPerson.delete(name);
    const broadcast = await book.broadcast(person.broadcastId);
    if (!broadcast) continue;
    const heard = hearPerson(person, { own, broadcast, now });
    if (heard.moved) moved.push(heard.moved);
    late.push(...heard.late);
    orphans.push(...heard.ahead.map(orphanOf));
    blamed.push(...heard.blamed);
  }
  for (const unknown of byPerson.values()) orphans.push(...unknown.map(orphanOf));
  await write(tx, { moved, late, now });
  return { orphans, blamed };
}

function keysOf(byPerson: ReadonlyMap<string, readonly Receipt[]>) {
  return [...byPerson.values()].flatMap(([first]) =>
    first ? [{ broadcastId: first.key.broadcastId, ordinal: first.key.ordinal }] : [],
  );
}

type Key = { broadcastId: number; ordinal: number };

/** What is told about, and what a withdrawal ends besides: all is locked before anything is written. */
async function touchedBy(tx: Tx, named: Key[], receipts: readonly Receipt[]): Promise<Key[]> {
  const leaving = receipts.filter(
    ({ told: news }) => news.kind === "refusal" && news.blame === "consent",
  );
  if (leaving.length === 0) return named;
  const owners = await ownersOf(
    tx,
    leaving.map(({ key }) => key),
  );
  const ended = await underWayOf(
    tx,
    owners.flatMap((owner) => owner ?? []),
  );
  const all = [...named, ...ended];
  return [...new Map(all.map((key) => [deliveryName(key), key])).values()];
}

function hearPerson(
  person: Standing,
  told: { own: readonly Receipt[]; broadcast: LiveBroadcast; now: number },
) {
  const terms = termsOf(told.broadcast, person);
  const late: (AttemptKey & { fact: number })[] = [];
  const ahead: Receipt[] = [];
  const blamed: Blamed[] = [];
  let at = person.at;
  let channelId = channelOn(person, at.rung) ?? 0;
  for (const receipt of told.own) {
    const { key } = receipt;
    if (isAhead(at, key)) {
      ahead.push(receipt);
      continue;
    }
    const news = newsOf(receipt);
    const after = nextStep(terms, at, news, told.now);
    if (after.best > at.best) channelId = receipt.channelId;
    const isPast = key.rung !== at.rung || key.try !== at.try;
    if (isPast && news.kind === "receipt") late.push({ ...key, fact: news.fact });
    if (news.kind === "refusal") {
      const { channelId: blamedId, receivedAt } = receipt;
      const { blame, why } = news;
      const address = person.ways[key.rung]?.[1] ?? "";
      blamed.push({ person, channelId: blamedId, address, receivedAt, blame, why });
    }
    at = after;
  }
  const moved = isSame(person.at, at) ? null : { before: person, after: at, channelId };
  return { moved, late, ahead, blamed };
}

function newsOf({ told, key }: Receipt): Extract<News, { kind: "receipt" | "refusal" }> {
  const { rung, try: tryNo } = key;
  if (told.kind === "receipt")
    return { kind: "receipt", rung, try: tryNo, fact: factRank(told.fact) };
  return { kind: "refusal", rung, try: tryNo, blame: told.blame, why: told.why };
}

async function write(
  tx: Tx,
  changes: { moved: readonly Moved[]; late: (AttemptKey & { fact: number })[]; now: number },
): Promise<void> {
  const { moved, late, now } = changes;
  const sheets = new Map<number, TallySheet>();
  const sheetOf = (broadcastId: number): TallySheet => {
    const sheet = sheets.get(broadcastId) ?? new TallySheet(broadcastId);
    sheets.set(broadcastId, sheet);
    return sheet;
  };
  const chunks = new Map<string, ChunkNews>();
  for (const [broadcastId, own] of Map.groupBy(moved, ({ before }) => before.broadcastId)) {
    const steps = own.map((step) => ({
      ...step,
      providerId: step.before.providerId,
      told: toldOf(step),
    }));
    const written = await writeSteps(tx, broadcastId, { steps, now });
    const sheet = sheetOf(broadcastId);
    for (const { before, after } of own) {
      if (!written.has(before.ordinal)) continue;
      const channelId = channelOn(before, before.at.rung) ?? 0;
      countStep(countOn(sheet, before.ways[before.at.rung]?.[1] ?? ""), {
        before: before.at,
        after,
        channelId,
      });
      noteChunk(chunks, before, after);
    }
  }
  for (const climb of await climbAttempts(tx, late)) {
    const sheet = sheetOf(climb.broadcastId);
    countFacts(countOn(sheet, climb.address), climb.channelId, climb);
  }
  await tellChunks(tx, [...chunks.values()]);
  await addTallies(tx, [...sheets.values()], now);
}

/** Only a refusal moves somebody on here, and the attempt that is left behind shall say so. */
const toldOf = ({ before, after }: Moved) =>
  after.rung !== before.at.rung || after.try !== before.at.try
    ? { outcome: "rejected" as const, why: after.why ?? "refused later" }
    : undefined;

function noteChunk(chunks: Map<string, ChunkNews>, before: Standing, after: Position): void {
  const no = chunkOf(before.ordinal);
  const name = `${before.broadcastId}/${no}`;
  const fresh = { broadcastId: before.broadcastId, no, settled: 0, pullTo: null };
  const known: ChunkNews = chunks.get(name) ?? fresh;
  const isNewlySettled = before.at.settled === null && after.settled !== null;
  const isSooner = after.settled === null && after.dueAt < before.at.dueAt;
  if (!isNewlySettled && !isSooner) return;
  chunks.set(name, {
    ...known,
    settled: known.settled + (isNewlySettled ? 1 : 0),
    pullTo: isSooner ? Math.min(known.pullTo ?? after.dueAt, after.dueAt) : known.pullTo,
  });
}

/** The state of the channels does not matter for what was heard: the next look at the time asks. */
const termsOf = (broadcast: LiveBroadcast, person: Standing): Terms => ({
  cascade: broadcast.cascade,
  expiresAt: broadcast.expiresAt,
  way: (rung) => (channelOn(person, rung) === null ? "none" : "open"),
  quiet: () => null,
  idempotent: () => false,
});

const isAhead = (at: Position, key: AttemptKey): boolean =>
  key.rung > at.rung || (key.rung === at.rung && key.try > at.try);

const isSame = (a: Position, b: Position): boolean =>
  a.rung === b.rung &&
  a.try === b.try &&
  a.fact === b.fact &&
  a.best === b.best &&
  a.outcome === b.outcome &&
  a.settled === b.settled &&
  a.dueAt === b.dueAt;

const orphanOf = ({ channelId, receivedAt, told }: Receipt): OrphanItem => ({
  channelId,
  receivedAt,
  heard: told,
});
