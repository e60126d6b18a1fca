import { COMMENT_LENGTH_MAX } from "./report-details.ts";

/** What stands where an address or a number was. */
const REMOVED = "[…]";
/** Who needs fewer letters than this has told us nothing that others could use. */
const LETTERS_MIN = 3;
/** What a browser would be slow with, or worse, is cut before it is looked at. */
const TYPED_LENGTH_MAX = 2_000;

/**
 * A comment as it may be kept: one line of text without links, e-mail addresses, telephone numbers
 * and names of accounts, and without characters that nobody sees. Null when nothing is left.
 */
export function cleanComment(typed: string, lengthMax = COMMENT_LENGTH_MAX): string | null {
  const seen = typed
    .slice(0, TYPED_LENGTH_MAX)
    .normalize("NFKC")
    .replace(/\p{Cf}|\p{Co}|\p{Cs}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ");
  const bare = REMOVALS.reduce((text, pattern) => text.replace(pattern, REMOVED), seen)
    .replace(/(?:\[…\][\s,;]*){2,}/g, `${REMOVED} `)
    // A letter under a tower of marks climbs over its neighbours' lines.
    .replace(/(\p{M}{2})\p{M}+/gu, "$1")
    .trim();
  const letters = bare.replaceAll(REMOVED, "").match(/\p{L}/gu) ?? [];
  return letters.length < LETTERS_MIN ? null : cut(bare, lengthMax);
}

/** In this order: an e-mail address holds a domain, and a link may hold a number. */
const REMOVALS = [
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/\S*/giu,
  /\b(?:mailto|tel|sms|javascript|data|whatsapp):\S*/giu,
  /(?:^|(?<=\s|\())@[\p{L}\p{N}_.]{2,64}/gu,
  /[\p{L}\p{N}._%+-]{1,64}(?:@|\s?(?:\(at\)|\[at\]|\(arobase\))\s?)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,5}/giu,
  /\bwww\.\S+/giu,
  /\b[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.(?:com|net|org|info|biz|io|me|ly|gg|app|dev|xyz|top|shop|online|site|club|live|link|click|ru|cn|fr|be|ch|de|uk|eu|es|it|pt|br|ca|us|tk|co|tv|to|cc|im)\b(?:[/?#:]\S*)?/giu,
  /(?:\+|\b)\(?\d(?:[\s().\-/]{0,2}\d){6,18}/gu,
] as const;

/** So many characters as people count them; the database counts code points, as we do. */
function cut(text: string, lengthMax: number): string {
  const points = Array.from(text);
  if (points.length <= lengthMax) return text;
  return `${points
    .slice(0, lengthMax - 1)
    .join("")
    .trimEnd()}…`;
}
