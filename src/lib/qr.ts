import { encode } from "uqr";

/** Empty modules around a code (ISO/IEC 18004 asks for four). */
const QUIET_ZONE = 4;

/** A QR code as one path in a square of `size` modules, its quiet zone included. */
export function qrPath(text: string): { size: number; path: string } {
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
