import fc from "fast-check";
import { expect, test } from "vitest";
import { detect, readInterval } from "./detect.ts";

const intervalMs = 20 * 60_000;
const header = "timestamp,count\n";

async function* inPieces(text: string, length = text.length): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function answers(text: string, pieceLength?: number): Promise<string> {
  let all = "";
  for await (const rows of detect(inPieces(text, pieceLength), intervalMs)) all += rows;
  return all;
}

const rowsOf = (counts: (number | null)[]) =>
  counts
    .map((count, index) => {
      const at = new Date(Date.UTC(2026, 0, 5) + index * intervalMs).toISOString();
      return `${at},${count ?? ""}\n`;
    })
    .join("");

test("one row out for each row in, with what was read kept as it was written", async () => {
  const out = await answers(`${header}2026-01-05 00:00:00,3\n2026-01-05T00:20:00Z,\n`);
  expect(out.split("\n")).toEqual([
    "timestamp,count,expected,score,state",
    "2026-01-05 00:00:00,3,3,0,quiet",
    "2026-01-05T00:20:00Z,,3,0,quiet",
    "",
  ]);
});

test("an outage after two weeks is an alert", async () => {
  const calm = Array.from({ length: 15 * 72 }, (_, index) => (index * 7) % 4);
  const out = await answers(header + rowsOf([...calm, 80, 200]));
  expect(out.trim().split("\n").at(-2)).toMatch(/,80,[\d.]+,\d+,alert$/);
});

test("it does not matter in what pieces the input comes", async () => {
  const counts = fc.array(fc.option(fc.nat({ max: 300 }), { nil: null }), {
    minLength: 1,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(counts, fc.integer({ min: 1, max: 50 }), async (some, length) => {
      const text = header + rowsOf(some);
      expect(await answers(text, length)).toBe(await answers(text));
    }),
    { numRuns: 30 },
  );
});

test("a row is answered before the next one is there", async () => {
  async function* oneByOne() {
    yield header;
    yield "2026-01-05T00:00:00Z,3\n";
    throw new Error("the second row was asked for too early");
  }
  const rows = detect(oneByOne(), intervalMs);
  await rows.next();
  expect((await rows.next()).value).toBe("2026-01-05T00:00:00Z,3,3,0,quiet\n");
  await rows.return(undefined);
});

test.each([
  ["count,timestamp\n", "Line 1 "],
  ["", "nothing to read"],
  [`${header}2026-01-05T00:00:00Z,3\n2026-01-05T00:00:00Z,3\n`, "Line 3 "],
  [`${header}2026-01-05T00:20:00Z,3\n2026-01-05T00:00:00Z,3\n`, "Line 3 "],
  [`${header}2026-01-05T00:00:00Z,-3\n`, "negative"],
  [`${header}2026-01-05T00:00:00Z,many\n`, '"many" is not a number'],
  [`${header}2026-01-05T00:00:00Z,NaN\n`, '"NaN" is not a number'],
  [`${header}2026-01-05T00:00:00Z,0x10\n`, "is not a number"],
  [`${header}yesterday,3\n`, '"yesterday" is not a time'],
  [`${header}2026-02-30T00:00:00Z,3\n`, "is not a time"],
  [`${header}2026-01-05T00:00:00Z\n`, "one comma"],
  [`${header}2026-01-05T00:00:00Z,3,4\n`, "one comma"],
  [`${header}${"9".repeat(5_000)}`, "too long"],
])("bad input %j ends in one sentence", async (text, sentence) => {
  await expect(answers(text)).rejects.toThrow(sentence);
});

test("the rows before a bad one are answered", async () => {
  const out: string[] = [];
  const rows = detect(inPieces(`${header}2026-01-05T00:00:00Z,3\nbad,3\n`), intervalMs);
  await expect(async () => {
    for await (const row of rows) out.push(row);
  }).rejects.toThrow("Line 3");
  expect(out.join("")).toContain("2026-01-05T00:00:00Z,3,");
});

test("spreadsheets' habits are understood", async () => {
  const out = await answers(
    '\uFEFF"Timestamp","Value"\r\n"2026-01-05 01:00:00+01:00","3"\r\n2026-01-05 00:20:00,4\r\n\r\n',
  );
  expect(out.trim().split("\n")).toHaveLength(3);
});

test.each([
  ["20m", 1_200_000],
  ["1h", 3_600_000],
  ["90s", 90_000],
])("the interval %s", (text, ms) => {
  expect(readInterval(text)).toBe(ms);
});

test.each(["20", "m", "0m", "-5m", "1.5h", "9999h", "1s", ""])("%j is no interval", (text) => {
  expect(() => readInterval(text)).toThrow("is not an interval");
});
