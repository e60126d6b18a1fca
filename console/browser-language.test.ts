import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { mendLanguage, soundTag } from "./src/browser-language.ts";

test.each([
  ["fr", "fr"],
  ["en-GB", "en-GB"],
  ["zh-Hant-TW", "zh-Hant-TW"],
  ["en-US@posix", "en-US"],
  ["fr_FR.UTF-8", "fr-FR"],
  ["de_AT@euro", "de-AT"],
  ["C", "en"],
  ["C.UTF-8", "en"],
  ["POSIX!", "en"],
  ["", "en"],
])("of %j Intl hears %j", (tag, heard) => {
  expect(soundTag(tag)).toBe(heard);
  expect(() => new Intl.NumberFormat(soundTag(tag))).not.toThrow();
});

/** As browsers have it: the language is no property of the navigator's own. */
const browserOf = (language: string): Pick<Navigator, "language"> =>
  Object.create({
    get language() {
      return language;
    },
  });

/** The chart's package as a page loads it. */
function loadCharts(navigator: Pick<Navigator, "language">): void {
  const file = createRequire(import.meta.url).resolve("uplot/dist/uPlot.iife.min.js");
  const deaf = { addEventListener: () => {}, dispatchEvent: () => true };
  const matchMedia = () => deaf;
  const window = { ...deaf, matchMedia, devicePixelRatio: 1 };
  const page = { ...window, window, navigator, document: {}, CustomEvent: Event };
  runInNewContext(readFileSync(file, "utf8"), page);
}

test("the charts load in a browser whose language is no language", () => {
  const strange = browserOf("en-US@posix");
  expect(() => loadCharts(strange)).toThrow("Incorrect locale information");
  mendLanguage(strange);
  expect(strange.language).toBe("en-US");
  loadCharts(strange);
});

test("a browser that needs no help is left alone", () => {
  const browser = browserOf("fr-CA");
  mendLanguage(browser);
  expect(Object.keys(browser)).toEqual([]);
  expect(browser.language).toBe("fr-CA");
});

test("nothing of the console writes in the browser's language: only in the reader's", () => {
  const here = new URL("./src/", import.meta.url);
  const offences = readdirSync(here, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const text = readFileSync(new URL(name, here), "utf8");
      const made = [...text.matchAll(/new Intl\.\w+\(\s*(?!localeOf\(|"[a-z]{2}-[A-Z]{2}")/g)];
      const shortcuts = [...text.matchAll(/\.toLocale(?:Date|Time)?String\(/g)];
      return [...made, ...shortcuts].map(([found]) => `${name}: ${found}`);
    });
  expect(offences).toEqual([]);
});
