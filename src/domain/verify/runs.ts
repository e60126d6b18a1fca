import { PART_TOKENS_MIN } from "./judge.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { undisguised } from "./tricks.ts";

/** So many words in a row are hardly written twice by chance. */
const RUN_TOKENS = 8;

/**
 * What one of our texts is found by again: a number for each eight words in a row, and for each
 * paragraph that has fewer. Accents count for nothing here: this only says where to look closer.
 */
export function runsOf(units: readonly (readonly Token[])[]): number[] {
  const short = units.filter(({ length }) => length >= PART_TOKENS_MIN && length < RUN_TOKENS);
  return distinct([...windows(units.flat(), RUN_TOKENS), ...short.map(numberOf)]);
}

/** Whatever may stand in a text that somebody brings: each of these may be a run of ours. */
export function runsIn(typed: string): number[] {
  const readings = [...new Set([typed, undisguised(typed)])].map(tokensOf);
  const lengths = Array.from({ length: RUN_TOKENS - PART_TOKENS_MIN + 1 }, (_, at) => at);
  return distinct(
    readings.flatMap((tokens) =>
      lengths.flatMap((more) => windows(tokens, PART_TOKENS_MIN + more)),
    ),
  );
}

function windows(tokens: readonly Token[], length: number): number[] {
  const count = Math.max(0, tokens.length - length + 1);
  return Array.from({ length: count }, (_, at) => numberOf(tokens.slice(at, at + length)));
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const GAP = 0x20;

/** FNV-1a in 32 bits. Two runs may share a number: then we look closer for nothing. */
function numberOf(tokens: readonly Token[]): number {
  let hash = OFFSET;
  for (const { bare } of tokens) {
    for (let at = 0; at < bare.length; at++) {
      hash = Math.imul(hash ^ bare.charCodeAt(at), PRIME);
    }
    hash = Math.imul(hash ^ GAP, PRIME);
  }
  return hash | 0;
}

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)];
