import { type Example, type Model, sharesOf, train } from "./logistic.ts";
import { TEXT_LANGUAGES, type TextLanguage } from "./text-languages.ts";
import { type Corpus, type Half, linesOf } from "./training/corpus.ts";
import { JOKE } from "./training/joke.ts";
import { NEWS } from "./training/news.ts";
import { OUTAGE } from "./training/outage.ts";
import { OWN_NETWORK } from "./training/own-network.ts";
import { PROMOTION } from "./training/promotion.ts";
import { QUESTION } from "./training/question.ts";
import { RESOLVED } from "./training/resolved.ts";
import { UNRELATED } from "./training/unrelated.ts";

export const POST_CLASSES = [
  "outage",
  "question",
  "own-network",
  "joke",
  "promotion",
  "news",
  "resolved",
  "unrelated",
] as const;
export type PostClass = (typeof POST_CLASSES)[number];

export const CORPORA: Readonly<Record<PostClass, Corpus>> = {
  outage: OUTAGE,
  question: QUESTION,
  "own-network": OWN_NETWORK,
  joke: JOKE,
  promotion: PROMOTION,
  news: NEWS,
  resolved: RESOLVED,
  unrelated: UNRELATED,
};

export type LabelledPost = { text: string; is: PostClass; language: TextLanguage };

/** The hand-written posts of one half. */
export const postsOf = (half: Half): LabelledPost[] =>
  POST_CLASSES.flatMap((is) =>
    TEXT_LANGUAGES.flatMap((language) =>
      linesOf(CORPORA[is][language], half).map((text) => ({ text, is, language })),
    ),
  );

/** Which class a post is, and how sure that is (0 to 1). */
export type Classified = { is: PostClass; share: number };

export function classify(text: string): Classified {
  const shares = sharesOf(trained(), text);
  const best = shares.indexOf(Math.max(...shares));
  return { is: POST_CLASSES[best] ?? "unrelated", share: shares[best] ?? 0 };
}

let model: Model | null = null;

/** Trained at the first post, from the training half only: who reads none waits for nothing. */
function trained(): Model {
  model ??= train(examplesOf(postsOf("training")), POST_CLASSES.length);
  return model;
}

export const examplesOf = (posts: readonly LabelledPost[]): Example[] =>
  posts.map(({ text, is }) => ({ text, label: POST_CLASSES.indexOf(is) }));
