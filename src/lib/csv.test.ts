import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlace } from "../../test/place.ts";
import {
  type CsvRow,
  columnsMax,
  csvLine,
  detectDialect,
  dialectOf,
  readCsv,
  shieldCell,
} from "./csv.ts";
import { decodeText, inspectText } from "./text-file.ts";

async function read(content: string | Buffer) {
  using place = createPlace();
  const path = join(place.path, "file.csv");
  writeFileSync(path, content);
  const form = await inspectText(path);
  const dialect = await detectDialect(path, form);
  const rows: CsvRow[] = [];
  for await (const row of readCsv(path, { form, dialect })) rows.push(row);
  return { form, dialect, rows, cells: rows.map(({ cells }) => cells) };
}

const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();
const mac = (text: string) =>
  Buffer.from(text.replaceAll("é", "\x8e").replaceAll("è", "\x8f"), "latin1");
const text = "nom;ville\nZoé;Sète\nÉva;Liège\n";
const asRead = [
  ["nom", "ville"],
  ["Zoé", "Sète"],
  ["Éva", "Liège"],
];

describe("encodings", () => {
  test.each<[string, string, Buffer]>([
    ["UTF-8", "utf-8", Buffer.from(text)],
    ["UTF-8 with a mark", "utf-8", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 LE with a mark", "utf-16le", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 LE without", "utf-16le", Buffer.from(text, "utf16le")],
    ["UTF-16 BE with a mark", "utf-16be", swapped(`\ufeff${text}`)],
    ["UTF-16 BE without", "utf-16be", swapped(text)],
    ["Windows-1252", "windows-1252", Buffer.from(text, "latin1")],
  ])("%s", async (_, encoding, bytes) => {
    const { form, cells } = await read(bytes);
    expect(form).toMatchObject({ encoding, mixed: false });
    expect(cells).toEqual(asRead);
    expect(decodeText(bytes)).toBe(text);
  });

  test("an old Macintosh", async () => {
    const { form, cells } = await read(mac("nom\nZoé\nHélène\n"));
    expect(form.encoding).toBe("macintosh");
    expect(cells).toEqual([["nom"], ["Zoé"], ["Hélène"]]);
  });

  test("ISO-8859-15 has its œ where Windows has ½", async () => {
    const { cells } = await read(Buffer.from("nom\nC\xbdur, \xe9t\xe9\n", "latin1"));
    expect(cells[1]?.[0]).toBe("Cœur");
  });

  test.each([
    ["UTF-8", [Buffer.from("nom\nZoé\nÉva\n"), Buffer.from("Léa\n", "latin1")], 4],
    ["Windows-1252", [Buffer.from("nom\nZoé\nÉva\n", "latin1"), Buffer.from("Léa\n")], 4],
  ])("a line in another encoding than the %s around it is named", async (_, parts, line) => {
    const { form, rows } = await read(Buffer.concat(parts));
    expect(form.mixed).toBe(true);
    expect(rows.filter(({ foreign }) => foreign).map((row) => row.line)).toEqual([line]);
    expect(rows.map(({ cells }) => cells[0])).toEqual(["nom", "Zoé", "Éva", "Léa"]);
    expect(decodeText(Buffer.concat(parts))).toBe("nom\nZoé\nÉva\nLéa\n");
  });

  test("no letter is cut where one piece of the file ends and the next begins", async () => {
    const long = `nom\n${"é".repeat(60)}\n`.repeat(5_000);
    const { rows } = await read(long);
    expect(rows).toHaveLength(10_000);
    expect(new Set(rows.map(({ cells }) => cells[0]))).toEqual(new Set(["nom", "é".repeat(60)]));
  });
});

