import { hashOf } from "../text/fold.ts";
import {
  createTextMemory,
  type Fingerprint,
  fingerprintOf,
  rememberSaid,
  type TextMemory,
  wasSaid,
} from "../text/near-duplicates.ts";

const minuteMs = 60_000;
/** Who spoke, and what was said, is remembered for one to two of these. */
const generationMs = 30 * minuteMs;
const idsMax = 4_000;
const authorsMax = 4_000;
const shortTextsMax = 1_000;

/** What happened in one stretch of time, as numbers that lead back to nobody. */
type Generation = {
  ids: number[];
  authors: number[];
  said: TextMemory;
  /** Texts too short to be told apart, and how many people said each. */
  short: [text: number, people: number][];
};

/** One minute that is not over: posts, how many of them sound negative, and their weight. */
export type Tally = { posts: number; negative: number; grown: number; young: number; read: number };

/**
 * What one source remembers from post to post. Plain data of bounded size: it is written down
 * together with the counts that came out of it and with the place in the stream, so that whoever
 * goes on from there counts nothing twice.
 */
export type ListeningMemory = {
  version: 1;
  /** Where the newer generation began. */
  since: number;
  recent: Generation;
  earlier: Generation;
  tallies: Record<string, Tally>;
  /** Every minute before this one has been told. */
  toldTo: number;
  /** How far we have heard. */
  heardTo: number;
  /** What rounding has kept back so far. */
  rest: number;
};

const createGeneration = (): Generation => ({
  ids: [],
  authors: [],
  said: createTextMemory(),
  short: [],
});

/** A source that begins to listen at `at`; a minute of which little was heard is left out. */
export const createListening = (at: number): ListeningMemory => ({
  version: 1,
  since: at,
  recent: createGeneration(),
  earlier: createGeneration(),
  tallies: {},
  toldTo: nearestMinute(at),
  heardTo: at,
  rest: 0,
});

export const minuteOf = (at: number): number => Math.floor(at / minuteMs) * minuteMs;
export const nearestMinute = (at: number): number => minuteOf(at + minuteMs / 2);

/** Time passes: what is older than two generations is forgotten. */
export function grow(memory: ListeningMemory, at: number): void {
  memory.heardTo = Math.max(memory.heardTo, at);
  const ageMs = memory.heardTo - memory.since;
  if (ageMs < generationMs) return;
  memory.earlier = ageMs < 2 * generationMs ? memory.recent : createGeneration();
  memory.recent = createGeneration();
  memory.since = memory.heardTo;
}

/** Whether this post was delivered before; remembers it. */
export function isDelivered(memory: ListeningMemory, id: string): boolean {
  return isKnown(memory, { list: "ids", max: idsMax }, hashOf(id));
}

/** Whether this person counted lately; remembers them. The seed keeps sources apart. */
export function hasSpoken(memory: ListeningMemory, author: string, seed: string): boolean {
  return isKnown(memory, { list: "authors", max: authorsMax }, hashOf(author, hashOf(seed)));
}

/**
 * What remains of a post's weight when others said the same. A long text that several people send
 * was copied, and counts once. A short one ("WhatsApp down?") many people write by themselves: the
 * second counts half, the third a third, so that a crowd still shows and a flood hardly does.
 */
export function freshnessOf(memory: ListeningMemory, text: string): number {
  const mark = fingerprintOf(text);
  if (!mark) return 1;
  if (mark.print === null) return 1 / (1 + saidBefore(memory, mark));
  if (wasSaid(memory.recent.said, mark) || wasSaid(memory.earlier.said, mark)) return 0;
  rememberSaid(memory.recent.said, mark);
  return 1;
}

function saidBefore({ recent, earlier }: ListeningMemory, { exact }: Fingerprint): number {
  const before = earlier.short.find(([text]) => text === exact)?.[1] ?? 0;
  const known = recent.short.find(([text]) => text === exact);
  if (known) return before + known[1]++;
  recent.short.push([exact, 1]);
  if (recent.short.length > shortTextsMax) recent.short.shift();
  return before;
}

function isKnown(
  { recent, earlier }: ListeningMemory,
  { list, max }: { list: "ids" | "authors"; max: number },
  hash: number,
): boolean {
  if (recent[list].includes(hash) || earlier[list].includes(hash)) return true;
  recent[list].push(hash);
  if (recent[list].length > max) recent[list].shift();
  return false;
}
