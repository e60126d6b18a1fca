import { readdirSync, readFileSync } from "node:fs";
import { createInstance } from "i18next";
import { describe, expect, test } from "vitest";
import { badlySpaced, blanksIn, keysOf, patternOf, stem, type Tree, withoutMany } from "./keys.ts";

const here = new URL("./src/", import.meta.url);
const server = new URL("../src/", import.meta.url);
const actionsFolder = new URL("../src/actions/", import.meta.url);
const locales = new URL("../locales/", import.meta.url);

const catalogue = (language: string): Tree =>
  JSON.parse(readFileSync(new URL(`${language}/console.json`, locales), "utf8"));

const sources = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, here), "utf8") }));

/** What stands between the parentheses of each t(…): up to the comma or the end. */
const askedIn = (text: string): string[] =>
  [...text.matchAll(/\bt\(\s*((?:"[^"]*"|`[^`]*`|[^,()"`]|\([^()]*\))+)/g)].map((m) => m[1] ?? "");
/** A key has a dot, or it stands alone: other words in there are what a choice is made by. */
const literalsOf = (asked: string): string[] => {
  const alone = /^\s*"(\w+)"\s*$/.exec(asked)?.[1];
  const dotted = [...asked.matchAll(/"([\w-]+(?:\.[\w-]+)+)"/g)].map((match) => match[1] ?? "");
  return alone === undefined ? dotted : [alone];
};
const templatesOf = (asked: string) => [...asked.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? "");

const french = keysOf(catalogue("fr"));
const english = keysOf(catalogue("en"));
const stems = new Set(english.map(stem));

const sentenceOf = (tree: Tree, key: string): string => {
  const found = key
    .split(".")
    .reduce<Tree | string>((at, part) => (typeof at === "string" ? at : (at[part] ?? "")), tree);
  return typeof found === "string" ? found : "";
};

describe("the words of the console", () => {
  test("both languages have the same keys", () => {
    expect(withoutMany(french)).toEqual(withoutMany(english));
  });

  test("every plural is complete in both languages", () => {
    for (const key of english.filter((one) => one.endsWith("_other"))) {
      expect(english).toContain(`${stem(key)}_one`);
      expect(french).toContain(`${stem(key)}_one`);
      expect(french).toContain(`${stem(key)}_many`);
    }
  });

  test("every key the console asks for is there", () => {
    const missing = sources.flatMap(({ name, text }) =>
      askedIn(text)
        .flatMap(literalsOf)
        .filter((key) => !stems.has(key))
        .map((key) => `${name}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  test("every key with a blank in it begins like one that is there", () => {
    const missing = sources.flatMap(({ name, text }) =>
      askedIn(text)
        .flatMap(templatesOf)
        .filter((template) => !english.some((key) => patternOf(template).test(stem(key))))
        .map((template) => `${name}: ${template}`),
    );
    expect(missing).toEqual([]);
  });

  test("no key lies unused", () => {
    const texts = sources.map(({ text }) => text).join("\n");
    const literals = new Set([...texts.matchAll(/"([\w.-]+)"/g)].map((match) => match[1]));
    const templates = [...texts.matchAll(/`((?:console:)?\w+\.[\w.]*\$\{[^`]*)`/g)];
    const patterns = templates.map((match) => patternOf(match[1] ?? ""));
    const unused = [...stems].filter(
      (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test("every decision has its sentence in the timeline, and no other has", () => {
    const actions = readdirSync(actionsFolder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(new URL(name, actionsFolder), "utf8"));
    const named = actions.flatMap((text) => [...text.matchAll(/name: "([a-z_]+\.[a-z_-]+)"/g)]);
    const names = new Set(named.map((match) => `event.${match[1]}`));
    const told = english.filter((key) => /^event\.\w+\./.test(key));
    expect(new Set(told)).toEqual(names);
  });

  test("no sentence of the timeline has a blank that nobody fills", () => {
    const told = readFileSync(new URL("incidents/told.ts", here), "utf8");
    const filled = /say\(`console:event\.\$\{event\.name\}`, \{([^}]*)\}/.exec(told)?.[1] ?? "";
    const names = [...filled.matchAll(/^\s*(\w+)[:,]/gm)].map((match) => `{{${match[1]}}}`);
    const sentences = english.filter((key) => key.startsWith("event."));
    const words = catalogue("en");
    const blanks = sentences.flatMap((key) => blanksIn(sentenceOf(words, key)));
    expect(names).toEqual(expect.arrayContaining([...new Set(blanks)]));
  });

  test("every machine that acts has a name", () => {
    const acting = readdirSync(server, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(new URL(name, server), "utf8"))
      .flatMap((text) => [...text.matchAll(/\b(?:machine\(|actor: )"([^"]+)"/g)])
      .map((match) => `machine.${(match[1] ?? "").replaceAll(/\W+/g, "_")}`);
    expect(english).toEqual(expect.arrayContaining([...new Set(acting)]));
  });

  test("blanks are the same in both languages", async () => {
    const words = createInstance();
    await words.init({ resources: { fr: { c: catalogue("fr") }, en: { c: catalogue("en") } } });
    const blanks = (language: string, key: string) =>
      blanksIn(String(words.getResource(language, "c", key)));
    for (const key of english) expect([key, blanks("fr", key)]).toEqual([key, blanks("en", key)]);
  });

  test("French has its no-break spaces", () => {
    expect(badlySpaced(readFileSync(new URL("fr/console.json", locales), "utf8"))).toEqual([]);
  });
});
