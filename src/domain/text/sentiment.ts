import { fold, POST_LENGTH_MAX } from "./fold.ts";
import { FACES, FEELING, NEGATORS, NO_FEELING, STRONGER, WEAKER } from "./sentiment-words.ts";

export type Sentiment = { score: number; mood: "negative" | "neutral" | "positive" };

/** So far back a "not" or a "very" reaches. */
const reachWords = 3;
/** What denies turns a word around: "does not work" is worse than "works" is good. */
const denied = { good: -0.75, goodMore: 0.75, bad: -0.35 };
const stronger = 1.5;
const weaker = 0.6;
const shouted = 1.2;
/** The sum at which the score is two thirds of the way to its end. */
const scale = 4;
const moodAt = 0.2;
const stemLengthMin = 2;

/** How a short post feels, from -1 to 1: words and faces, each changed by its neighbours. */
export function sentimentOf(text: string): Sentiment {
  const folded = fold(text.slice(0, POST_LENGTH_MAX)).replaceAll("’", "'");
  const words = folded
    .replace(/https?:\S+|[@#]\S+/gu, " ")
    .replace(/n't\b/gu, " not")
    .match(/\p{L}+|\p{Extended_Pictographic}|[.,!?;]/gu);
  const sum = (words ?? []).reduce((so, _word, at) => so + pointsAt(words ?? [], at), 0);
  const loud = /!/u.test(folded) ? shouted : 1;
  const score = Math.tanh((sum * loud) / scale);
  const mood = score >= moodAt ? "positive" : score <= -moodAt ? "negative" : "neutral";
  return { score, mood };
}

function pointsAt(words: readonly string[], at: number): number {
  const word = words[at] ?? "";
  const face = FACES.get(word);
  if (face !== undefined) return face;
  const points = feelingOf(word);
  if (points === 0) return 0;
  const before = sinceStop(words.slice(Math.max(0, at - reachWords), at));
  // "marche plus", "funciona nada": French and its sisters deny afterwards as well.
  const after = words[at + 1] === "plus" || words[at + 1] === "pas" ? ["pas"] : [];
  const near = [...before, ...after];
  const strength = near.some((each) => STRONGER.has(each)) ? stronger : 1;
  const doubt = near.some((each) => WEAKER.has(each)) ? weaker : 1;
  const isDenied = near.some((each) => NEGATORS.has(each));
  return (isDenied ? opposite(points) : points) * strength * doubt;
}

/** "Not good" is bad; "no problem" is fine, and no more than that. */
const opposite = (points: number): number =>
  points < 0 ? points * denied.bad : points * denied.good - denied.goodMore;

/** What stands in the same sentence. */
function sinceStop(words: readonly string[]): readonly string[] {
  const stop = words.findLastIndex((word) => /^[.,!?;]$/u.test(word));
  return words.slice(stop + 1);
}

function feelingOf(word: string): number {
  if (NO_FEELING.has(word)) return 0;
  for (let length = word.length; length >= stemLengthMin; length--) {
    const points = FEELING.get(word.slice(0, length));
    // A short beginning says little: "bon" is a word, and "bonfire" is another.
    const ending = word.length - length;
    if (points !== undefined && (ending <= 1 || (length >= 4 && ending <= 4))) return points;
  }
  return 0;
}
