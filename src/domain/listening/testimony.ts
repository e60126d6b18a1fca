import { languageOf } from "../text/language.ts";
import { platformOf, relevanceOf } from "../text/relevance.ts";
import { sentimentOf } from "../text/sentiment.ts";
import { isTroubleTag, speaksOfTrouble } from "../text/trouble-words.ts";
import { type Weighed, weightOf } from "../text/weight.ts";
import type { SocialPost } from "./post.ts";

/** Under the tag of a complaint, whoever asks or says little complains as well. */
const tagWeight = 0.6;
/** So sure the classifier must be where it was never taught the language. */
const sureShare = 0.9;

/** Whether a post can be about the platform at all: the cheap question, asked of every post. */
export function isAbout({ text, tag, wasAsked }: SocialPost, platform: string): boolean {
  const relevance = relevanceOf(text, platform);
  if (relevance === "about") return true;
  if (relevance === "homonym") return false;
  return wasAsked === true || tag !== undefined;
}

/** How much one post complains about the platform, from 0 to 1. */
export function weighTestimony(post: SocialPost, platform: string): number {
  const { text, tag, isRepost = false } = post;
  if (post.isBot === true || !isAbout(post, platform)) return 0;
  const weighed = weightOf({ text, isRepost });
  if (tag !== undefined && isTroubleTag(tag) && isWitness(weighed) && !isRepost) {
    return Math.max(weighed.weight, tagWeight);
  }
  // In other languages the classifier guesses: fixed words count, and what it is sure of.
  if (weighed.share >= sureShare || languageOf(text) !== null) return weighed.weight;
  return speaksOfTrouble(text) ? 1 : 0;
}

const isWitness = ({ is }: Weighed): boolean =>
  is !== "promotion" && is !== "resolved" && is !== "news";

/** Mood is told beside the count and weighs nothing: jokes are merry, and evidence all the same. */
export const soundsNegative = (text: string): boolean => sentimentOf(text).mood === "negative";

/** Whether the name of a group or a tag names a platform by itself. */
export const namesPlatform = (name: string): boolean => platformOf(name) !== null;
