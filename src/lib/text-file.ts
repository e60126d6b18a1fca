import { isAscii, isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type AppError, refusal } from "./errors.ts";
import {
  type Encoding,
  fileProblem,
  guessEncoding,
  narrowEncoding,
  refuseBinary,
} from "./text-encoding.ts";

/** How a text file is written: found out by reading it once from end to end. */
export type TextForm = {
  encoding: Encoding;
  bytes: number;
  /** Bytes of the byte order mark, which belongs to no cell. */
  markBytes: number;
  /** Some lines are written in another encoding than the rest. */
  mixed: boolean;
  newline: number;
};

export type OnBytes = (bytes: number) => void;

export const fileBytesMax = 2 * 1024 ** 3;
/** Beyond this a line is no line: the file is not a table, or its newlines are strange. */
const lineBytesMax = 1 << 20;
const pieceBytes = 1 << 18;
const sampleBytes = 1 << 16;
const LF = 10;
const CR = 13;

/** Finds the encoding of a file, or throws a sentence that says why it is not a text file. */
export async function inspectText(path: string, onBytes: OnBytes = () => {}): Promise<TextForm> {
  const { bytes, sample } = await openSample(path);
  const form = formAtFirst(sample, bytes);
  if (form.encoding !== "utf-8") return form;
  return formOf(form, await countEncodings(path, form, onBytes));
}

/** The text of bytes at hand, in whichever encoding: what is plainly no text is refused, as in a file. */
export function decodeText(bytes: Buffer): string {
  const sample = bytes.subarray(0, sampleBytes);
  refuseBinary(sample);
  const first = formAtFirst(sample, bytes.length);
  const body = bytes.subarray(first.markBytes);
  if (first.encoding !== "utf-8" || isUtf8(body)) {
    return new TextDecoder(first.encoding).decode(body);
  }
  const counts = newCounts();
  countLines(body, first.newline, counts);
  const form = formOf(first, counts);
  return linesOf(body, form.newline)
    .map((line) => decodeLine(line, form, () => {}))
    .join("");
}

function formAtFirst(sample: Buffer, bytes: number): TextForm {
  const newline = sample.includes(LF) || !sample.includes(CR) ? LF : CR;
  return { ...guessEncoding(sample), bytes, mixed: false, newline };
}

/** What is not wide is UTF-8 as long as most of its lines can be. */
function formOf(form: TextForm, lines: Counts): TextForm {
  if (lines.narrow === 0) return form;
  const isUtf = form.markBytes > 0 || lines.utf8 >= lines.narrow;
  if (isUtf) return { ...form, mixed: true };
  return { ...form, encoding: narrowEncoding(lines.histogram), mixed: lines.utf8 > 0 };
}

async function openSample(path: string): Promise<{ bytes: number; sample: Buffer }> {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  if (size > fileBytesMax) throw tooLargeFile();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
  const sample = buffer.subarray(0, bytesRead);
  refuseBinary(sample);
  return { bytes: size, sample };
}

/** Said by whoever meets the limit first: the upload, or the reader. */
export const tooLargeFile = (): AppError => refusal("too_large", "audience:file.too_large");

type Counts = { utf8: number; narrow: number; histogram: Uint32Array };
const newCounts = (): Counts => ({ utf8: 0, narrow: 0, histogram: new Uint32Array(256) });

/** Counts the lines that are UTF-8 beyond ASCII, and those that cannot be UTF-8 at all. */
async function countEncodings(path: string, form: TextForm, onBytes: OnBytes): Promise<Counts> {
  const counts = newCounts();
  for await (const piece of wholeLines(path, form)) {
    if (piece.includes(0)) throw fileProblem("file.binary");
    if (!isAscii(piece)) countLines(piece, form.newline, counts);
    onBytes(piece.length);
  }
  return counts;
}

function countLines(piece: Buffer, newline: number, counts: Counts): void {
  for (const line of linesOf(piece, newline)) {
    if (isAscii(line)) continue;
    if (isUtf8(line)) counts.utf8++;
    else {
      counts.narrow++;
      for (const byte of line) counts.histogram[byte] = (counts.histogram[byte] ?? 0) + 1;
    }
  }
}

/** Where the lines of a foreign encoding are told, in order. */
export type OnForeignLine = (line: number) => void;

/**
 * The text of a file, piece by piece. In a mixed file, each line is read in the encoding it is
 * written in, and the lines of the minority are told: their text may still be wrong.
 */
export async function* readText(
  path: string,
  form: TextForm,
  tell: { onBytes?: OnBytes; onForeignLine?: OnForeignLine } = {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder(form.encoding);
  let line = 1;
  for await (const piece of isWide(form) ? pieces(path, form) : wholeLines(path, form)) {
    if (!form.mixed) yield decoder.decode(piece, { stream: true });
    else {
      const lines = linesOf(piece, form.newline);
      yield lines
        .map((bytes, at) => decodeLine(bytes, form, () => tell.onForeignLine?.(line + at)))
        .join("");
      line += lines.length;
    }
    tell.onBytes?.(piece.length);
  }
  yield decoder.decode();
}

const isWide = (form: TextForm): boolean => form.encoding.startsWith("utf-16");

function decodeLine(bytes: Buffer, form: TextForm, foreign: () => void): string {
  if (isAscii(bytes)) return bytes.toString("latin1");
  const isOurs = isUtf8(bytes) === (form.encoding === "utf-8");
  if (!isOurs) foreign();
  return isUtf8(bytes) ? bytes.toString("utf8") : narrowDecoder(form).decode(bytes);
}

const windows = new TextDecoder("windows-1252");
const narrowDecoder = ({ encoding }: TextForm): TextDecoder =>
  encoding === "utf-8" ? windows : new TextDecoder(encoding);

async function* pieces(path: string, form: TextForm): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { start: form.markBytes, highWaterMark: pieceBytes });
  for await (const piece of stream) if (Buffer.isBuffer(piece)) yield piece;
}

/** Pieces that end where a line ends, so that no letter is cut in two. */
async function* wholeLines(path: string, form: TextForm): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces(path, form)) {
    const end = piece.lastIndexOf(form.newline) + 1;
    if (end > 0) yield Buffer.concat([rest, piece.subarray(0, end)]);
    rest = end > 0 ? Buffer.from(piece.subarray(end)) : Buffer.concat([rest, piece]);
    if (rest.length > lineBytesMax) throw fileProblem("file.long_line");
  }
  if (rest.length > 0) yield rest;
}

/** The lines of a piece, each with its newline. */
function linesOf(piece: Buffer, newline: number): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < piece.length; ) {
    const found = piece.indexOf(newline, start);
    const end = found === -1 ? piece.length : found + 1;
    lines.push(piece.subarray(start, end));
    start = end;
  }
  return lines;
}
