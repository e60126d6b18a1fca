import { LANGUAGES } from "../domain/language.ts";
import { type Html, html } from "../lib/html.ts";
import { wordsFor } from "../lib/words.ts";
import { styles } from "./styles.ts";

/** What a browser shows when something was refused or failed: in both languages, as we know none. */
export function refusedPage(sentence: string, blanks: Record<string, unknown>): Html {
  const both = LANGUAGES.map((language) => {
    const words = wordsFor(language);
    return html`<div lang="${language}"><p>${words(sentence, blanks)}</p></div>`;
  });
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>Tocsin</title><style>${styles}</style></head><body><main role="alert">${both}</main></body></html>`;
}
