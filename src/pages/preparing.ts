import { LANGUAGES } from "../domain/language.ts";
import { type Html, html } from "../lib/html.ts";
import { wordsFor } from "../lib/words.ts";
import { styles } from "./styles.ts";

/** What stands there before anything is set up, or before the first look at the database. */
export function preparingPage(): Html {
  const both = LANGUAGES.map((language) => {
    const words = wordsFor(language);
    return html`<div lang="${language}"><h1>${words("public:preparing.title")}</h1><p>${words("public:preparing.text")}</p></div>`;
  });
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>Tocsin</title><style>${styles}</style></head><body><main>${both}</main></body></html>`;
}
