import { classify, type PostClass } from "./classes.ts";
import { relevanceOf } from "./relevance.ts";

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

export type Post = {
  text: string;
  /** The platform that we ask about, when we do. */
  platform?: string;
  /** It stands under a hashtag of the platform, so that it need not name it. */
  isTagged?: boolean;
  isRepost?: boolean;
  isBot?: boolean;
  /** Nearly the same was said before (near-duplicates.ts). */
  isCopy?: boolean;
};

export type Weighed = { weight: number; is: PostClass; share: number };

/** How much a post counts as evidence of an outage, from 0 to 1. */
export function weightOf(post: Post): Weighed {
  const { is, share } = classify(post.text);
  if (post.isBot || post.isCopy || !isRelevant(post)) return { weight: 0, is, share };
  const sure = share < sureShare ? unsureWeight : 1;
  const handed = post.isRepost ? repostWeight : 1;
  return { weight: CLASS_WEIGHTS[is] * sure * handed, is, share };
}

function isRelevant({ text, platform, isTagged }: Post): boolean {
  if (platform === undefined) return true;
  const relevance = relevanceOf(text, platform);
  return relevance === "about" || (isTagged === true && relevance === "unnamed");
}
