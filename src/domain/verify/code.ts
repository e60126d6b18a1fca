/** Crockford's base 32: no I, L, O and U, so that nobody mistakes one letter for another. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;
const BITS = 5n;
const MASK = 31n;
const BYTES = 8;

/** The verification code that these bytes (a hash) begin with: fifty bits of them. */
export function codeFrom(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, BYTES)) bits = (bits << 8n) | BigInt(byte);
  bits >>= BigInt(BYTES * 8) - BITS * BigInt(LENGTH);
  let code = "";
  for (let index = 0; index < LENGTH; index++) {
    code = (ALPHABET[Number(bits & MASK)] ?? "") + code;
    bits >>= BITS;
  }
  return code;
}

/** As people read and write it: two groups of five. */
export const shownCode = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

/** The code that somebody typed, whatever they put between its letters; null where it is none. */
export function codeIn(typed: string): string | null {
  const bare = typed
    .toUpperCase()
    .replace(/[\s‐-―·._-]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const isCode =
    bare.length === LENGTH && Array.from(bare).every((letter) => ALPHABET.includes(letter));
  return isCode ? bare : null;
}
