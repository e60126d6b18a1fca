import type { Language } from "../domain/language.ts";
import type { PublicState } from "../domain/public-state.ts";
import type { Words } from "../lib/words.ts";

/** What every public page is drawn from. The same context always gives the same bytes. */
export type PageContext = {
  words: Words;
  language: Language;
  state: PublicState;
  now: number;
  /** Where the public finds us, without a trailing slash. */
  publicUrl: string;
};
