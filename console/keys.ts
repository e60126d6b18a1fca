/** A catalogue of words: every leaf is one sentence. */
export type Tree = { [key: string]: string | Tree };

export const keysOf = (tree: Tree, before = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [`${before}${key}`] : keysOf(value, `${before}${key}.`),
  );

/** French knows a form for millions; English does not. */
export const withoutMany = (keys: string[]) => keys.filter((key) => !key.endsWith("_many")).sort();

/** A plural is one key with several endings. */
export const stem = (key: string) => key.replace(/_(one|many|other)$/, "");

/** The blanks of a sentence, each once. */
export const blanksIn = (sentence: string) =>
  [...new Set(sentence.match(/\{\{\w+\}\}/g) ?? [])].sort();

/** The lines of a French catalogue that lack a no-break space. */
export const badlySpaced = (catalogue: string): string[] =>
  catalogue
    .split("\n")
    .map((line) => line.replace(/^\s*"[^"]*": /, ""))
    .filter((line) => / [:;!?»]|« /.test(line));

/** A template as a pattern: each blank is one or more parts of a key. */
export function patternOf(template: string): RegExp {
  const fixed = template.replace(/^\w+:/, "").split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
  return new RegExp(`^${fixed.map((part) => part.replace(/[^\w-]/g, "\\$&")).join("[\\w.-]+")}$`);
}
