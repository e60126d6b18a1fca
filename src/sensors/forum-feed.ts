import { z } from "zod";
import { postKeptMax, type SocialPost } from "../domain/listening/post.ts";
import { sentence } from "../domain/sentence.ts";
import { fold } from "../domain/text/fold.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Entry } from "./feed-xml.ts";
import { fetchFeed } from "./fetch-feed.ts";
import { askedWords, webAddress } from "./fields.ts";
import { defineSensor, type Look } from "./sensor.ts";

const BACK_MAX_MS = 60 * MINUTE_MS;

/** Reads a forum through its RSS or Atom feed: every entry is a post of somebody. */
export const forumFeed = defineSensor({
  kind: "forum-feed",
  title: { fr: "Forum (flux RSS ou Atom)", en: "Forum (RSS or Atom feed)" },
  signalKind: "social",
  settings: z.object({
    url: webAddress.meta({
      label: { fr: "Adresse du flux", en: "Address of the feed" },
      hint: {
        fr: "Le flux des derniers messages (souvent /latest.rss, /posts.rss ou /feed).",
        en: "The feed of the latest posts (often /latest.rss, /posts.rss or /feed).",
      },
    }),
    words: askedWords,
  }),
  secrets: [],
  everyMs: 2 * MINUTE_MS,

  async look({ url, words }, wire, { now }) {
    const fetched = await fetchFeed(wire, url);
    if (!fetched.ok) return fetched.look;
    const posts = fetched.entries.flatMap((entry) => postOf(entry, words, now));
    // A feed ends after so many entries: what lies before them was not seen.
    const oldest = Math.min(...posts.map(({ at }) => at), now);
    const completeFrom = Math.max(posts.length === 0 ? 0 : oldest, now - BACK_MAX_MS);
    const evidence = sentence("sensors:posts.read", { count: posts.length });
    return { kind: "posts", posts, completeFrom, evidence } satisfies Look;
  },
});

/** Without a time nobody can tell whether it is news; without a name it is somebody of its own. */
function postOf({ title, text, at, link, author }: Entry, words: string[], now: number) {
  if (at === null) return [];
  const said = `${title}\n${text}`.trim().slice(0, postKeptMax);
  const id = link === "" ? `${title} ${at}` : link;
  const wasAsked = words.some((word) => fold(said).includes(word));
  const post: SocialPost = {
    id,
    at: Math.min(at, now),
    author: author === "" ? id : author,
    text: said,
    wasAsked,
  };
  return [post];
}
