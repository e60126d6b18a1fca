import { classify, type PostClass } from "./classes.ts";

/**
 * How much a post of a class says that something is wrong. Jokes and questions are part of a burst
 * and count less; who sells, reports or gives the all-clear is not a witness.
 */
export const CLASS_WEIGHTS: Readonly<Record<PostClass, number>> = {
  outage: 1,
  question: 0.6,
  "own-network": 0.3,
  joke: 0.3,
  news: 0.2,
  promotion: 0,
  resolved: 0,
  unrelated: 0,
};

/** Handing on what another one says is weaker than saying it. */
const repostWeight = 0.2;
/** A guess that is hardly better than the others counts for half. */
const unsureWeight = 0.5;
const sureShare = 0.3;

export type Weighed = { weight: number; is: PostClass; share: number };

/** How much the words of a post count as evidence of an outage, from 0 to 1. */
export function weightOf(post: { text: string; isRepost?: boolean }): Weighed {
  const { is, share } = classify(post.text);
  const sure = share < sureShare ? unsureWeight : 1;
  const handed = post.isRepost ? repostWeight : 1;
  return { weight: CLASS_WEIGHTS[is] * sure * handed, is, share };
}
