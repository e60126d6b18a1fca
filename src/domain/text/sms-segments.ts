/** How a text travels as SMS: in which alphabet, and in how many parts that are paid one by one. */
export type SmsSize = { alphabet: "gsm7" | "ucs2"; length: number; segments: number };

// 3GPP TS 23.038, 6.2.1: the default alphabet, and the characters that take an escape before them.
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "\f^{}\\[~]|€";
const SINGLE = { gsm7: 160, ucs2: 70 };
const PART = { gsm7: 153, ucs2: 67 };
/** What may stand in for a character that would double the price, with the same sense. */
const PLAIN: Readonly<Record<string, string>> = {
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
  "…": "...",
  "–": "-",
  "—": "-",
  œ: "oe",
  Œ: "OE",
  ê: "e",
  ë: "e",
  â: "a",
  î: "i",
  ï: "i",
  ô: "o",
  û: "u",
  ç: "c",
  À: "A",
  È: "E",
  Ê: "E",
  Î: "I",
  Ô: "O",
  "\u00a0": " ",
  "\u202f": " ",
};

/** Counts as a network does: one foreign character puts the whole text into UCS-2. */
export function smsSize(text: string): SmsSize {
  const gsm7 = gsm7Length(text);
  const alphabet = gsm7 === null ? "ucs2" : "gsm7";
  const length = gsm7 ?? text.length;
  const segments = length <= SINGLE[alphabet] ? 1 : partsOf(text, alphabet).length;
  return { alphabet, length, segments };
}

/** The text as it is cut on its way; telephones put the parts together again. */
export function smsParts(text: string): string[] {
  const { alphabet, segments } = smsSize(text);
  return segments === 1 ? [text] : partsOf(text, alphabet);
}

/**
 * What is sent as SMS. Quotation marks, dashes and spaces of the printer's kind would put the whole text
 * into UCS-2; plain ones say the same. Letters are left alone: whether they may lose their accents is
 * for people to say.
 */
export function smsText(text: string): string {
  const plain = text
    .replace(/«\s*|\s*»/g, '"')
    .replace(/[^\p{ASCII}\p{L}]/gu, (sign) => PLAIN[sign] ?? sign);
  return gsm7Length(plain) === null ? text : plain;
}

/** The same words in the narrow alphabet, as far as that is possible without changing their sense. */
export const plainSms = (text: string): string =>
  text
    .replace(/«\s*|\s*»/g, '"')
    .replace(/[^\p{ASCII}]/gu, (letter) => PLAIN[letter] ?? bare(letter));

/** Those plain words where they make it narrow; where a sign keeps it wide, nothing is gained, and nothing taken. */
export function narrowSms(text: string): string {
  const plain = plainSms(text);
  return gsm7Length(plain) === null ? text : plain;
}

/** A letter without its accent, where the narrow alphabet has that one and not the other. */
function bare(letter: string): string {
  if (BASIC.includes(letter)) return letter;
  const without = letter.normalize("NFD").replace(/\p{M}+/gu, "");
  return /^\p{ASCII}$/u.test(without) ? without : letter;
}

function gsm7Length(text: string): number | null {
  let length = 0;
  for (const letter of text) {
    if (BASIC.includes(letter)) length += 1;
    else if (EXTENDED.includes(letter)) length += 2;
    else return null;
  }
  return length;
}

/** An escape and its letter, or two halves of an emoji, never stand in different parts. */
function partsOf(text: string, alphabet: "gsm7" | "ucs2"): string[] {
  const parts: string[] = [];
  let [part, used] = ["", 0];
  for (const letter of text) {
    const width = alphabet === "ucs2" ? letter.length : EXTENDED.includes(letter) ? 2 : 1;
    if (used + width > PART[alphabet]) {
      parts.push(part);
      [part, used] = ["", 0];
    }
    part += letter;
    used += width;
  }
  return [...parts, part];
}
