import { type AppError, refusal } from "./errors.ts";

/** The encodings in which people's spreadsheets write text, by their WHATWG names. */
export type Encoding =
  | "utf-8"
  | "utf-16le"
  | "utf-16be"
  | "windows-1252"
  | "iso-8859-15"
  | "macintosh";

/** First bytes of what is often mistaken for a text file. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ["504b0304", "file.excel"],
  ["504b0506", "file.excel"],
  ["d0cf11e0a1b11ae1", "file.old_excel"],
  ["25504446", "file.pdf"],
  ["1f8b", "file.compressed"],
  ["52617221", "file.compressed"],
  ["377abcaf271c", "file.compressed"],
];
const zeroShareMin = 0.3;

/** A sentence of the audience's words about a file as a whole. */
export const fileProblem = (name: string): AppError => refusal("invalid", `audience:${name}`);

/** Throws for what is plainly not text, with what to do instead. */
export function refuseBinary(sample: Buffer): void {
  if (sample.length === 0) throw fileProblem("file.empty");
  const start = sample.subarray(0, 8).toString("hex");
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known) throw fileProblem(known[1]);
  if (sample.includes(0) && !wideEncoding(sample)) throw fileProblem("file.binary");
}

/** The encoding as far as the beginning tells it: what is not wide is taken for UTF-8 for now. */
export function guessEncoding(sample: Buffer): { encoding: Encoding; markBytes: number } {
  const [one, two, three] = sample;
  if (one === 0xef && two === 0xbb && three === 0xbf) return { encoding: "utf-8", markBytes: 3 };
  if (one === 0xff && two === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (one === 0xfe && two === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  return { encoding: wideEncoding(sample) ?? "utf-8", markBytes: 0 };
}

/** UTF-16 shows by its zeros: every other byte of our letters, and always on the same side. */
function wideEncoding(sample: Buffer): "utf-16le" | "utf-16be" | null {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] !== 0) continue;
    if (at % 2 === 0) evenZeros++;
    else oddZeros++;
  }
  const half = sample.length / 2;
  const [even, odd] = [evenZeros / half, oddZeros / half];
  if (odd > zeroShareMin && even < odd / 10) return "utf-16le";
  return even > zeroShareMin && odd < even / 10 ? "utf-16be" : null;
}

/** é è à ç ê ô î û ù â ë ï ü É in each family: the bytes that French lines are full of. */
const MAC_LETTERS = [0x8e, 0x8f, 0x88, 0x8d, 0x90, 0x99, 0x94, 0x9e, 0x9d, 0x89, 0x91, 0x95, 0x83];
const LATIN_LETTERS = [
  0xe9, 0xe8, 0xe0, 0xe7, 0xea, 0xf4, 0xee, 0xfb, 0xf9, 0xe2, 0xeb, 0xef, 0xfc, 0xc9,
];
/** € Œ œ of ISO-8859-15, where Windows has ¤ ¼ ½. */
const LATIN9_SIGNS = [0xa4, 0xbc, 0xbd];

/** Which one-byte encoding these bytes beyond ASCII come from, by how often each occurs. */
export function narrowEncoding(histogram: Uint32Array): Encoding {
  const count = (bytes: readonly number[]) =>
    bytes.reduce((sum, byte) => sum + (histogram[byte] ?? 0), 0);
  if (count(MAC_LETTERS) > count(LATIN_LETTERS)) return "macintosh";
  const hasWindowsSigns = histogram.subarray(0x80, 0xa0).some((times) => times > 0);
  return count(LATIN9_SIGNS) > 0 && !hasWindowsSigns ? "iso-8859-15" : "windows-1252";
}
