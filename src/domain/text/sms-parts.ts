/** How a text travels in the bytes of one or several short messages. */
export type SmsParts = { alphabet: "gsm7" | "ucs2"; parts: Uint8Array[] };

// 3GPP TS 23.038, 6.2.1: the place of a letter is its number; 27 announces one of the second table.
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const ESCAPE = 27;
const EXTENDED: ReadonlyMap<string, number> = new Map([
  ["\f", 0x0a],
  ["^", 0x14],
  ["{", 0x28],
  ["}", 0x29],
  ["\\", 0x2f],
  ["[", 0x3c],
  ["~", 0x3d],
  ["]", 0x3e],
  ["|", 0x40],
  ["€", 0x65],
]);
const SECOND = new Map([...EXTENDED].map(([letter, code]) => [code, letter]));
const NUMBERS = new Map(Array.from(BASIC).map((letter, at) => [letter, at]));
const SINGLE = { gsm7: 160, ucs2: 140 };
const PART = { gsm7: 153, ucs2: 134 };
/** 3GPP TS 23.040, 9.2.3.24.1: which message this is a part of, of how many, and which one. */
const HEADER_LENGTH = 6;

/** Cuts a text into parts, in the narrow alphabet where every letter is in it; `name` joins them. */
export function smsParts(text: string, name: number): SmsParts {
  const narrow = Array.from(text)
    .map(septetsOf)
    .filter((letter) => letter !== null);
  const isNarrow = narrow.length === Array.from(text).length;
  const alphabet = isNarrow ? "gsm7" : "ucs2";
  const letters = isNarrow ? narrow : Array.from(text).map(wide);
  const length = letters.reduce((sum, letter) => sum + letter.length, 0);
  if (length <= SINGLE[alphabet]) return { alphabet, parts: [Uint8Array.from(letters.flat())] };
  const parts = filled(letters, PART[alphabet]);
  const headed = parts.map((part, at) =>
    Uint8Array.from([5, 0, 3, name & 0xff, parts.length, at + 1, ...part]),
  );
  return { alphabet, parts: headed };
}

/** The text of one part again, and which part of what it is. */
export function readSmsPart(
  bytes: Uint8Array,
  told: { alphabet: "gsm7" | "ucs2" | "latin1"; hasHeader: boolean },
): { text: string; name: number; parts: number; part: number } {
  const headerLength = told.hasHeader ? (bytes[0] ?? 0) + 1 : 0;
  const isPart = headerLength === HEADER_LENGTH && bytes[1] === 0 && bytes[2] === 3;
  const [name = 0, parts = 1, part = 1] = isPart ? bytes.subarray(3, HEADER_LENGTH) : [];
  const body = bytes.subarray(headerLength);
  const text = told.alphabet === "gsm7" ? fromSeptets(body) : fromWide(body, told.alphabet);
  return { text, name, parts, part };
}

/** An escape and its letter, or two halves of an emoji, never stand in different parts. */
function filled(letters: readonly number[][], lengthMax: number): number[][] {
  const parts: number[][] = [];
  let current: number[] = [];
  for (const letter of letters) {
    if (current.length + letter.length > lengthMax) {
      parts.push(current);
      current = [];
    }
    current.push(...letter);
  }
  return [...parts, current];
}

function septetsOf(letter: string): number[] | null {
  const second = EXTENDED.get(letter);
  if (second !== undefined) return [ESCAPE, second];
  const first = NUMBERS.get(letter);
  return first === undefined || first === ESCAPE ? null : [first];
}

/** UTF-16, the larger half first. */
const wide = (letter: string): number[] =>
  [...Array(letter.length).keys()].flatMap((at) => {
    const unit = letter.charCodeAt(at);
    return [unit >> 8, unit & 0xff];
  });

function fromSeptets(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    if (code === ESCAPE) {
      at += 1;
      text += SECOND.get(bytes[at] ?? 0) ?? " ";
    } else text += BASIC[code] ?? "?";
  }
  return text;
}

function fromWide(bytes: Uint8Array, alphabet: "ucs2" | "latin1"): string {
  if (alphabet === "latin1") return String.fromCharCode(...bytes);
  let text = "";
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    text += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
  }
  return text;
}
