import { AppError, codeOf, invalid } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";

/** The language that the terminal is set to, if it is one of ours. */
export const terminalLanguage = (env: Readonly<Record<string, string | undefined>>): "fr" | "en" =>
  /^fr/i.test(env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "") ? "fr" : "en";

/** What a failure says to the person at the terminal, in their language where the locales tell it. */
export function saidAtTerminal(cause: AppError): string {
  const { sentence } = cause.detail;
  if (typeof sentence !== "string") return cause.message;
  return wordsFor(terminalLanguage(process.env))(sentence, cause.detail);
}

const why: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "there is no such folder",
  EISDIR: "it is a folder",
  EACCES: "this account may not write there",
  EPERM: "this account may not write there",
  EROFS: "that disk cannot be written",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  EEXIST: "it is there already",
};

/** Runs what writes a file that a person has named; where it cannot be written, a sentence says why. */
export async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = why[codeOf(cause) ?? ""];
    if (reason === undefined) throw cause;
    throw invalid(`${file} cannot be written: ${reason}. Name another file.`);
  }
}
