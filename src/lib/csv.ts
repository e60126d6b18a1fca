import { pipeline, Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { type AppError, codeOf, refusal } from "./errors.ts";
import { type OnBytes, readText, type TextForm } from "./text-file.ts";

/** One record: the line of the file where it starts, and its cells as they were meant. */
export type CsvRow = {
  line: number;
  cells: string[];
  /** It is written in another encoding than the rest of the file. */
  foreign: boolean;
};

export type Dialect = {
  delimiter: string /** Lines before the header: Excel's "sep=;". */;
  skipLines: number;
};

const DELIMITERS = [",", ";", "\t", "|"] as const;
const recordLengthMax = 1 << 16;
export const columnsMax = 200;
const sampleLengthMax = 1 << 16;
const sampleRecordsMax = 50;
const SEPARATOR_LINE = /^"?sep=(.)"?\r?(?:\n|$)/i;

/** Which delimiter a file uses: the one that cuts its first lines into equally many cells. */
export async function detectDialect(path: string, form: TextForm): Promise<Dialect> {
  let sample = "";
  for await (const piece of readText(path, form)) {
    sample += piece;
    if (sample.length > sampleLengthMax) break;
  }
  return dialectOf(sample.slice(0, sampleLengthMax));
}

/** The same for a text at hand. */
export function dialectOf(sample: string): Dialect {
  const told = SEPARATOR_LINE.exec(sample)?.[1];
  if (told) return { delimiter: told, skipLines: 1 };
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter) }));
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  return { delimiter: best.delimiter, skipLines: 0 };
}

/** Cells in the first record, weighed by how many of the next records have as many. */
function scoreOf(sample: string, delimiter: string): number {
  const counts = cellCounts(sample, delimiter);
  const [first = 1] = counts;
  if (first === 1) return 0;
  const alike = counts.filter((count) => count === first).length;
  return (first - 1) * (alike / counts.length) ** 2;
}

function cellCounts(sample: string, delimiter: string): number[] {
  const counts: number[] = [];
  let cells = 1;
  let isQuoted = false;
  let isEmpty = true;
  for (const letter of sample) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && letter === delimiter) cells++;
    if (!isQuoted && (letter === "\n" || letter === "\r")) {
      if (!isEmpty) counts.push(cells);
      if (counts.length >= sampleRecordsMax) break;
      [cells, isEmpty] = [1, true];
    } else isEmpty = false;
  }
  // The last record of a sample is cut off, unless it is all there is.
  return counts.length > 0 ? counts : [cells];
}

/** The records of a file, one by one: never more than a few of them are in memory. */
export async function* readCsv(
  path: string,
  { form, dialect, onBytes }: { form: TextForm; dialect: Dialect; onBytes?: OnBytes },
): AsyncGenerator<CsvRow> {
  // The reader runs a little ahead of the parser, so this holds a few lines at most.
  const foreign: number[] = [];
  const onForeignLine = (line: number) => void foreign.push(line);
  const text = readText(path, form, { onForeignLine, ...(onBytes && { onBytes }) });
  yield* recordsOf(text, dialect, foreign);
}

/** The records of a text at hand, which is in one encoding by nature. */
export async function* readCsvText(text: string): AsyncGenerator<CsvRow> {
  const plain = text.replace(/^\ufeff/, "");
  yield* recordsOf([plain], dialectOf(plain.slice(0, sampleLengthMax)), []);
}

async function* recordsOf(
  text: AsyncIterable<string> | Iterable<string>,
  dialect: Dialect,
  foreign: number[],
): AsyncGenerator<CsvRow> {
  const parser = parse({ ...PARSING, delimiter: dialect.delimiter });
  pipeline(Readable.from(text), parser, () => {});
  try {
    for await (const { record, info } of parser) {
      const row = rowOf(record, info.lines, foreign);
      if (row.line > dialect.skipLines && !isBlank(row.cells)) yield row;
    }
  } catch (cause) {
    throw sentenceOf(cause);
  }
}

const PARSING = {
  info: true,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: recordLengthMax,
};

function rowOf(record: string[], lastLine: number, foreign: number[]): CsvRow {
  if (record.length > columnsMax) throw tooManyColumns(lastLine);
  const breaks = record.reduce((sum, cell) => sum + countBreaks(cell), 0);
  let isForeign = false;
  while (foreign.length > 0 && (foreign[0] ?? 0) <= lastLine) {
    isForeign ||= (foreign.shift() ?? 0) >= lastLine - breaks;
  }
  return { line: lastLine - breaks, cells: record.map(openCell), foreign: isForeign };
}

const countBreaks = (cell: string): number =>
  cell.includes("\n") || cell.includes("\r") ? cell.split(/\r\n|\n|\r/).length - 1 : 0;

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === "");

const tooManyColumns = (line: number): AppError =>
  refusal("invalid", "audience:file.too_many_columns", { line, max: columnsMax });

function sentenceOf(cause: unknown): unknown {
  const code = codeOf(cause);
  if (code !== "CSV_MAX_RECORD_SIZE" && code !== "CSV_QUOTE_NOT_CLOSED") return cause;
  const line = lineOf(cause);
  const name = code === "CSV_QUOTE_NOT_CLOSED" ? "open_quote" : "long_row";
  return refusal("invalid", `audience:file.${name}`, { line });
}

const lineOf = (cause: unknown): number => {
  const { lines } = cause as Partial<CsvError> & { lines?: number };
  return lines ?? 0;
};

/**
 * What a spreadsheet would run as a formula. Marks at the beginning that only shield the rest
 * count too, so that shielding can always be undone.
 */
const ACTIVE = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A cell that every spreadsheet shows as text (OWASP, "CSV Injection"). */
export const shieldCell = (cell: string): string => (ACTIVE.test(cell) ? `'${cell}` : cell);

/** The cell again as it was before it was shielded. */
const openCell = (cell: string): string =>
  cell.startsWith("'") && ACTIVE.test(cell.slice(1)) ? cell.slice(1) : cell;

/** One line of a CSV file that is safe to open anywhere. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(shieldCell).map(quoted).join(",")}\r\n`;
}

const quoted = (cell: string): string =>
  /[",;|\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
