import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wordsFor } from "../lib/words.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const catalogue = (language: string): Record<string, string> =>
  JSON.parse(read(`../../locales/${language}/listening.json`));
const stems = (language: string) =>
  new Set(Object.keys(catalogue(language)).map((key) => key.replace(/_(one|many|other)$/, "")));

test("every sentence of a listener is there in both languages, and every one there is spoken", () => {
  const files = [
    "listen-end.ts",
    "listen-hearing.ts",
    "../domain/listening/evidence.ts",
    "../sensors/listener.ts",
  ];
  const spoken = files.flatMap((file) => [...read(file).matchAll(/"listening:(\w+)"/g)]);
  expect(new Set(spoken.map((match) => match[1]))).toEqual(stems("en"));
  expect(stems("fr")).toEqual(stems("en"));
});

test.each(["fr", "en"] as const)("in %s one person is one, and many are many", (language) => {
  const words = wordsFor(language);
  const said = [1, 12].map((count) => words("listening:counted", { count, share: 50 }));
  expect(said[0]).not.toEqual(said[1]?.replace("12", "1"));
  expect(said.join(" ")).not.toContain("{{");
});
