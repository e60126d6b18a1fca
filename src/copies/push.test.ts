import { expect, test } from "vitest";
import { newSigningPair, signatureHolds, signer } from "../lib/signing.ts";
import type { Shelf, Snapshot } from "./destination.ts";
import { backoffMs, type CopyRecord, isDeepDue, isDue, stateOf } from "./due.ts";
import { fileOf, heldIn } from "./manifest.ts";
import { push, readHeld } from "./push.ts";

const NOW = Date.parse("2026-11-20T09:42:00Z");
const MINUTE = 60_000;
const pair = newSigningPair();
const sign = signer(pair.privateKey);

function snapshot(files: Record<string, string>, generatedAt = NOW): Snapshot {
  const named = Object.entries(files).map(
    ([name, words]) => [name, fileOf(Buffer.from(words), "text/plain", "no-cache")] as const,
  );
  return { files: new Map(named), generatedAt, staleAfter: generatedAt + 90_000, newsAt: NOW };
}

/** A shelf that remembers what was done, and can fail at one name. */
function openShelf() {
  const files = new Map<string, Buffer>();
  const done: string[] = [];
  const broken = new Set<string>();
  const shelf: Shelf = {
    lanes: 3,
    async read(name) {
      const bytes = files.get(name);
      return bytes ? { kind: "read", bytes } : { kind: "nothing" };
    },
    async write(name, { bytes }) {
      if (broken.has(name)) return { code: "copies:unreachable", params: { why: name } };
      done.push(`+${name}`);
      files.set(name, bytes);
      return null;
    },
    async remove(name) {
      done.push(`-${name}`);
      files.delete(name);
      return null;
    },
    close: async () => {},
  };
  return { shelf, files, done, broken, words: () => done.splice(0) };
}

test("only what has changed goes, the list after it, and what is gone goes last", async () => {
  const far = openShelf();
  const held = new Map<string, string>();
  const first = snapshot({ "fr/index.html": "1", "en/index.html": "1", "404.html": "?" });
  expect(await push(far.shelf, { snapshot: first, held, sign, deep: true })).toBeNull();
  expect(far.words()).toHaveLength(5);

  const second = snapshot({ "fr/index.html": "2", "404.html": "?" }, NOW + MINUTE);
  expect(await push(far.shelf, { snapshot: second, held, sign, deep: true })).toBeNull();
  expect(far.words()).toEqual([
    "+fr/index.html",
    "+manifest.json",
    "+manifest.json.sig",
    "-en/index.html",
  ]);
  const manifest = far.files.get("manifest.json") ?? Buffer.alloc(0);
  const signature = String(far.files.get("manifest.json.sig"));
  expect(signatureHolds(pair.publicKey, manifest, signature)).toBe(true);
  expect(JSON.parse(String(manifest))).toMatchObject({
    generatedAt: NOW + MINUTE,
    staleAfter: NOW + MINUTE + 90_000,
  });
  expect(heldIn(manifest)).toEqual(held);
});

test("another node goes on from the list that lies there", async () => {
  const far = openShelf();
  const files = snapshot({ "index.html": "1", "gone.html": "1" });
  await push(far.shelf, { snapshot: files, held: new Map(), sign, deep: true });
  far.words();
  const held = await readHeld(far.shelf);
  if (!(held instanceof Map)) throw new Error(held.why.code);
  await push(far.shelf, { snapshot: snapshot({ "index.html": "1" }), held, sign, deep: true });
  expect(far.words()).toEqual(["+manifest.json", "+manifest.json.sig", "-gone.html"]);
});

test("after trouble the rest follows at the next try, and the list names nothing that is missing", async () => {
  const far = openShelf();
  const held = new Map<string, string>();
  const files = snapshot({ "a.html": "1", "b.html": "1", "c.html": "1" });
  far.broken.add("b.html");
  const trouble = await push(far.shelf, { snapshot: files, held, sign, deep: true });
  expect(trouble).toMatchObject({ params: { why: "b.html" } });
  expect(far.files.has("manifest.json")).toBe(false);
  far.broken.clear();
  far.words();
  expect(await push(far.shelf, { snapshot: files, held, sign, deep: true })).toBeNull();
  expect(far.words()).not.toContain("+a.html");
  expect([...heldIn(far.files.get("manifest.json") ?? Buffer.alloc(0)).keys()]).toEqual([
    "a.html",
    "b.html",
    "c.html",
  ]);
});

test("without news the many deeper pages wait; a new one among them does not", async () => {
  const far = openShelf();
  const held = new Map<string, string>();
  const files = { "fr/index.html": "1", "fr/incidents/1/index.html": "1" };
  await push(far.shelf, { snapshot: snapshot(files), held, sign: null, deep: true });
  far.words();
  const older = {
    "fr/index.html": "2",
    "fr/incidents/1/index.html": "2",
    "fr/incidents/2/index.html": "1",
  };
  await push(far.shelf, { snapshot: snapshot(older), held, sign: null, deep: false });
  expect(far.words()).toEqual(["+fr/index.html", "+fr/incidents/2/index.html", "+manifest.json"]);
});

test.each([
  ["no JSON", "<html>"],
  ["no list", "[]"],
  [
    "nothing of ours",
    JSON.stringify({
      files: { "../../etc/passwd": "1", "/etc": "1", "a//b": "1", "a/../b": "1", n: 1 },
    }),
  ],
  ["a prototype", '{"files":{"__proto__/../x":"1"}}'],
])("a list from outside that is %s leads to nothing", (_, text) => {
  expect(heldIn(Buffer.from(text)).size).toBe(0);
});

const record = (fields: Partial<CopyRecord> = {}): CopyRecord => ({
  enabled: true,
  everyMs: MINUTE,
  triedAt: NOW,
  pagesAt: NOW,
  deepAt: NOW,
  nextAt: NOW,
  hasTrouble: false,
  ...fields,
});

test("news goes at once, age by the clock, and after a failure by longer and longer pauses", () => {
  const pages = (news: number, drawn: number) => ({ newsAt: NOW + news, generatedAt: NOW + drawn });
  expect(isDue(record(), pages(0, 15_000), NOW + 15_000)).toBe(false);
  expect(isDue(record(), pages(0, MINUTE), NOW + MINUTE)).toBe(true);
  expect(isDue(record(), pages(1_000, 1_000), NOW + 1_000)).toBe(true);
  expect(isDue(record({ enabled: false }), pages(1_000, 1_000), NOW + 1_000)).toBe(false);
  const failed = record({ pagesAt: NOW - MINUTE, nextAt: NOW + MINUTE, hasTrouble: true });
  expect(isDue(failed, pages(-1, 15_000), NOW + 15_000)).toBe(false);
  expect(isDue(failed, pages(15_000, 15_000), NOW + 15_000)).toBe(true);
  expect([1, 2, 3, 20].map(backoffMs)).toEqual([5_000, 10_000, 20_000, 5 * MINUTE]);
  expect(isDeepDue(record(), pages(0, MINUTE))).toBe(false);
  expect(isDeepDue(record(), pages(1_000, MINUTE))).toBe(true);
  expect(isDeepDue(record({ deepAt: null }), pages(0, MINUTE))).toBe(true);
});

test("how a copy fares is one word", () => {
  expect(stateOf(record(), NOW + MINUTE)).toBe("fine");
  expect(stateOf(record(), NOW + 4 * MINUTE)).toBe("late");
  expect(stateOf(record({ pagesAt: null }), NOW)).toBe("waiting");
  expect(stateOf(record({ hasTrouble: true }), NOW)).toBe("failing");
  expect(stateOf(record({ enabled: false }), NOW)).toBe("off");
});
