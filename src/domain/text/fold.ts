/** Without accents, marks and capitals, so that one spelling stands for all. */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** Nobody reads further into a post, and neither do we: a limit against very long ones. */
export const POST_LENGTH_MAX = 500;

/** Fowler, Noll and Vo's hash (FNV-1a, 32 bits): the same number everywhere, for the same text. */
export function hashOf(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
