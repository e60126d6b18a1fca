import { classify, type LabelledPost, POST_CLASSES, type PostClass } from "./classes.ts";

/** How many posts of each class (rows) were taken for which (columns). */
export type Confusion = readonly (readonly number[])[];

export function confusionOf(posts: readonly LabelledPost[]): Confusion {
  const matrix = POST_CLASSES.map(() => POST_CLASSES.map(() => 0));
  for (const { text, is } of posts) {
    const row = matrix[POST_CLASSES.indexOf(is)];
    const column = POST_CLASSES.indexOf(classify(text).is);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return matrix;
}

export type ClassScore = {
  is: PostClass;
  posts: number;
  precision: number;
  recall: number;
  f1: number;
};

export const scoresOf = (confusion: Confusion): ClassScore[] =>
  POST_CLASSES.map((is, at) => {
    const right = confusion[at]?.[at] ?? 0;
    const posts = sum(confusion[at] ?? []);
    const named = sum(confusion.map((row) => row[at] ?? 0));
    const precision = named === 0 ? 0 : right / named;
    const recall = posts === 0 ? 0 : right / posts;
    return {
      is,
      posts,
      precision,
      recall,
      f1: posts + named === 0 ? 0 : (2 * right) / (posts + named),
    };
  });

/** The mean of all classes, the small ones as much as the large. */
export const macroF1 = (scores: readonly ClassScore[]): number =>
  sum(scores.map(({ f1 }) => f1)) / scores.length;

const sum = (numbers: readonly number[]): number => numbers.reduce((so, each) => so + each, 0);
