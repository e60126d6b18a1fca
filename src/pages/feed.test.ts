import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { contextOf, incident, notice, outageFacts } from "../../test/public-example.ts";
import type { PublicFacts } from "../domain/public-state.ts";
import { atomFeed } from "./feed.ts";

const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === "entry" });

function read(facts: PublicFacts, language: "fr" | "en" = "en") {
  const text = atomFeed(contextOf(facts, language)).toString();
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text).feed;
}

test("every update is an entry with an identifier of its own, the newest first", () => {
  const feed = read(outageFacts, "fr");
  expect(feed["@_xml:lang"]).toBe("fr");
  const ids = feed.entry.map((entry: { id: string }) => entry.id);
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^tag:etat\.example,2026:tocsin\/incident\/.+\/fr$/);
  expect(feed.entry[0].title).toBe("WhatsApp ne distribue plus les messages");
  expect(feed.updated).toBe(feed.entry[0].updated);
});

test("a corrected update is new to readers: its version is part of its identifier", () => {
  const idOf = (version: number) =>
    read({ ...outageFacts, notices: [notice({ version })] }).entry[0].id;
  expect(idOf(2)).not.toBe(idOf(3));
});

test("SEC-7: hostile text stays text", () => {
  const evil = `]]></content><script>alert("1")</script>`;
  const texts = { title: evil, message: evil, advice: "", nextStep: "" };
  const feed = read({
    ...outageFacts,
    incidents: [incident({ title: { fr: evil, en: evil } })],
    notices: [notice({ texts: { fr: texts, en: texts } })],
  });
  expect(feed.entry[0].title).toBe(evil);
  expect(feed.entry[0].content["#text"]).toBe(evil);
});

test("a withdrawn update says so instead of its text", () => {
  const feed = read({ ...outageFacts, notices: [notice({ state: "withdrawn" })] });
  expect(feed.entry[0].title).toMatch(/^Withdrawn: /);
  expect(feed.entry[0].content["#text"]).not.toContain("Europe");
});
