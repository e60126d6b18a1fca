const LENGTH_MAX = 200;

/**
 * What somebody typed, as bare words. Case, accents, wide digits and punctuation mean nothing: NFKC
 * turns wide and circled digits into plain ones, and what is left of an emoji digit is its digit.
 */
export const plainWords = (typed: string): string =>
  typed
    .slice(0, LENGTH_MAX)
    .normalize("NFKC")
    .normalize("NFD")
    .replace(/\p{Mn}|\p{Me}|\p{Cf}|['’]/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
