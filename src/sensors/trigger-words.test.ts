import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Tree = { [key: string]: string | Tree };
const here = new URL("./", import.meta.url);
const catalogue = (language: string): Tree =>
  JSON.parse(readFileSync(new URL(`../../locales/${language}/triggers.json`, here), "utf8"));
const sentencesOf = (tree: Tree, before = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value]] : sentencesOf(value, `${before}${key}.`),
  );
const keysOf = (language: string) => sentencesOf(catalogue(language)).map(([key]) => key);
const byText = (a: string, b: string) => a.localeCompare(b);
const blanksOf = (text: string) =>
  [...text.matchAll(/{{(\w+)/g)].map(([, name = ""]) => name).toSorted(byText);

const speakers = readdirSync(here)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .concat(["push.ts", "take.ts"].map((name) => `../actions/alert/${name}`));
const source = speakers.map((name) => readFileSync(new URL(name, here), "utf8")).join("\n");

test("both languages have the same sentences, with the same blanks", () => {
  const english = new Map(sentencesOf(catalogue("en")));
  expect(new Set(keysOf("fr"))).toEqual(new Set(english.keys()));
  for (const [key, text] of sentencesOf(catalogue("fr"))) {
    expect([key, blanksOf(text)]).toEqual([key, blanksOf(english.get(key) ?? "")]);
  }
});

test("every sentence that is spoken is there, and every one there is spoken", () => {
  const spoken = [...source.matchAll(/"triggers:([\w.]+)"/g)].map(([, key]) => key);
  expect(new Set(spoken)).toEqual(new Set(keysOf("en")));
});

test("French keeps its spaces before the signs that want them", () => {
  for (const [key, text] of sentencesOf(catalogue("fr"))) {
    expect([key, / [:;!?»]|« /.test(text)]).toEqual([key, false]);
  }
});
