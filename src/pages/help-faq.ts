import { isAffected } from "../domain/contact-point.ts";
import { type FaqEntry, type FaqShown, faqShown } from "../domain/help/faq.ts";
import type { Language } from "../domain/language.ts";
import { createTextSearch, type Found } from "../lib/text-search.ts";
import type { PageContext } from "./context.ts";

/** Less of a question than this found in an entry is chance. */
const SHARE_MIN = 0.5;
/** What is so much less like the question than the best one is, is about something else. */
const OF_BEST_MIN = 0.4;

/** The frequent questions as this page shows them: those of the present trouble first. */
export function faqOf({ state, language }: PageContext): FaqShown[] {
  const { open, points } = state;
  return faqShown(state.faq, language, {
    incidents: new Set(open.map(({ id }) => id)),
    platforms: new Set(open.flatMap(({ platform }) => platform?.id ?? [])),
    points: new Set(points.filter((one) => isAffected(one.state)).map(({ id }) => id)),
  });
}

/** Those that have to do with a question, the nearest first. */
export function searchFaq(context: PageContext, asked: string): FaqShown[] {
  const shown = new Map(faqOf(context).map((entry) => [entry.id, entry]));
  const found = searchIn(context.state.faq, context.language)(asked);
  const best = found[0]?.score ?? 0;
  return found
    .filter(({ share, score }) => share >= SHARE_MIN && score >= OF_BEST_MIN * best)
    .flatMap(({ id }) => shown.get(id) ?? []);
}

type Search = (query: string) => Found[];
const searches: Record<Language, WeakMap<readonly FaqEntry[], Search>> = {
  fr: new WeakMap(),
  en: new WeakMap(),
};

/** Built once for each reading of the entries. */
function searchIn(entries: readonly FaqEntry[], language: Language): Search {
  const known = searches[language].get(entries);
  if (known) return known;
  const texts = entries.flatMap(({ id, texts }) => {
    const words = texts[language];
    return words === undefined ? [] : [{ id, title: words.question, text: words.answer }];
  });
  const search = createTextSearch(texts, language);
  searches[language].set(entries, search);
  return search;
}
