import { encode } from "uqr";

/** Empty modules around a code (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;

export type QrPath = { size: number; path: string };
/** The same few links are drawn with every look at the database. */
const DRAWN_MAX = 64;
const drawn = new Map<string, QrPath>();

/** A QR code as one path in a square of `size` modules, its quiet zone included. */
export function qrPath(text: string): QrPath {
  const known = drawn.get(text) ?? draw(text);
  drawn.delete(text);
  drawn.set(text, known);
  for (const [oldest] of drawn) {
    if (drawn.size <= DRAWN_MAX) break;
    drawn.delete(oldest);
  }
  return known;
}

function draw(text: string): QrPath {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const rows = data.map((row, y) => rowPath(row, y));
  return { size, path: rows.join("") };
}

/** Dark modules side by side are one stroke: a fifth of the bytes. */
function rowPath(row: readonly boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    if (!row[x] || row[x - 1]) continue;
    let end = x;
    while (row[end]) end++;
    path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
  }
  return path;
}
