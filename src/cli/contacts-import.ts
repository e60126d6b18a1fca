import { createWriteStream } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { House } from "../actions/action.ts";
import { applyImport } from "../actions/contact/apply.ts";
import { checkImport } from "../actions/contact/check.ts";
import type { ImportSummary } from "../domain/import-summary.ts";
import type { Actor } from "../domain/roles.ts";
import { conflict, notFound } from "../lib/errors.ts";
import { type Words, wordsFor } from "../lib/words.ts";
import { errorsCsv } from "../store/contact-csv.ts";
import { errorsOf, findImport, type ImportErrorRow } from "../store/imports.ts";
import { createProgress, type ProgressWords, sizeOf } from "./progress.ts";
import { terminalLanguage, writing } from "./terminal.ts";

export type ImportOptions = {
  country?: string;
  consentWording?: string;
  consentSource?: string;
  dryRun?: boolean;
  errors?: string;
  skipErrors?: boolean;
};
type Desk = { house: House; actor: Actor; words: Words };

const errorsPrinted = 20;
const progressWords = (words: Words): ProgressWords => ({
  of: words("audience:cli.of"),
  left: words("audience:cli.left"),
  took: words("audience:cli.took"),
});

/** Checks a file, shows what it would do, and does it unless errors or a dry run forbid it. */
export async function importContacts(
  { house, actor }: Omit<Desk, "words">,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const desk = { house, actor, words: wordsFor(terminalLanguage(process.env)) };
  await run(desk, file, options);
}

async function run(desk: Desk, file: string, options: ImportOptions): Promise<void> {
  const { id, summary } = await check(desk, file, options);
  printSummary(summary, desk.words);
  if (summary.errors > 0) await showErrors(desk, id, options.errors);
  if (options.dryRun) return print(desk.words("audience:cli.dry_run"));
  if (summary.errors > 0 && !options.skipErrors) {
    throw conflict("Nothing was imported, because some rows have errors.", {
      sentence: "audience:cli.refused",
      count: summary.errors,
    });
  }
  await apply(desk, id, options.skipErrors === true);
}

async function check({ house, actor, words }: Desk, file: string, options: ImportOptions) {
  const progress = createProgress({
    words: progressWords(words),
    label: words("audience:cli.read"),
    total: 0,
    format: sizeOf,
  });
  const checked = await checkImport(house, actor, {
    path: file,
    fileName: basename(file),
    defaultCountry: options.country?.toUpperCase() ?? null,
    consentWording: options.consentWording ?? "",
    consentSource: options.consentSource ?? "",
    onProgress: ({ bytes, bytesTotal }) => progress.set(bytes, bytesTotal),
  });
  progress.end();
  return checked;
}

async function apply({ house, actor, words }: Desk, id: string, skipErrors: boolean) {
  const progress = createProgress({
    words: progressWords(words),
    label: words("audience:cli.rows"),
    total: 0,
  });
  const onProgress = ({ rows, rowsTotal }: { rows: number; rowsTotal: number }) =>
    progress.set(rows, rowsTotal);
  const { summary } = await applyImport(house, actor, { id, skipErrors, onProgress });
  progress.end();
  print(words("audience:cli.done", { new: summary.new, changed: summary.changed }));
}

function printSummary(summary: ImportSummary, words: Words): void {
  print(words("audience:summary.rows", { count: summary.rows, encoding: summary.encoding }));
  const always = ["new", "changed", "unchanged", "errors"] as const;
  const sometimes = ["duplicates", "unreachable", "optedOut", "formulas", "landlines"] as const;
  for (const name of always)
    print(`  ${words(`audience:summary.${name}`, { count: summary[name] })}`);
  for (const name of sometimes) {
    const count = summary[name];
    if (count > 0) print(`  ${words(`audience:summary.${name}`, { count })}`);
  }
}

async function showErrors({ house, words }: Desk, id: string, file?: string): Promise<void> {
  const errors = await errorsOf(house.db, id, errorsPrinted);
  for (const error of errors) print(`  ${lineOf(error, words)}`);
  if (file === undefined) return;
  const found = await findImport(house.db, id);
  if (!found) throw notFound("import");
  const lines = errorsCsv(house.db, found, (error) => sentenceOf(error, words));
  await writing(file, async () => {
    await pipeline(Readable.from(lines), createWriteStream(file, { mode: 0o600 }));
  });
  print(words("audience:cli.errors_written", { file }));
}

const lineOf = (error: ImportErrorRow, words: Words): string =>
  words("audience:cli.line", { line: error.line, problem: sentenceOf(error, words) });

const sentenceOf = ({ code, column_name: column, value, params }: ImportErrorRow, words: Words) =>
  words(`audience:row.${code}`, { ...params, column, value });

const print = (line: string): void => void process.stdout.write(`${line}\n`);
