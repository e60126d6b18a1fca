/** One word, number, link or mark: as it was written, and as it is compared. */
export type Token = {
  text: string;
  /** Composed, with quotation marks and dashes as keyboards have them. */
  key: string;
  /** The same without accents. */
  bare: string;
  /** Whether white space stands before it. */
  spaced: boolean;
};

/**
 * In this order: links and addresses are one token each, with all that belongs to them, so that
 * moving a blank or a dot can never make another link out of the same words.
 */
const TOKEN =
  /(?:https?:\/\/|www\.)[^\s<>"]*[^\s<>".,;:!?)']|[\p{L}\p{M}\p{N}_-]+(?:[.@][\p{L}\p{M}\p{N}_-]+)+(?:[/?#][^\s<>"]*[^\s<>".,;:!?)'])?|\p{N}+|[\p{L}\p{M}]+|\S/giu;
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^\ufeff|[\ufe0e\ufe0f]/g, ""],
  // White space to JavaScript, but nobody sees it: it must not part words as a blank does.
  [/\ufeff/g, "\u200b"],
  [/[‘’‚‛′ʼ´`‹›]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−]/g, "-"],
  [/…/g, "..."],
  [/œ/g, "oe"],
  [/Œ/g, "OE"],
  [/æ/g, "ae"],
  [/Æ/g, "AE"],
  [/ﬁ/g, "fi"],
  [/ﬂ/g, "fl"],
  [/ﬀ/g, "ff"],
];

/** Takes a text apart; how many blanks or lines stand between the parts tells nothing. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: found, index } of plainMarks(text).matchAll(TOKEN)) {
    const bare = withoutMarks(found);
    tokens.push({ text: found, key: found, bare, spaced: index > end });
    end = index + found.length;
  }
  return tokens;
}

/** Whether what was pasted says this token: an accent may have been lost on the way, none added. */
export function says(pasted: Token, ours: Token): boolean {
  if (pasted.key === ours.key) return true;
  if (pasted.bare !== ours.bare) return false;
  const theirs = lettersOf(pasted.key);
  const own = lettersOf(ours.key);
  return (
    theirs.length === own.length &&
    theirs.every((letter, at) => letter === own[at] || letter === withoutMarks(own[at] ?? ""))
  );
}

function plainMarks(text: string): string {
  return SAME.reduce((known, [pattern, by]) => known.replace(pattern, by), text.normalize("NFC"));
}

const ASCII = /^[\0-\x7f]*$/;
const withoutMarks = (text: string): string => (ASCII.test(text) ? text : stripped(text));

const stripped = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");

const lettersOf = (key: string): string[] => key.normalize("NFD").match(/\P{M}\p{M}*/gu) ?? [];
