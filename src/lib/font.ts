/** What a TrueType font knows of its letters: which it has, and how wide they are. */
export type Font = {
  /** Whether there is a drawing for this character. */
  has(point: number): boolean;
  /** How wide a line is in a size, without kerning: never less than it will be. */
  width(text: string, size: number): number;
};

type Table = { at: number; length: number };
const TABLE_RECORD_BYTES = 16;
const TABLES_AT = 12;

/** Reads a TrueType file (OpenType 1.9: cmap 4 and 12, hhea, hmtx). Throws for what is none. */
export function readFont(file: Buffer): Font {
  const table = tablesOf(file);
  const unitsPerEm = file.readUInt16BE(table("head").at + 18);
  const metricsCount = file.readUInt16BE(table("hhea").at + 34);
  const hmtx = table("hmtx").at;
  const glyphs = glyphsOf(file, table("cmap").at);
  const advance = (glyph: number): number =>
    file.readUInt16BE(hmtx + 4 * Math.min(glyph, metricsCount - 1));
  return {
    has: (point) => glyphs.has(point),
    width(text, size) {
      let units = 0;
      for (const letter of text) units += advance(glyphs.get(letter.codePointAt(0) ?? 0) ?? 0);
      return (units * size) / unitsPerEm;
    },
  };
}

function tablesOf(file: Buffer): (name: string) => Table {
  const tables = new Map<string, Table>();
  for (let index = 0; index < file.readUInt16BE(4); index++) {
    const at = TABLES_AT + index * TABLE_RECORD_BYTES;
    const name = file.toString("latin1", at, at + 4);
    tables.set(name, { at: file.readUInt32BE(at + 8), length: file.readUInt32BE(at + 12) });
  }
  return (name) => {
    const table = tables.get(name);
    if (!table) throw new Error(`This font has no table "${name}".`);
    return table;
  };
}

function glyphsOf(file: Buffer, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < file.readUInt16BE(cmap + 2); index++) {
    const at = cmap + file.readUInt32BE(cmap + 4 + index * 8 + 4);
    const format = file.readUInt16BE(at);
    if (format === 4) readSegments(file, at, glyphs);
    if (format === 12) readGroups(file, at, glyphs);
  }
  return glyphs;
}

/** Format 4: runs of the first 65,536 characters. */
function readSegments(file: Buffer, at: number, glyphs: Map<number, number>): void {
  const span = file.readUInt16BE(at + 6);
  const [ends, starts] = [at + 14, at + 16 + span];
  const [deltas, offsets] = [starts + span, starts + 2 * span];
  for (let index = 0; index < span; index += 2) {
    const [start, end] = [file.readUInt16BE(starts + index), file.readUInt16BE(ends + index)];
    const delta = file.readInt16BE(deltas + index);
    const offset = file.readUInt16BE(offsets + index);
    for (let point = start; point <= end && point < 0xffff; point++) {
      const place = offsets + index + offset + 2 * (point - start);
      const raw = offset === 0 ? point : file.readUInt16BE(place);
      if (offset === 0 || raw !== 0) note(glyphs, point, (raw + delta) & 0xffff);
    }
  }
}

/** Format 12: runs of any characters. */
function readGroups(file: Buffer, at: number, glyphs: Map<number, number>): void {
  for (let index = 0; index < file.readUInt32BE(at + 12); index++) {
    const group = at + 16 + index * 12;
    const [start, end] = [file.readUInt32BE(group), file.readUInt32BE(group + 4)];
    const first = file.readUInt32BE(group + 8);
    for (let point = start; point <= end; point++) note(glyphs, point, first + point - start);
  }
}

function note(glyphs: Map<number, number>, point: number, glyph: number): void {
  if (glyph !== 0) glyphs.set(point, glyph);
}
