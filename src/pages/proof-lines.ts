import { shownCode } from "../domain/verify/code.ts";
import type { Words } from "../lib/words.ts";

/** How a text that travels says that it is ours, from the fullest form to the shortest. */
export type ProofLines = { both: string; link: string; code: string };

export function proofLines(words: Words, page: string, code: string): ProofLines {
  const shown = shownCode(code);
  const url = verifyLink(page, code);
  return {
    both: words("verify:line.both", { code: shown, url }),
    // The link ends with the code: where links are shown whole, it says both.
    link: words("verify:line.link", { url }),
    code: words("verify:line.code", { code: shown }),
  };
}

/** The shortest address of a proof; the page answers in the reader's language. */
export const verifyLink = (page: string, code: string): string =>
  `${page}/verify/${shownCode(code)}`;
