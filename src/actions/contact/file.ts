import { type NamedColumn, readHeader } from "../../domain/contact-columns.ts";
import { readRow } from "../../domain/contact-file.ts";
import { type CsvRow, type Dialect, detectDialect, readCsv } from "../../lib/csv.ts";
import { refusal } from "../../lib/errors.ts";
import { parsePhone } from "../../lib/phone.ts";
import { fileProblem } from "../../lib/text-encoding.ts";
import { inspectText, type TextForm } from "../../lib/text-file.ts";
import type { FaultyRow, StagedRow } from "../../store/imports.ts";
import { parseWay } from "./change.ts";

/** Which file to read, and what the file itself does not say. */
export type ContactFile = {
  path: string;
  defaultCountry: string | null;
  consentWording: string;
  consentSource: string;
};

/** How far the reading has come. A file is read twice: for its encoding, then for its rows. */
export type FileProgress = { bytes: number; bytesTotal: number; rows: number };

export type OpenedFile = {
  form: TextForm;
  dialect: Dialect;
  header: string[];
  columns: readonly NamedColumn[];
};

export type Part = {
  staged: StagedRow[];
  faulty: FaultyRow[];
  formulas: number;
  landlines: number;
};

const partRows = 2_000;
const passes = 2;
const linesMax = 2 ** 31 - 1;

/** Finds out how the file is written and what its columns mean, or says what is wrong with it. */
export async function openContactFile(
  path: string,
  onProgress: (progress: FileProgress) => void,
): Promise<OpenedFile> {
  let bytes = 0;
  const form = await inspectText(path, (more) => {
    bytes += more;
    onProgress({ bytes, bytesTotal: passes * bytes, rows: 0 });
  });
  const dialect = await detectDialect(path, form);
  for await (const { cells } of readCsv(path, { form, dialect })) {
    const header = readHeader(cells);
    if (header.ok) return { form, dialect, header: cells, columns: header.columns };
    throw headerProblem(header.problem);
  }
  throw fileProblem("file.empty");
}

function headerProblem({
  code,
  params,
}: {
  code: string;
  params: Record<string, string | number>;
}) {
  return refusal("invalid", `audience:file.${code}`, params);
}

/** The rows of a file in parts, each read and judged. Only one part is in memory. */
export async function* readParts(
  file: ContactFile,
  { form, dialect, columns }: OpenedFile,
  onProgress: (progress: FileProgress) => void,
): AsyncGenerator<Part> {
  const reading = { ...file, columns, parsePhone, parseWay };
  const size = { bytes: form.bytes, rows: 0 };
  const onBytes = (more: number) => void (size.bytes += more);
  let part = emptyPart();
  let isHeader = true;
  for await (const row of readCsv(file.path, { form, dialect, onBytes })) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    if (row.line > linesMax) throw fileProblem("file.too_large");
    take(part, row, readRow(row.cells, reading));
    if (++size.rows % partRows !== 0) continue;
    onProgress({ ...size, bytesTotal: passes * form.bytes });
    yield part;
    part = emptyPart();
  }
  onProgress({ ...size, bytesTotal: passes * form.bytes });
  yield part;
}

const emptyPart = (): Part => ({ staged: [], faulty: [], formulas: 0, landlines: 0 });

function take(part: Part, row: CsvRow, read: ReturnType<typeof readRow>): void {
  const { line } = row;
  // JSON in the database has no room for it, and no cell has a use for it.
  const cells = row.cells.map((cell) => cell.replaceAll("\0", ""));
  const errors = row.foreign ? [mixedEncoding, ...read.errors] : read.errors;
  if (errors.length > 0) {
    part.faulty.push({ line, cells, errors });
    return;
  }
  part.formulas += read.formulas;
  part.landlines += read.landlines;
  part.staged.push({ line, cells, draft: read.draft });
}

const mixedEncoding = { column: "", value: "", code: "mixed_encoding", params: {} };
