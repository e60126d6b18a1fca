import { fold, hashOf, POST_LENGTH_MAX } from "./fold.ts";

/** Charikar's SimHash, in two halves: texts that share most of their words differ in few bits. */
type Print = [low: number, high: number];

/** What was said lately. Plain data of bounded size, which can be kept as JSON. */
export type TextMemory = { exact: number[]; prints: Print[] };

const rememberedMax = 2_000;
/** Shorter texts are alike by chance: there only the same words are a copy. */
const wordsMin = 8;
/** Texts on different things differ in some 32 of 64 bits, with one word changed in some 8. */
const bitsMax = 10;

export const createTextMemory = (): TextMemory => ({ exact: [], prints: [] });

/** What is left of a text to tell copies by; without a print it is too short to be told apart. */
export type Fingerprint = { exact: number; print: Print | null };

/** Null where nothing is left of a text without its links and names. */
export function fingerprintOf(text: string): Fingerprint | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  return {
    exact: hashOf(words.join(" ")),
    print: words.length < wordsMin ? null : printOf(words),
  };
}

/** Whether nearly the same was said before; remembers the text. The oldest is forgotten first. */
export function isCopy(memory: TextMemory, text: string): boolean {
  const mark = fingerprintOf(text);
  if (!mark) return false;
  if (wasSaid(memory, mark)) return true;
  rememberSaid(memory, mark);
  return false;
}

export const wasSaid = (memory: TextMemory, { exact, print }: Fingerprint): boolean =>
  memory.exact.includes(exact) ||
  (print !== null && memory.prints.some((other) => bitsApart(print, other) <= bitsMax));

export function rememberSaid(memory: TextMemory, { exact, print }: Fingerprint): void {
  remember(memory.exact, exact);
  if (print) remember(memory.prints, print);
}

/** Without what differs from copy to copy: addresses, who is spoken to, who said it first. */
const wordsOf = (text: string): string[] =>
  fold(text.slice(0, POST_LENGTH_MAX))
    .replace(/^rt\b|https?:\S+|@[\p{L}\p{N}_.@-]+/gu, " ")
    .match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}|[?]/gu) ?? [];

function printOf(words: readonly string[]): Print {
  const marks = words.flatMap((word, at) => [word, `${words[at - 1] ?? "^"} ${word}`]);
  const votes = new Array<number>(64).fill(0);
  for (const mark of marks) {
    const halves = [hashOf(mark), hashOf(mark, 0x9747b28c)];
    for (let bit = 0; bit < 64; bit++) {
      const half = mixed(halves[bit >> 5] ?? 0);
      votes[bit] = (votes[bit] ?? 0) + ((half >>> (bit & 31)) & 1 ? 1 : -1);
    }
  }
  return [bitsOf(votes.slice(0, 32)), bitsOf(votes.slice(32))];
}

/** The hash leaves its high bits poorly mixed for short words (finish of MurmurHash3). */
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

const bitsOf = (votes: readonly number[]): number =>
  votes.reduce((bits, vote, at) => (vote > 0 ? bits | (1 << at) : bits), 0) >>> 0;

const bitsApart = (one: Print, other: Print): number =>
  onesIn(one[0] ^ other[0]) + onesIn(one[1] ^ other[1]);

function onesIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

function remember<Kept>(list: Kept[], kept: Kept): void {
  list.push(kept);
  if (list.length > rememberedMax) list.shift();
}
