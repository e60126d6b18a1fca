import type { Language } from "../domain/language.ts";
import type { PublicState } from "../domain/public-state.ts";
import type { Words } from "../lib/words.ts";
import type { PageLook } from "./look.ts";

/** What every public page is drawn from. The same context always gives the same bytes. */
export type PageContext = {
  words: Words;
  language: Language;
  state: PublicState;
  now: number;
  /** Where the public finds us, without a trailing slash. */
  publicUrl: string;
  /** What stands before each address of this page: nothing at the root, "/p/<slug>" below it. */
  base: string;
  look: PageLook;
};

/** Where this page begins, in its language. */
export const homeOf = ({ base, language }: Pick<PageContext, "base" | "language">): string =>
  `${base}/${language}`;
