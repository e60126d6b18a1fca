import { type Html, html, xml } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import {
  type FeedItem,
  feedItems,
  feedTitle,
  feedUpdatedAt,
  tagOf,
  wholeFeed,
} from "./feed-items.ts";
import { paragraphs } from "./notice.ts";

/** How long a reader may wait before it asks again, in minutes. */
const TTL_MINUTES = 1;

/** Atom (RFC 4287), one entry for each update, so that a reader tells its owner of every one. */
export function atomFeed(context: PageContext, place = wholeFeed(context)): Html {
  const { language, state, publicUrl } = context;
  const items = feedItems(context, place.point);
  const { name } = state.organisation;
  return xml`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><id>${tagOf(publicUrl, place.point ? `feed/${language}/${place.point.id}` : `feed/${language}`)}</id><title>${feedTitle(context, place.point)}</title><updated>${iso(feedUpdatedAt(context, items))}</updated><author><name>${name}</name></author><generator>Tocsin</generator><link rel="self" type="application/atom+xml" href="${publicUrl}${place.base}/feed.atom"/><link rel="alternate" type="text/html" hreflang="${language}" href="${publicUrl}/${language}"/>
${items.map((item) => atomEntry(context, item))}</feed>
`;
}

/** RSS 2.0 with an item for each update. Its descriptions are HTML, written as escaped text. */
export function rssFeed(context: PageContext, place = wholeFeed(context)): Html {
  const { words, language, state, publicUrl } = context;
  const items = feedItems(context, place.point);
  const description = words("public:status.description", { name: state.organisation.name });
  return xml`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${feedTitle(context, place.point)}</title><link>${publicUrl}/${language}</link><description>${description}</description><language>${language}</language><lastBuildDate>${rfc822(feedUpdatedAt(context, items))}</lastBuildDate><ttl>${TTL_MINUTES}</ttl><generator>Tocsin</generator><atom:link rel="self" type="application/rss+xml" href="${publicUrl}${place.base}/history.rss"/>
${items.map((item) => rssItem(context, item))}</channel></rss>
`;
}

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) with an item for each update. */
export function jsonFeed(context: PageContext, place = wholeFeed(context)): object {
  const { words, language, state, publicUrl } = context;
  const { name } = state.organisation;
  return {
    version: "https://jsonfeed.org/version/1.1",
    title: feedTitle(context, place.point),
    description: words("public:status.description", { name }),
    home_page_url: `${publicUrl}/${language}`,
    feed_url: `${publicUrl}${place.base}/feed.json`,
    language,
    authors: [{ name, url: publicUrl }],
    items: feedItems(context, place.point).map((item) => ({
      id: item.id,
      url: item.href,
      title: item.title,
      content_text: item.body,
      date_published: iso(item.publishedAt),
      date_modified: iso(item.at),
      tags: [words(`public:update.${item.tag}`)],
      language,
    })),
  };
}

function atomEntry({ words }: PageContext, item: FeedItem): Html {
  return xml`<entry><id>${item.id}</id><title>${item.title}</title><updated>${iso(item.at)}</updated><published>${iso(item.publishedAt)}</published><link rel="alternate" type="text/html" href="${item.href}"/><category term="${item.tag}" label="${words(`public:update.${item.tag}`)}"/><content type="text">${item.body}</content></entry>
`;
}

/** Readers take the description for HTML: escaped once as HTML, and once more as XML. */
function rssItem({ words }: PageContext, item: FeedItem): Html {
  const description = html`${paragraphs(item.body)}`.toString();
  return xml`<item><guid isPermaLink="false">${item.id}</guid><title>${item.title}</title><link>${item.href}</link><pubDate>${rfc822(item.at)}</pubDate><category>${words(`public:update.${item.tag}`)}</category><description>${description}</description></item>
`;
}

const iso = (at: number): string => new Date(at).toISOString();

/** "Fri, 20 Nov 2026 09:42:00 GMT": what RSS asks for, with a year of four digits. */
const rfc822 = (at: number): string => new Date(at).toUTCString();
