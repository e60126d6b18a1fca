import { z } from "zod";
import { type CapAlert, capIn, capParser } from "./cap-document.ts";
import { DECLARATION } from "./feed-xml.ts";
import { unescaped } from "./readable.ts";

/** Where an alert stands, and what tells whether it has changed since. */
export type CapLink = { url: string; stamp: string };
export type CapIndex = { alerts: CapAlert[]; links: CapLink[]; unread: number };

const ENTRY_COUNT_MAX = 500;
const CAP_TYPE = "application/cap+xml";

const Link = z.union([
  z.string().transform((url) => ({ url, type: "", rel: "" })),
  z
    .object({
      "@_href": z.string().default(""),
      "@_type": z.string().default(""),
      "@_rel": z.string().default(""),
      "#text": z.string().default(""),
    })
    .transform((link) => ({
      url: link["@_href"] === "" ? link["#text"] : link["@_href"],
      type: link["@_type"],
      rel: link["@_rel"],
    })),
]);
const Entry = z.object({
  link: z.array(Link).default([]),
  updated: z.unknown().optional(),
  pubDate: z.unknown().optional(),
  content: z.unknown().optional(),
});
const Entries = z.array(Entry).default([]);
const nothing = z.literal("").transform(() => ({}));
const Feed = z.union([
  z
    .object({ feed: z.union([nothing, z.object({ entry: Entries })]) })
    .transform(({ feed }) => ("entry" in feed ? feed.entry : [])),
  z
    .object({ rss: z.object({ channel: z.object({ item: Entries }) }) })
    .transform(({ rss }) => rss.channel.item),
]);

/** What stands at the address: one alert, or an Atom or RSS feed of many; null for anything else. */
export function readCapIndex(xml: string, base: string): CapIndex | null {
  if (DECLARATION.test(xml)) return null;
  try {
    const tree: unknown = capParser.parse(xml.trim(), true);
    const single = capIn(tree, xml);
    if (single) return { alerts: [single], links: [], unread: 0 };
    const entries = Feed.safeParse(tree).data;
    return entries ? indexOf(entries.slice(0, ENTRY_COUNT_MAX), { xml, base }) : null;
  } catch {
    return null;
  }
}

function indexOf(
  entries: readonly z.infer<typeof Entry>[],
  from: { xml: string; base: string },
): CapIndex {
  const index: CapIndex = { alerts: [], links: [], unread: 0 };
  for (const entry of entries) {
    const inside = capIn(entry.content, from.xml);
    const link = inside ? null : linkOf(entry, from.base);
    if (inside) index.alerts.push(inside);
    else if (link) index.links.push(link);
    else index.unread++;
  }
  return index;
}

function linkOf({ link, updated, pubDate }: z.infer<typeof Entry>, base: string): CapLink | null {
  const chosen =
    link.find(({ type }) => type === CAP_TYPE) ??
    link.find(({ rel }) => rel === "" || rel === "alternate");
  const url = unescaped(chosen?.url ?? "");
  if (url === "" || !URL.canParse(url, base)) return null;
  return { url: new URL(url, base).href, stamp: JSON.stringify([updated, pubDate]) };
}
