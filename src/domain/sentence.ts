/** Something to tell people: which sentence of the locales ("namespace:key"), and its blanks. */
export type Sentence = { code: string; params: Record<string, string | number> };

export const sentence = (code: string, params: Sentence["params"] = {}): Sentence => ({
  code,
  params,
});
