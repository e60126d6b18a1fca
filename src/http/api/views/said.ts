import { z } from "zod";
import type { Sentence } from "../../../domain/sentence.ts";
import { wordsFor } from "../../../lib/words.ts";

export const TwoLanguagesView = z.object({ fr: z.string(), en: z.string() });

/** A sentence as data, and as people read it. */
export const SentenceView = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: TwoLanguagesView,
});
export type SentenceView = z.infer<typeof SentenceView>;

const TOLD_MAX = 5_000;
const told = new Map<string, SentenceView>();

/** A thousand sources say the same few sentences: each is put into words once. */
export function sentenceView({ code, params }: Sentence): SentenceView {
  const name = JSON.stringify([code, params]);
  const known = told.get(name);
  if (known) return known;
  const text = { fr: wordsFor("fr")(code, params), en: wordsFor("en")(code, params) };
  if (told.size >= TOLD_MAX) told.clear();
  const view = { code, params, text };
  told.set(name, view);
  return view;
}

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
