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

export const sentenceView = ({ code, params }: Sentence): SentenceView => ({
  code,
  params,
  text: { fr: wordsFor("fr")(code, params), en: wordsFor("en")(code, params) },
});

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
