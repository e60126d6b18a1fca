import type { Network } from "./outlet.ts";
import { fitsPost } from "./post-length.ts";

/** The one source, in words: what every network's text is made from. */
export type PostParts = {
  /** "Mis à jour à 10 h 42", "EXERCICE": stands first and is never left out. */
  marks: readonly string[];
  title: string;
  message: string;
  advice: string;
  nextStep: string;
  nextUpdate: string;
  source: string;
  link: string;
};

const GAP = "\n\n";
const ELLIPSIS = "…";
const SENTENCE_END = /[.!?…](?=\s|$)/gu;

/** As much of the source as fits there: the link always, whole parts before parts of them. */
export function postText(network: Network, parts: PostParts): string {
  const { title, message, advice, nextStep, nextUpdate, source } = parts;
  const choices = [
    [title, message, advice, nextStep, nextUpdate, source],
    [title, message, advice, nextStep, nextUpdate],
    [title, message, advice, nextUpdate],
    [title, message, nextUpdate],
    [title, advice, nextUpdate],
    [title, message],
  ];
  for (const lines of choices) {
    const text = joined(parts, lines);
    if (fitsPost(network, text)) return text;
  }
  return cutToFit(network, parts);
}

/** Words that somebody wrote, with the marks and the link that no post goes without. */
export function ownText(parts: PostParts, words: string): string {
  const said = words.trim();
  return said.includes(parts.link) ? [...parts.marks, said].join(GAP) : joined(parts, [said]);
}

function joined({ marks, link }: PostParts, lines: readonly string[]): string {
  return [...marks, ...lines, link].filter((line) => line.trim() !== "").join(GAP);
}

function cutToFit(network: Network, parts: PostParts): string {
  const { title, message } = parts;
  const sentences = sentencesOf(message);
  const withMessage = (kept: number) => joined(parts, [title, sentences[kept - 1] ?? ""]);
  const sentencesKept = mostOf(sentences.length, (kept) => fitsPost(network, withMessage(kept)));
  if (sentencesKept > 0) return withMessage(sentencesKept);
  const whole = joined(parts, [title]);
  if (fitsPost(network, whole)) return whole;
  const letters = Array.from(title);
  const cut = (kept: number) =>
    joined(parts, [letters.slice(0, kept).join("").trimEnd() + ELLIPSIS]);
  const lettersKept = mostOf(letters.length, (kept) => fitsPost(network, cut(kept)));
  return lettersKept > 0 ? cut(lettersKept) : parts.link;
}

/** The greatest number up to `max` that fits, or 0; what is shorter than what fits does, too. */
function mostOf(max: number, fits: (kept: number) => boolean): number {
  let [least, most] = [0, max];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

/** The first sentence, the first two, and so on. */
function sentencesOf(text: string): string[] {
  return [...text.matchAll(SENTENCE_END)].map(({ index }) => text.slice(0, index + 1));
}
