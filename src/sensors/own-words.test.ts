import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Tree = { [key: string]: string | Tree };
const here = new URL("./", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, here), "utf8");
const keysOf = (tree: Tree, before = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[before + key, value]] : keysOf(value, `${before}${key}.`),
  );
const sentencesOf = (language: string, room: string) =>
  keysOf(JSON.parse(read(`../../locales/${language}/${room}.json`)));
const stem = (key: string) => key.replace(/_(one|many|other)$/, "");
const blanksOf = (text: string) => new Set([...text.matchAll(/\{\{(\w+)/g)].map((one) => one[1]));

describe.each(["canary", "account"])("the words of %s", (room) => {
  const english = sentencesOf("en", room);
  const french = sentencesOf("fr", room);

  test("both languages have the same sentences, with the same blanks", () => {
    const stems = (all: [string, string][]) => new Set(all.map(([key]) => stem(key)));
    expect(stems(french)).toEqual(stems(english));
    for (const [key, text] of french) {
      const other = english.find(([name]) => name === key || name === `${stem(key)}_other`);
      expect([key, blanksOf(text)]).toEqual([key, blanksOf(other?.[1] ?? "")]);
    }
  });

  test("French keeps its signs on the line of the word before", () => {
    for (const [, text] of french) expect(text).not.toMatch(/ [;:!?»]|« |[^\u00a0\d:][!?;»]/);
  });
});

test("whatever is said of a test message or of an account has its sentence", () => {
  const speakers = [
    "canary-message.ts",
    "../domain/canary.ts",
    "../loops/watch-channels.ts",
    "../loops/account-news.ts",
    "../transports/whatsapp-health.ts",
    "../transports/whatsapp-account.ts",
  ];
  const source = speakers.map(read).join("\n");
  const direct = [...source.matchAll(/["`](canary|account):([\w.]+)["`]/g)];
  const meta = [...source.matchAll(/account\(\s*[^,;]+,\s*"(\w+)"/g)];
  const said = new Set([
    ...direct.map(([, room, key]) => `${room}:${key}`),
    ...meta.map(([, key]) => `account:meta.${key}`),
  ]);
  const known = new Set(
    ["canary", "account"].flatMap((room) =>
      sentencesOf("en", room).map(([key]) => `${room}:${stem(key)}`),
    ),
  );
  expect(said.size).toBeGreaterThan(25);
  expect([...said].filter((code) => !known.has(code))).toEqual([]);
});
