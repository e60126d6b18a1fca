import { plainWords } from "./contact-columns.ts";

export type SuppressionColumn = "key" | "address" | "reason" | "until" | "source";

/** English first, French after, without accents, case or punctuation. */
const SYNONYMS: readonly (readonly [SuppressionColumn, string])[] = [
  ["key", "id|external id|key|reference|contact id|identifiant|cle|matricule"],
  [
    "address",
    "address|adresse|phone|telephone|tel|mobile|portable|number|numero|sms|whatsapp|email|e mail|mail|courriel|mel",
  ],
  ["reason", "reason|why|motif|raison|cause"],
  ["until", "until|expires|end|jusqu au|jusqu a|fin|expiration"],
  ["source", "source|origin|origine"],
];
const ROLE_OF = new Map(
  SYNONYMS.flatMap(([column, words]) => words.split("|").map((word) => [word, column] as const)),
);

/** What each column of a suppression list means; null is a column that is passed over. */
export const readSuppressionHeader = (cells: readonly string[]): (SuppressionColumn | null)[] =>
  cells.map((cell) => ROLE_OF.get(plainWords(cell)) ?? null);
