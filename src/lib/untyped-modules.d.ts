/** Two packages that come without types: as much of them as we use. */
declare module "snowball-stemmers" {
  export function newStemmer(language: "french" | "english"): { stem(word: string): string };
}

declare module "stopword" {
  export const eng: readonly string[];
  export const fra: readonly string[];
}
