import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { contextOf, incident, notice, outageFacts } from "../../test/public-example.ts";
import type { PublicFacts } from "../domain/public-state.ts";
import { atomFeed, jsonFeed, rssFeed } from "./feed.ts";
import { feedItems } from "./feed-items.ts";

const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ["entry", "item"].includes(name),
});
type Item = { guid: { "#text": string; "@_isPermaLink": string } };

const EVIL = `]]></content><script>alert("1")</script>`;
const evilTexts = { title: EVIL, message: EVIL, advice: "", nextStep: "" };
const hostileFacts: PublicFacts = {
  ...outageFacts,
  incidents: [incident({ title: { fr: EVIL, en: EVIL } })],
  notices: [notice({ texts: { fr: evilTexts, en: evilTexts } })],
};

function read(facts: PublicFacts, language: "fr" | "en" = "en") {
  const text = atomFeed(contextOf(facts, language)).toString();
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text).feed;
}

function rss(facts: PublicFacts, language: "fr" | "en" = "en") {
  const text = rssFeed(contextOf(facts, language)).toString();
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text).rss.channel;
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
  const feed = read(hostileFacts);
  expect(feed.entry[0].title).toBe(EVIL);
  expect(feed.entry[0].content["#text"]).toBe(EVIL);
});

test("a withdrawn update says so instead of its text", () => {
  const feed = read({ ...outageFacts, notices: [notice({ state: "withdrawn" })] });
  expect(feed.entry[0].title).toMatch(/^Withdrawn: /);
  expect(feed.entry[0].content["#text"]).not.toContain("Europe");
});

describe("RSS 2.0", () => {
  test("every update is an item with a guid of its own that is no address", () => {
    const channel = rss(outageFacts, "fr");
    expect(channel.language).toBe("fr");
    expect(channel["atom:link"]["@_href"]).toBe("https://etat.example/fr/history.rss");
    const guids = channel.item.map((item: Item) => item.guid["#text"]);
    expect(new Set(guids).size).toBe(4);
    for (const { guid } of channel.item) expect(guid["@_isPermaLink"]).toBe("false");
    expect(channel.item[0].title).toBe("WhatsApp ne distribue plus les messages");
    expect(channel.item[0].pubDate).toBe("Fri, 20 Nov 2026 09:36:00 GMT");
    expect(channel.lastBuildDate).toBe(channel.item[0].pubDate);
  });

  test("SEC-7: hostile text stays text, also where readers expect HTML", () => {
    const { title, description } = rss(hostileFacts).item[0];
    expect(title).toBe(EVIL);
    expect(description).toBe(
      "<p>]]&gt;&lt;/content&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</p>",
    );
    expect(rssFeed(contextOf(hostileFacts, "en")).toString()).not.toContain("]]>");
  });

  test("on a quiet day it is a feed without items", () => {
    const channel = rss({ ...outageFacts, incidents: [], notices: [] });
    expect(channel.item).toBeUndefined();
    expect(channel.title).toBe("Centre hospitalier du Val: incidents");
  });
});

describe("JSON Feed 1.1", () => {
  const feed = (facts: PublicFacts) => JSON.parse(JSON.stringify(jsonFeed(contextOf(facts, "en"))));

  test("is what the version demands: each item with an identifier, an address, a text", () => {
    const { items, ...head } = feed(outageFacts);
    expect(head).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      home_page_url: "https://etat.example/en",
      feed_url: "https://etat.example/en/feed.json",
      language: "en",
    });
    expect(new Set(items.map((item: { id: string }) => item.id)).size).toBe(4);
    expect(items[0]).toMatchObject({
      url: expect.stringMatching(/^https:\/\/etat\.example\/en\/incidents\//),
      content_text: expect.stringContaining("Since 10:14"),
      date_published: "2026-11-20T09:36:00.000Z",
    });
  });

  test("SEC-7: hostile text is a string like any other", () => {
    expect(feed(hostileFacts).items[0].title).toBe(EVIL);
  });
});

test("the three feeds tell the same updates under the same identifiers", () => {
  const atom = read(outageFacts).entry.map((entry: { id: string }) => entry.id);
  const inRss = rss(outageFacts).item.map((item: Item) => item.guid["#text"]);
  const items = feedItems(contextOf(outageFacts, "en")).map(({ id }) => id);
  expect(inRss).toEqual(atom);
  expect(items).toEqual(atom);
});