describe("delimiters and quotation marks", () => {
  test.each([
    ["a,b\n1,2\n", ","],
    ["a;b\n1;2\n", ";"],
    ["a\tb\n1\t2\n", "\t"],
    ["a|b\n1|2\n", "|"],
    ["nom;note\nX;a,b,c\nY;d,e,f\n", ";"],
    ['a,b\n"x;y;z",2\n"u;v;w",3\n', ","],
    ["only\none\n", ","],
  ])("%j is cut at %j", (sample, delimiter) => {
    expect(dialectOf(sample).delimiter).toBe(delimiter);
  });

  test("Excel's own first line names the delimiter and is no row", async () => {
    const { cells } = await read("sep=|\r\na|b\r\n1|2\r\n");
    expect(cells).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("every way to end a line, quoted breaks and stray quotes; lines keep their number", async () => {
    const { rows } = await read('a,b\r\n"x\ny",2\n\n3,say "hi"\r"q""q",5');
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, "a", "b"],
      [2, "x\ny", "2"],
      [5, "3", 'say "hi"'],
      [6, 'q"q', "5"],
    ]);
  });

  test("rows without any content are passed over", async () => {
    expect((await read("a;b\n;\n1;2\n;;;\n")).cells).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });
});

describe("what is refused, and in which words", () => {
  test.each<[string, string | Buffer, RegExp]>([
    ["nothing", "", /empty/],
    ["a workbook", Buffer.from("PK\x03\x04rest", "latin1"), /Excel workbook: save it as CSV/],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), /old Excel/],
    ["a PDF", "%PDF-1.7", /PDF/],
    ["a compressed file", Buffer.from([0x1f, 0x8b, 8]), /compressed/],
    ["bytes of no text", Buffer.from([1, 0, 0, 0, 5, 6, 7, 8, 9]), /not a text file/],
    ["a zero byte far inside", `a,b\n${"1,2\n".repeat(40_000)}\0`, /not a text file/],
    ["an open quote", 'a,b\n"1,2\n3,4\n', /near line 3 and never closed/],
    ["a row without end", `a,b\n"${"x\n".repeat(50_000)}`, /longer than 64 kB/],
    ["a line without end", `a,b\n${"x".repeat(2_000_000)}`, /more than a megabyte/],
    ["columns without end", ",".repeat(columnsMax + 1), /more than 200 columns/],
  ])("%s", async (name, content, sentence) => {
    const filled = name === "columns without end" ? `a${content}` : content;
    await expect(read(filled)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(sentence),
      detail: { sentence: expect.stringMatching(/^audience:file\./) },
    });
  });
});

test("a large file is never held in memory", async () => {
  using place = createPlace();
  const path = join(place.path, "large.csv");
  const lines = `${"06 12 34 56 78;Zoé de la Très Longue Rue;Saint-Étienne\n".repeat(2_000)}`;
  const file = openSync(path, "w");
  for (let part = 0; part < 150; part++) writeSync(file, lines);
  closeSync(file);
  const form = await inspectText(path);
  expect(form.bytes).toBeGreaterThan(16_000_000);
  let [bytesRead, bytesSeen, aheadMax] = [0, 0, 0];
  const onBytes = (more: number) => void (bytesRead += more);
  const dialect = { delimiter: ";", skipLines: 0 };
  for await (const { cells } of readCsv(path, { form, dialect, onBytes })) {
    bytesSeen += Buffer.byteLength(cells.join(";")) + 1;
    aheadMax = Math.max(aheadMax, bytesRead - bytesSeen);
  }
  expect(bytesSeen).toBe(form.bytes);
  expect(aheadMax).toBeLessThan(2_000_000);
});

describe("S11: formulas", () => {
  test.each(["=1+1", "+33612345678", "-1", "@a", "\tx", "'=1", "＝1"])("%j is shielded", (cell) => {
    expect(shieldCell(cell)).toBe(`'${cell}`);
  });

  test.each(["Zoé", "a=b", "'quoted'", "", "l'eau"])("%j is left alone", (cell) => {
    expect(shieldCell(cell)).toBe(cell);
  });

  test("whatever is written is read again, and never starts like a formula", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom("'", "=", "+", '"', ";", ",", "\n", "\r", " ", "a", "é") }),
    );
    const readable = cell.map((some) => `x${some}`.replace(/[\0\ud800-\udfff\ufffd]/gu, ""));
    const cells = fc.tuple(
      readable,
      cell.map((some) => some.replace(/[\0\ud800-\udfff]/gu, "")),
    );
    await fc.assert(
      fc.asyncProperty(cells, async (row) => {
        const line = csvLine(row);
        for (const cell of row.map(shieldCell)) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        const { cells: found } = await read(`first,second\r\n${line}`);
        expect(found[1]).toEqual(row);
      }),
      { numRuns: 150 },
    );
  });
});
