import { withoutComments } from "./code.ts";
import { isTest, type SourceFile } from "./files.ts";

const exporting = /^export (?:async )?(?:const|function\*?|class) (?<name>\w+)/gm;
const isRead = (path: string): boolean => /\.(?:ts|tsx|mjs|mts)$/.test(path);
const hasDoors = ({ path }: SourceFile): boolean =>
  /^(?:src|console|widget)\//.test(path) && !isTest(path);

/** What a file offers and no other file names, be it a test. */
export function unusedExports(files: readonly SourceFile[]): string[] {
  const named = new Map<string, number>();
  for (const { path, text } of files) {
    if (!isRead(path)) continue;
    for (const word of new Set(withoutComments(text).match(/\w+/g))) {
      named.set(word, (named.get(word) ?? 0) + 1);
    }
  }
  return files.filter(hasDoors).flatMap(({ path, text }) =>
    [...text.matchAll(exporting)]
      .map(({ groups }) => groups?.["name"] ?? "")
      .filter((name) => named.get(name) === 1)
      .map((name) => `${path} exports ${name}, which nobody imports`),
  );
}
