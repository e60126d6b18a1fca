import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { badlySpaced, blanksIn, keysOf, patternOf, stem, type Tree } from "../console/keys.ts";
import { refusal } from "../src/lib/errors.ts";
import { wordsFor } from "../src/lib/words.ts";

const root = new URL("../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const catalogue = (language: string): Tree => JSON.parse(read(`locales/${language}/errors.json`));
const english = keysOf(catalogue("en"));

/** What people meet. A start that fails is told in English, to whoever keeps the machine. */
const atTheStart = /^src\/(?:cli|store\/bundled)\/|^src\/(?:http\/socket|store\/database)\.ts$/;
const sources = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" })
  .map((name) => `src/${name}`)
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .filter((path) => path !== "src/lib/errors.ts")
  .map((path) => ({ path, text: read(path) }));

type Refusal = { path: string; sentence: string; blanks: string | undefined };
const call =
  /\brefusal\(\s*"\w+",\s*(?:"([^"]+)"|`([^`]+)`)(?:,\s*(\{[^}]*\}|[\w.]+))?,?\s*\)(?=[;,)\s])/g;
const named = /\bnotFound\("(\w+)"\)/g;
const refusals: Refusal[] = sources.flatMap(({ path, text }) => [
  ...[...text.matchAll(call)].map(([, plain, template, blanks]) => ({
    path,
    sentence: plain ?? template ?? "",
    blanks,
  })),
  ...[...text.matchAll(named)].map((match) => ({
    path,
    sentence: `errors:unknown.${match[1]}`,
    blanks: undefined,
  })),
]);
const ours = refusals.filter(({ sentence }) => sentence.startsWith("errors:"));
const isTold = (key: string) => ours.some(({ sentence }) => patternOf(sentence).test(key));

test("every refusal is seen by this test", () => {
  const count = (pattern: RegExp) =>
    sources.flatMap(({ text }) => [...text.matchAll(pattern)]).length;
  expect(count(/\brefusal\(/g)).toBeGreaterThan(60);
  expect(count(call)).toBe(count(/\brefusal\(/g));
  expect(count(named)).toBe(count(/\bnotFound\(/g));
});

test("both languages know every refusal, with the same blanks", () => {
  expect(keysOf(catalogue("fr"))).toEqual(english);
  for (const key of english) {
    const blanks = (["fr", "en"] as const).map((language) =>
      blanksIn(sentenceAt(catalogue(language), key)),
    );
    expect([key, blanks[0]]).toEqual([key, blanks[1]]);
  }
});

test("every refusal has its sentence, and every sentence has its refusal", () => {
  const missing = refusals.filter(({ sentence }) => {
    const namespace = sentence.slice(0, sentence.indexOf(":"));
    const keys = keysOf(JSON.parse(read(`locales/en/${namespace}.json`))).map(stem);
    return !keys.some((key) => patternOf(sentence).test(key));
  });
  expect(missing).toEqual([]);
  const validation = ["fields", "request.unclear"];
  expect(english.filter((key) => !isTold(key) && !validation.includes(key))).toEqual([]);
});

test.each(["broadcast", "incident", "channel"])("every state of a %s has its refusal", (kind) => {
  const states = Object.keys(wordsAt("console", `state.${kind}`)).sort();
  expect(states.length).toBeGreaterThan(2);
  expect(Object.keys(wordsAt("errors", `${kind}.is`)).sort()).toEqual(states);
});

test("every blank of a sentence is filled where it is told", () => {
  const unfilled = ours.flatMap(({ path, sentence, blanks }) => {
    const wanted = english
      .filter((key) => patternOf(sentence).test(key))
      .flatMap((key) => blanksIn(sentenceAt(catalogue("en"), key)))
      .map((blank) => blank.slice(2, -2));
    return wanted
      .filter((blank) => !new RegExp(`[{,]\\s*${blank}\\b`).test(blanks ?? ""))
      .map((blank) => `${path}: ${sentence} lacks ${blank}`);
  });
  expect(unfilled).toEqual([]);
});

test("what people meet is refused in both languages, never in English alone", () => {
  const english = /\b(?:new AppError|invalid|conflict)\(/;
  const alone = sources.filter(
    ({ path, text }) =>
      /^src\/(?:actions|http|store|loops)\//.test(path) &&
      !atTheStart.test(path) &&
      english.test(text),
  );
  expect(alone.map(({ path }) => path)).toEqual([]);
});

test("French has its no-break spaces and its apostrophes", () => {
  const french = read("locales/fr/errors.json");
  expect(badlySpaced(french)).toEqual([]);
  expect(french).not.toContain("'");
});

test("a refusal is its English sentence, and carries what says it in French", () => {
  const { message, detail } = refusal("forbidden", "errors:role.task", { role: "approver" });
  expect(message).toContain("“Approver”");
  expect(wordsFor("fr")(String(detail["sentence"]), detail)).toContain("«\u00a0Approbation\u00a0»");
});

test("what somebody typed is never taken for a sentence of ours", () => {
  const { message } = refusal("conflict", "errors:platform.taken", {
    id: "$t(errors:say_why) {{kind}}",
  });
  expect(message).toContain("“$t(errors:say_why) {{kind}}”");
});

function sentenceAt(tree: Tree, key: string): string {
  const found = nodeAt(tree, key);
  return typeof found === "string" ? found : "";
}

function wordsAt(namespace: string, key: string): Tree {
  const found = nodeAt(JSON.parse(read(`locales/en/${namespace}.json`)), key);
  return typeof found === "object" ? found : {};
}

function nodeAt(tree: Tree, key: string): string | Tree | undefined {
  let at: string | Tree | undefined = tree;
  for (const part of key.split(".")) at = typeof at === "object" ? at[part] : undefined;
  return at;
}
