import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlace } from "../../test/place.ts";
import { openLines, SEAL_COST, sealLines } from "./sealed-file.ts";

const passphrase = "correct horse battery";
/** Nobody attacks a test. */
const cost = { n: 1_024, r: 8, p: 1 };

async function* linesOf(count: number): AsyncGenerator<string> {
  // Hardly packs, so that there are several frames.
  let seed = 7;
  for (let at = 0; at < count; at++) {
    seed = (seed * 48_271) % 2_147_483_647;
    yield JSON.stringify({ at, seed, name: `Zoé ${seed.toString(36)}` });
  }
}

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

test("what is sealed comes back line by line, with the same passphrase only", async () => {
  using place = createPlace();
  const path = join(place.path, "copy.tocsin");
  await sealLines(path, { passphrase, lines: linesOf(20_000) });
  const bytes = readFileSync(path);
  expect(bytes.toString("latin1", 0, 40)).toContain(`"n":${SEAL_COST.n}`);
  expect(bytes.length).toBeGreaterThan(200_000);
  expect(bytes.includes("Zoé")).toBe(false);
  expect(await all(openLines(path, passphrase))).toEqual(await all(linesOf(20_000)));
  await expect(all(openLines(path, "another passphrase"))).rejects.toThrow(/passphrase/);
});

test("a byte that was changed, a frame that was moved and an end that is missing are found", async () => {
  using place = createPlace();
  const path = join(place.path, "copy.tocsin");
  await sealLines(path, { passphrase, lines: linesOf(20_000), cost });
  const bytes = readFileSync(path);
  const start = bytes.indexOf(10) + 1;
  const frame = 4 + bytes.readUInt32BE(start);
  const [head, first, rest] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + frame),
    bytes.subarray(start + frame),
  ];
  const flipped = Buffer.from(bytes);
  flipped[start + 100] = (flipped[start + 100] ?? 0) ^ 1;
  const second = rest.subarray(0, frame);
  const broken = [
    flipped,
    bytes.subarray(0, start),
    bytes.subarray(0, start + frame),
    bytes.subarray(0, -10),
    Buffer.concat([head, second, first, rest.subarray(frame)]),
    Buffer.concat([bytes, first]),
  ];
  for (const content of broken) {
    writeFileSync(path, content);
    await expect(all(openLines(path, passphrase))).rejects.toThrow(/damaged/);
  }
  const cheaper = bytes.toString("latin1").replace('"n":1024', '"n":512');
  writeFileSync(path, Buffer.from(cheaper, "latin1"));
  await expect(all(openLines(path, passphrase))).rejects.toThrow(/passphrase/);
  for (const [content, says] of [
    ["contacts,csv", /not a file/],
    ["tocsin-sealed 2 {}\n", /newer/],
    ['tocsin-sealed 1 {"n":1099511627776}\n', /damaged/],
  ] as const) {
    writeFileSync(path, content);
    await expect(all(openLines(path, passphrase))).rejects.toThrow(says);
  }
});

test("a file is there whole or not at all, and never under a weak passphrase", async () => {
  using place = createPlace();
  const path = join(place.path, "copy.tocsin");
  const beforeIt = () => Promise.reject(new Error("refused"));
  await expect(sealLines(path, { passphrase, lines: linesOf(3), beforeIt })).rejects.toThrow(
    "refused",
  );
  await expect(sealLines(path, { passphrase: "short", lines: linesOf(3) })).rejects.toThrow("12");
  await expect(all(openLines(path, passphrase))).rejects.toThrow(/cannot be read/);
});
