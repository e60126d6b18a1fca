import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { readable } from "./readable.ts";

/** One entry of a feed: what it says without its markup, and when. */
export type Entry = {
  title: string;
  text: string;
  at: number | null;
  link: string;
  /** Who wrote it, where the feed says so. */
  author: string;
};

const ENTRY_COUNT_MAX = 200;
/** Nobody's feed needs them, and every attack on a reader of XML begins with one. */
export const DECLARATION = /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i;

const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  maxNestedTags: 50,
  isArray: (name) => ["item", "entry", "link"].includes(name),
});

const OneText = z.union([
  z.string(),
  z.object({ "#text": z.string().default("") }).transform((held) => held["#text"]),
]);
/** Without their prefixes, `media:content` and `content` are namesakes: the first that speaks. */
const Text = z.union([
  OneText,
  z.array(OneText).transform((texts) => texts.find((text) => text !== "") ?? ""),
]);
/** A name as text (RSS, Dublin Core), or inside an element of its own (Atom). */
const OneAuthor = z.union([z.object({ name: Text }).transform(({ name }) => name), Text]);
const Author = z.union([OneAuthor, z.array(OneAuthor).transform(([first = ""]) => first)]);
const Link = z.union([z.string(), z.object({ "@_href": z.string().default("") })]);
const Item = z
  .object({
    title: Text.optional(),
    description: Text.optional(),
    encoded: Text.optional(),
    summary: Text.optional(),
    content: Text.optional(),
    pubDate: Text.optional(),
    updated: Text.optional(),
    published: Text.optional(),
    date: Text.optional(),
    creator: Text.optional().catch(""),
    author: Author.optional().catch(""),
    link: z.array(Link).optional(),
  })
  .transform((item): Entry => {
    const [link] = item.link ?? [];
    const text = [item.description, item.encoded, item.summary, item.content];
    const at = Date.parse(item.updated ?? item.pubDate ?? item.published ?? item.date ?? "");
    return {
      title: readable(item.title ?? ""),
      text: readable(text.find((part) => part !== undefined && part !== "") ?? ""),
      at: Number.isNaN(at) ? null : at,
      link: typeof link === "string" ? link : (link?.["@_href"] ?? ""),
      author: readable(item.creator ?? item.author ?? ""),
    };
  });
const Empty = z.literal("").transform(() => ({}));
const Items = z.object({ item: z.array(Item).default([]) });
const Rss = z
  .object({ rss: z.object({ channel: Items }) })
  .transform(({ rss }) => rss.channel.item);
const Rdf = z.object({ RDF: Items }).transform(({ RDF }) => RDF.item);
const Atom = z
  .object({
    feed: z.union([Empty, z.object({ entry: z.array(Item).optional() })]),
  })
  .transform(({ feed }): Entry[] => ("entry" in feed ? (feed.entry ?? []) : []));
const Feed = z.union([Rss, Atom, Rdf]);

/** The newest entries of an RSS or Atom feed, newest first, or null for anything that is not plainly one. */
export function readFeed(text: string): Entry[] | null {
  if (DECLARATION.test(text)) return null;
  try {
    const read = Feed.safeParse(parser.parse(text.trim(), true));
    const newestFirst = read.data?.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
    return newestFirst?.slice(0, ENTRY_COUNT_MAX) ?? null;
  } catch {
    return null;
  }
}
