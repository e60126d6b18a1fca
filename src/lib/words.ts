import { readdirSync, readFileSync } from "node:fs";
import i18next, { type i18n } from "i18next";

/** Finds the sentence for `key` ("namespace:name") and fills its blanks. */
export type Words = {
  language: "fr" | "en";
  (key: string, params?: Record<string, unknown>): string;
};

const LOCALES = new URL("../../locales/", import.meta.url);
const LANGUAGES = ["fr", "en"] as const;
/** Sentences without blanks are looked up hundreds of times for each drawing of the pages. */
const WHOLE_MAX = 10_000;

/** Every word a person reads stands in locales/<language>/<namespace>.json. */
function loadCatalogues(): i18n {
  const resources: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const language of LANGUAGES) {
    const folder = new URL(`${language}/`, LOCALES);
    const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
    resources[language] = Object.fromEntries(
      files.map((name) => [
        name.slice(0, -".json".length),
        JSON.parse(readFileSync(new URL(name, folder), "utf8")),
      ]),
    );
  }
  const instance = i18next.createInstance();
  void instance.init({
    resources,
    initAsync: false,
    fallbackLng: false,
    supportedLngs: LANGUAGES,
    // The page escapes; escaping here as well would show people `&amp;`.
    interpolation: { escapeValue: false },
    returnNull: false,
    // A sentence that is left out on purpose is empty, and not missing.
    returnEmptyString: true,
  });
  instance.services.formatter?.add("country", countryName);
  return instance;
}

/** `{{country, country}}`: two letters as people say them. Whatever is no country stays as it is. */
function countryName(code: unknown, language: string | undefined): string {
  const text = String(code);
  if (!/^[A-Z]{2}$/.test(text)) return text;
  return new Intl.DisplayNames(language ?? "en", { type: "region" }).of(text) ?? text;
}

let catalogues: i18n | null = null;

/** The words of one language. A key without a sentence comes back as the key, which tests refuse. */
export function wordsFor(language: "fr" | "en"): Words {
  const known = fixed.get(language);
  if (known) return known;
  catalogues ??= loadCatalogues();
  const translate = catalogues.getFixedT(language);
  const whole = new Map<string, string>();
  const said = (key: string, params?: Record<string, unknown>) => {
    if (params !== undefined) return translate(key, params);
    const known = whole.get(key);
    if (known !== undefined) return known;
    const found = translate(key, {});
    // Some keys are made of data: whatever comes, this does not grow without end.
    if (whole.size < WHOLE_MAX) whole.set(key, found);
    return found;
  };
  const words = Object.assign(said, { language });
  fixed.set(language, words);
  return words;
}

const fixed = new Map<string, Words>();
