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
  /** What leads back to exactly this text, the fullest form first: one of them is never left out. */
  proofs: readonly string[];
};

const GAP = "\n\n";
const ELLIPSIS = "…";
const SENTENCE_END = /[.!?…](?=\s|$)/gu;

/** As much of the source as fits there: link and proof always, whole parts before parts of them. */
export function postText(network: Network, parts: PostParts): string {
  const { title, message, advice, nextStep, nextUpdate, source } = parts;
  const told = [
    [title, message, advice, nextStep, nextUpdate, source],
    [title, message, advice, nextStep, nextUpdate],
    [title, message, advice, nextUpdate],
    [title, message, nextUpdate],
  ];
  const shorter = [
    [title, advice, nextUpdate],
    [title, message],
  ];
  const choices = [
    ...proofsOf(parts).flatMap((proof) => told.map((lines) => ({ lines, proof }))),
    ...shorter.map((lines) => ({ lines, proof: shortestProof(parts) })),
  ];
  for (const { lines, proof } of choices) {
    const text = joined(parts, lines, proof);
    if (fitsPost(network, text)) return text;
  }
  return cutToFit(network, parts);
}

/** Words that somebody wrote, with the marks, the link and the proof that no post goes without. */
export function ownText(network: Network, parts: PostParts, words: string): string {
  const said = words.trim();
  const without = said.includes(parts.link) ? { ...parts, link: "" } : parts;
  const texts = proofsOf(parts).map((proof) => joined(without, [said], proof));
  return texts.find((text) => fitsPost(network, text)) ?? texts.at(-1) ?? said;
}

const proofsOf = ({ proofs }: PostParts): readonly string[] => (proofs.length > 0 ? proofs : [""]);
const shortestProof = ({ proofs }: PostParts): string => proofs.at(-1) ?? "";

function joined({ marks, link }: PostParts, lines: readonly string[], proof: string): string {
  return [...marks, ...lines, link, proof].filter((line) => line.trim() !== "").join(GAP);
}

function cutToFit(network: Network, parts: PostParts): string {
  const { title, message } = parts;
  const proof = shortestProof(parts);
  const sentences = sentencesOf(message);
  const withMessage = (kept: number) => joined(parts, [title, sentences[kept - 1] ?? ""], proof);
  const sentencesKept = mostOf(sentences.length, (kept) => fitsPost(network, withMessage(kept)));
  if (sentencesKept > 0) return withMessage(sentencesKept);
  const whole = joined(parts, [title], proof);
  if (fitsPost(network, whole)) return whole;
  const letters = Array.from(title);
  const cut = (kept: number) =>
    joined(parts, [letters.slice(0, kept).join("").trimEnd() + ELLIPSIS], proof);
  const lettersKept = mostOf(letters.length, (kept) => fitsPost(network, cut(kept)));
  return lettersKept > 0 ? cut(lettersKept) : [parts.link, proof].join(GAP).trim();
}

/** The greatest number up to `max` that fits, or 0; what is shorter than what fits does, too. */
export function mostOf(max: number, fits: (kept: number) => boolean): number {
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
