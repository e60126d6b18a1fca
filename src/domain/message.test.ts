import { expect, test } from "vitest";
import { blanksOf, dress, fill, textFor } from "./message.ts";

const text = { heading: "For {name}", body: "{name}, leave {city} now." };
const words = {
  replyCodes: "Reply 1 if you are safe, 2 if you need help. STOP to receive no more.",
  answerLink: "Answer here: {link}",
  optOutLink: "Receive no more: {link}",
  drill: "[DRILL]",
};
const noLinks = { answer: null, optOut: null };

test("blanks are filled from the person's own values", () => {
  expect(blanksOf(text)).toEqual(["name", "city"]);
  expect(fill(text, { name: "Ana", city: "Lyon" })).toEqual({
    kind: "composed",
    text: { heading: "For Ana", body: "Ana, leave Lyon now." },
  });
});

test("a missing value blocks one row with its reason and is no crash", () => {
  expect(fill(text, { name: "Ana" })).toEqual({ kind: "incomplete", missing: ["city"] });
  expect(fill(text, { name: "Ana", city: " \n " })).toEqual({
    kind: "incomplete",
    missing: ["city"],
  });
});

test("lines end in one way, however they were written", () => {
  const windows = { heading: "Flood\r", body: "Leave\r\n{where}\r\n\r\nnow.\n" };
  expect(fill(windows, { where: "the bank\r\nof the river" })).toEqual({
    kind: "composed",
    text: { heading: "Flood\n", body: "Leave\nthe bank of the river\n\nnow.\n" },
  });
});

test("names of the language itself are no values", () => {
  const trap = { heading: "", body: "{constructor} {toString}" };
  expect(fill(trap, {})).toEqual({ kind: "incomplete", missing: ["constructor", "toString"] });
});

test.each([
  ["{city}", "{city}, leave Lyon now."],
  ["$& $1 $`", "$& $1 $`, leave Lyon now."],
  ["Ana\r\nBcc: all@example.org", "Ana Bcc: all@example.org, leave Lyon now."],
  ["\u202eanA", "anA, leave Lyon now."],
  ["x".repeat(10_000), `${"x".repeat(120)}, leave Lyon now.`],
])("a value stays a value: %j", (name, body) => {
  const filled = fill({ heading: "", body: text.body }, { name, city: "Lyon" });
  expect(filled).toMatchObject({ text: { body } });
});

test("where people can answer, the codes stand at the end; elsewhere a link does", () => {
  const style = { twoWay: true, bodyLengthMax: 500 };
  const said = { heading: "Flood", body: "Leave now." };
  expect(dress(said, style, { words, links: noLinks, drill: false }).body).toBe(
    `Leave now.\n\n${words.replyCodes}`,
  );
  const links = { answer: "https://x.example/r/1", optOut: null };
  expect(dress(said, { ...style, twoWay: false }, { words, links, drill: true })).toEqual({
    heading: "[DRILL] Flood",
    body: "[DRILL] Leave now.\n\nAnswer here: https://x.example/r/1",
  });
});

test("a channel with little room shortens the news, never the codes", () => {
  const said = { heading: "", body: "x".repeat(400) };
  const dressed = dress(
    said,
    { twoWay: true, bodyLengthMax: 160 },
    { words, links: noLinks, drill: false },
  );
  expect(dressed.body.length).toBe(160);
  expect(dressed.body.endsWith(words.replyCodes)).toBe(true);
});

test("who has no text in their language gets the other one", () => {
  const texts = { fr: { heading: "", body: " " }, en: { heading: "H", body: "Leave." } };
  expect(textFor(texts, "fr")).toBe(texts.en);
});
