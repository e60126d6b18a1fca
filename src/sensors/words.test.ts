import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wordsFor } from "../lib/words.ts";

type Tree = { [key: string]: string | Tree };
const here = new URL("./", import.meta.url);
const catalogue = (language: string): Tree =>
  JSON.parse(readFileSync(new URL(`../../locales/${language}/sensors.json`, here), "utf8"));
const keysOf = (tree: Tree, before = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [before + key] : keysOf(value, `${before}${key}.`),
  );
const stem = (key: string) => key.replace(/_(one|many|other)$/, "");
const stemsOf = (language: string) => [...new Set(keysOf(catalogue(language)).map(stem))].sort();

const speakers = ["../actions/source/push.ts", "../http/api/heartbeats.ts"];
const source = readdirSync(here, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .concat(speakers)
  .map((name) => readFileSync(new URL(name, here), "utf8"))
  .join("\n");

test("both languages have the same sentences", () => {
  expect(stemsOf("fr")).toEqual(stemsOf("en"));
});

test("every sentence a sensor speaks is there, and every one there is spoken", () => {
  const direct = [...source.matchAll(/"sensors:([\w.]+)"/g)].map((match) => match[1]);
  const unknown = [...source.matchAll(/unknownFor\("(\w+)"/g)].map((m) => `unknown.${m[1]}`);
  const parts = [...source.matchAll(/\bname: "(\w+)",/g)].map((match) => `part.${match[1]}`);
  expect(new Set([...direct, ...unknown, ...parts])).toEqual(new Set(stemsOf("en")));
});

test.each(["fr", "en"] as const)("in %s a part is called by its name", (language) => {
  const words = wordsFor(language);
  const params = { count: 2, total: 3, name: "web" };
  const said = words("sensors:reach.part", { ...params, why: "ECONNRESET" });
  expect(said).toContain(words("sensors:part.web"));
  const quoted = words("sensors:reach.part", { ...params, why: "$t(sensors:part.app)" });
  expect(quoted).not.toContain(words("sensors:part.app"));
});
