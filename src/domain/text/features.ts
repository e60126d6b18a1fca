import { fold, POST_LENGTH_MAX } from "./fold.ts";
import { withoutNames } from "./platform-names.ts";
import { SIGNS } from "./signs.ts";

/** What a classifier sees of a post: marks, each with the weight of its kind. */
export type Feature = { mark: string; weight: number };

const weights = { word: 1, pair: 0.7, piece: 0.6, sign: 2 };
const pieceLengths = [3, 4, 5];

/** The marks of a post: its words, pairs of words, pieces of words, and signs. */
export function featuresOf(text: string): Feature[] {
  const folded = withoutTags(fold(text.slice(0, POST_LENGTH_MAX)).replaceAll("’", "'"));
  const masked = withoutNames(folded, " qqname ")
    .replace(/https?:\S+/gu, " qqlink ")
    .replace(/@[\p{L}\p{N}_.@-]+/gu, " ")
    .replace(/\d+/gu, " qqnumber ");
  const words = masked.match(/\p{L}+|\p{Extended_Pictographic}/gu) ?? [];
  const pairs = words.map((word, at) => `${words[at - 1] ?? "^"} ${word}`);
  const marks = [
    ...weighed(
      "sign",
      signsOf({ folded, isNamed: masked.includes("qqname"), wordCount: words.length }),
    ),
    ...weighed("word", words),
    ...weighed("pair", pairs),
    ...weighed("piece", words.flatMap(piecesOf)),
  ];
  return [...new Map(marks.map((feature) => [feature.mark, feature])).values()];
}

/** Tags at the end say where a post stands, not what it says, unless they complain themselves. */
const withoutTags = (folded: string): string =>
  folded
    .replace(/#(\p{L}+?)(down|outage|panne|caido|caida|caiu|foradoar)(?!\p{L})/gu, "$1 $2")
    .replace(/(?:(?:^|\s)#[\p{L}\p{N}_]+)+\s*$/u, "");

type Seen = { folded: string; isNamed: boolean; wordCount: number };

function signsOf({ folded, isNamed, wordCount }: Seen): string[] {
  const seen = Object.entries(SIGNS).flatMap(([name, sign]) => (sign.test(folded) ? [name] : []));
  const sees = (name: string) => seen.includes(name);
  const subject = isNamed ? "named" : "unnamed";
  if (sees("question") && (sees("trouble") || sees("others"))) seen.push(`asking-${subject}`);
  if (sees("trouble")) seen.push(`trouble-${subject}`);
  else seen.push(`calm-${subject}`);
  return [...seen, wordCount < 6 ? "short" : wordCount < 10 ? "middling" : "long"];
}

const weighed = (kind: keyof typeof weights, marks: readonly string[]): Feature[] =>
  marks.map((mark) => ({ mark: `${kind}:${mark}`, weight: weights[kind] }));

function piecesOf(word: string): string[] {
  if (word.startsWith("qq")) return [];
  const padded = `_${word}_`;
  return pieceLengths.flatMap((length) =>
    Array.from({ length: Math.max(0, padded.length - length + 1) }, (_, at) =>
      padded.slice(at, at + length),
    ),
  );
}
