/** What makes a text look like another, or hides something in it. */
export type Trick = {
  kind: "invisible" | "direction" | "lookalike";
  /** "U+0430" */
  point: string;
  /** The letter that it looks like, where it looks like one. */
  like: string | null;
  /** The word in which it stands, without what nobody sees. */
  word: string;
};

const TRICKS_MAX = 12;
const WORD_LENGTH_MAX = 40;
/** UAX 9: characters that change in which direction the others are shown. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Format and control characters, and letters that are drawn as nothing. */
const INVISIBLE =
  /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?!\s)\p{Cc}|[\u{e0000}-\u{e0fff}]/u;
/** A family of four is one picture: the joiners in it hide nothing. */
const PICTURE_JOINER =
  /(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})*)\u200d(?=\p{Extended_Pictographic})/gu;
/** Fullwidth forms, letters of mathematics, letters in circles, Roman numerals. */
const STYLED = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}\u24b6-\u24e9\u2160-\u217f\u212a\u212b]/u;

/** Letters of other alphabets and the Latin ones that they are mistaken for (UTS 39). */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аɑα",
    c: "сϲᴄ",
    d: "ԁ",
    e: "еҽ",
    g: "ɡց",
    h: "һհ",
    i: "іıɩι",
    j: "јϳ",
    k: "κк",
    l: "ӏǀ",
    n: "ոп",
    o: "оοօσᴏ",
    p: "рρ",
    q: "ԛզ",
    r: "гᴦ",
    s: "ѕꜱ",
    u: "υսᴜ",
    v: "νѵᴠ",
    w: "ԝաᴡ",
    x: "хᕁ",
    y: "уүγ",
    z: "ᴢ",
    A: "АΑᎪ",
    B: "ВΒᏴ",
    C: "СϹᏟ",
    D: "Ꭰ",
    E: "ЕΕᎬ",
    G: "ԌᏀ",
    H: "НΗᎻ",
    I: "ІΙӀ",
    J: "ЈᎫ",
    K: "КΚᏦ",
    L: "Ꮮ",
    M: "МΜᎷ",
    N: "Ν",
    O: "ОΟՕ",
    P: "РΡᏢ",
    S: "ЅՏᏚ",
    T: "ТΤᎢ",
    V: "ѴᏙ",
    W: "ԜᎳ",
    X: "ХΧ",
    Y: "ҮΥ",
    Z: "ΖᏃ",
    "/": "∕⁄⧸",
    ".": "․",
    ":": "ː։",
    "3": "Зз",
  }).flatMap(([latin, others]) =>
    Array.from(others).map((other): [string, string] => [other, latin]),
  ),
);

/** Every disguised character of a text, named, up to a number that people can read. */
export function tricksIn(text: string): Trick[] {
  const found: Trick[] = [];
  for (const word of text
    .replace(PICTURE_JOINER, "")
    .replace(/^\ufeff/, "")
    .split(/[^\S\ufeff]+/u)) {
    const shown = plain(word).slice(0, WORD_LENGTH_MAX);
    for (const letter of word) {
      const trick = trickOf(letter);
      if (trick !== null) found.push({ ...trick, word: shown });
      if (found.length >= TRICKS_MAX) return found;
    }
  }
  return found;
}

/** The text as its reader believes to see it. */
export const undisguised = (text: string): string =>
  Array.from(plain(text))
    .map((letter) => likeOf(letter) ?? letter)
    .join("");

const plain = (text: string): string =>
  Array.from(text)
    .filter((letter) => !DIRECTION.test(letter) && !INVISIBLE.test(letter))
    .join("");

function trickOf(letter: string): Omit<Trick, "word"> | null {
  const code = letter.codePointAt(0) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (DIRECTION.test(letter)) return { kind: "direction", point, like: null };
  if (INVISIBLE.test(letter)) return { kind: "invisible", point, like: null };
  const like = likeOf(letter);
  return like === null ? null : { kind: "lookalike", point, like };
}

function likeOf(letter: string): string | null {
  const known = LOOKALIKES.get(letter);
  if (known !== undefined) return known;
  return STYLED.test(letter) ? letter.normalize("NFKC") : null;
}
