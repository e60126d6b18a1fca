import { createRequire } from "node:module";
import MiniSearch from "minisearch";
import type * as Stemmers from "snowball-stemmers";
import type * as Stopwords from "stopword";

export type SearchedText = { id: string; title: string; text: string };
/** `share`: how much of what was asked for is in it, from 0 to 1. */
export type Found = { id: string; score: number; share: number };

const FUZZY = 0.2;
const TITLE_BOOST = 3;
/** Longer words first: of a novel, its beginning is enough. */
const TERMS_MAX = 40;
const PREFIX_FROM = 4;

/** Finds texts by what people type: without accents, by the stem of a word, a typo or two forgiven. */
export function createTextSearch(
  texts: readonly SearchedText[],
  language: "fr" | "en",
): (query: string) => Found[] {
  const termsOf = reader(language);
  const index = new MiniSearch<SearchedText>({
    fields: ["title", "text"],
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: TITLE_BOOST },
      fuzzy: (term) => (term.length > PREFIX_FROM ? FUZZY : false),
      prefix: (term) => term.length >= PREFIX_FROM,
    },
  });
  index.addAll(texts);
  return (query) => {
    const asked = [...new Set(termsOf(query))].slice(0, TERMS_MAX);
    if (asked.length === 0) return [];
    return index.search(asked.join(" "), { tokenize: (text) => text.split(" ") }).map((found) => ({
      id: String(found.id),
      score: found.score,
      share: new Set(found.queryTerms).size / asked.length,
    }));
  };
}

/** Cuts a text into the stems of those words that carry a meaning. */
function reader(language: "fr" | "en"): (text: string) => string[] {
  // The words of some twenty languages: whoever is never asked a question need not hold them.
  const { newStemmer }: typeof Stemmers = load("snowball-stemmers");
  const { eng, fra }: typeof Stopwords = load("stopword");
  const stemmer = newStemmer(language === "fr" ? "french" : "english");
  const empty = new Set((language === "fr" ? fra : eng).map(plain));
  return (text) =>
    (plain(text).match(/[\p{L}\p{N}]+/gu) ?? [])
      .filter((word) => word.length > 1 && !empty.has(word))
      .map((word) => plain(stemmer.stem(word)));
}

const load = createRequire(import.meta.url);

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .toLowerCase();
