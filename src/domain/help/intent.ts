import { fold } from "../text/fold.ts";
import { INTENTS, type Intent, SIGNS, type Sign } from "./cues.ts";

/** Nobody asks longer questions than this; what is beyond is not read. */
export const ASKED_LENGTH_MAX = 500;
const WORDS_MAX = 80;
/** One word alone may mean anything: two, or a strong one, make a question. */
const WEIGHT_MIN = 1;
/** From this many letters on, one slip of the finger is forgiven; from that many on, two. */
const SLIP_FROM = 5;
const SLIPS_FROM = 9;

/** The words of a question, as plain as they can be compared. */
export function wordsIn(asked: string): string[] {
  const plain = fold(asked.slice(0, ASKED_LENGTH_MAX)).replace(/œ/g, "oe");
  const marked = plain.replace(/(?<=\b(?:can|don|doesn|isn|won|didn|aren|wasn))['’]t\b/g, "t");
  return (marked.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, WORDS_MAX);
}

/** What somebody wants to know, or null where no sign of it is clear enough. */
export function intentOf(asked: string): Intent | null {
  const words = wordsIn(asked);
  const weights = INTENTS.map((intent) => ({ intent, weight: weightOf(intent, words) }));
  const best = weights.reduce((a, b) => (b.weight > a.weight ? b : a));
  return best.weight >= WEIGHT_MIN ? best.intent : null;
}

/** The heaviest sign counts; every further one adds a little. */
function weightOf(intent: Intent, words: readonly string[]): number {
  const met = SIGNS.filter((sign) => sign.intent === intent && isMet(sign, words));
  const heaviest = Math.max(0, ...met.map(({ weight }) => weight));
  return heaviest + Math.max(0, met.length - 1) / 4;
}

const isMet = ({ groups }: Sign, words: readonly string[]): boolean =>
  groups.every((choices) => choices.some((sequence) => follows(sequence, words)));

const follows = (sequence: readonly string[], words: readonly string[]): boolean =>
  words.some((_, from) => sequence.every((cue, at) => isWord(cue, words[from + at])));

/** Whether a word is the one looked for, whatever its ending, and although a finger slipped. */
export function isWord(cue: string, word: string | undefined): boolean {
  if (word === undefined) return false;
  if (!cue.endsWith("*")) return isAlike(cue, word);
  const stem = cue.slice(0, -1);
  if (word.startsWith(stem)) return true;
  if (stem.length < SLIP_FROM || stem[0] !== word[0]) return false;
  return [-1, 0, 1].some((more) => slips(stem, word.slice(0, stem.length + more)) <= 1);
}

function isAlike(cue: string, word: string): boolean {
  if (cue === word) return true;
  const length = Math.min(cue.length, word.length);
  if (length < SLIP_FROM || Math.abs(cue.length - word.length) > 2) return false;
  return slips(cue, word) <= (length >= SLIPS_FROM ? 2 : 1);
}

/** Damerau and Levenshtein's distance: letters added, left out, changed, or two swapped. */
function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Infinity;
      rows[i]?.push(Math.min(changed, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(a.length, b.length);
}
