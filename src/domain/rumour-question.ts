import { isRumourLink } from "./rumour.ts";

export const QUESTION_LENGTH_MAX = 600;
const LETTERS_MIN = 5;

/**
 * A visitor's question as it may be kept: one line without characters that nobody sees. A word
 * instead of it says what is wrong with it.
 */
export function questionOf(typed: {
  words: string;
  link: string;
}): { words: string; link: string | null } | "empty" | "link" {
  const words = typed.words
    .slice(0, 4 * QUESTION_LENGTH_MAX)
    .normalize("NFC")
    .replace(/\p{Cf}|\p{Co}|\p{Cs}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    // A letter under a tower of marks climbs over its neighbours' lines.
    .replace(/(\p{M}{2})\p{M}+/gu, "$1")
    .trim();
  if ((words.match(/\p{L}/gu) ?? []).length < LETTERS_MIN) return "empty";
  const link = typed.link.trim();
  if (link !== "" && !isRumourLink(link)) return "link";
  const cut = Array.from(words).slice(0, QUESTION_LENGTH_MAX).join("");
  return { words: cut, link: link === "" ? null : link };
}
