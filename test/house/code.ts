import { posix } from "node:path";
import type { SourceFile } from "./files.ts";

export type Import = {
  /** A path from the root for our own files, the bare name for a package. */
  target: string;
  own: boolean;
  typeOnly: boolean;
  specifier: string;
};

const comment = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const quoted = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/;
const template = /`(?:\\[\s\S]|[^`\\])*`/;
/** Only where a value may begin; elsewhere the slash divides. */
const pattern = /(?<=[=(,:;!&|?{}[\]\n]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[*])+\/[a-z]*/;
const pieces = [comment, quoted, template, pattern].map((each) => each.source).join("|");

/** The text without its comments. Templates stay as they are: code may stand inside them. */
export function withoutComments(text: string): string {
  return text.replace(new RegExp(pieces, "g"), (piece) =>
    piece.startsWith("//") || piece.startsWith("/*") ? " " : piece,
  );
}

/** The text without comments and quoted words, for rules about what code does. */
export function codeOnly(text: string): string {
  return text.replace(new RegExp(pieces, "g"), (piece) => (piece.startsWith("`") ? piece : '""'));
}

const importing = [
  /\b(?:import|export)\s+(?<type>type\s)?(?:[\w*{}\s,$]+?\s)??from\s*["'](?<from>[^"']+)["']/,
  /\bimport\s*\(\s*["'](?<called>[^"']+)["']/,
  /\bimport\s+["'](?<bare>[^"']+)["']/,
];

/** Everything a file imports or re-exports. */
export function importsOf(file: SourceFile): Import[] {
  const text = withoutComments(file.text);
  return importing.flatMap((form) =>
    [...text.matchAll(new RegExp(form.source, "g"))].map(({ groups = {} }) => {
      const specifier = groups["from"] ?? groups["called"] ?? groups["bare"] ?? "";
      return {
        specifier,
        typeOnly: groups["type"] !== undefined,
        ...resolve(file.path, specifier),
      };
    }),
  );
}

function resolve(path: string, specifier: string): { target: string; own: boolean } {
  if (!specifier.startsWith(".")) return { target: specifier, own: false };
  const bare = specifier.replace(/\?.*$/, "");
  return { target: posix.join(posix.dirname(path), bare), own: true };
}
