import { z } from "zod";
import type { SocialPost } from "../domain/listening/post.ts";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { refusedLook, unknownFor } from "./answers.ts";
import { listOf } from "./fields.ts";
import { asPost, hashtag, instanceAddress, readPage } from "./mastodon-posts.ts";
import { defineSensor, type Look } from "./sensor.ts";

const PAGES_MAX = 3;
/** Posts of other instances take a moment to arrive, and are looked for once more. */
const OVERLAP_MS = 5 * MINUTE_MS;
const FIRST_BACK_MS = 10 * MINUTE_MS;
const BACK_MAX_MS = 60 * MINUTE_MS;

/** Reads what is written under hashtags of one Mastodon instance. */
export const mastodonTags = defineSensor({
  kind: "mastodon-tags",
  title: { fr: "Mots-dièse Mastodon", en: "Mastodon hashtags" },
  signalKind: "social",
  settings: z.object({
    url: instanceAddress,
    tags: listOf(hashtag).meta({
      label: { fr: "Mots-dièse", en: "Hashtags" },
      hint: {
        fr: "Par exemple whatsapp whatsappdown. Seuls les messages qui parlent de panne comptent.",
        en: "For example whatsapp whatsappdown. Only posts that speak of an outage count.",
      },
    }),
    token: z
      .string()
      .trim()
      .max(200)
      .default("")
      .meta({
        label: { fr: "Jeton", en: "Token" },
        hint: {
          fr: "Seulement si l’instance refuse les visiteurs (droit read:statuses).",
          en: "Only if the instance refuses visitors (scope read:statuses).",
        },
      }),
  }),
  secrets: ["token"],
  everyMs: MINUTE_MS,

  async look({ url, tags, token }, wire, { now, since }) {
    const back = since === null ? now - FIRST_BACK_MS : since - OVERLAP_MS;
    const from = Math.max(back, now - BACK_MAX_MS);
    const base = url.replace(/\/+$/, "");
    const read = await Promise.all(
      tags.map(async (tag) => await readTag({ base, tag, token, from }, wire)),
    );
    const failed = read.find((one) => "look" in one);
    // A tag that cannot be read would look like calm: better no number than a wrong one.
    if (failed && "look" in failed) return failed.look;
    const posts = read.flatMap((one) => ("posts" in one ? one.posts : []));
    const completeFrom = Math.max(...read.map((one) => ("seenFrom" in one ? one.seenFrom : from)));
    const evidence = sentence("sensors:posts.read", { count: posts.length });
    return { kind: "posts", posts, completeFrom, evidence };
  },
});

type Asked = { base: string; tag: string; token: string; from: number };
type Read = { posts: SocialPost[]; seenFrom: number } | { look: Look };

/** Newest first, page by page, until the moment `from` or the last page that we allow ourselves. */
async function readTag({ base, tag, token, from }: Asked, wire: Wire): Promise<Read> {
  const posts: SocialPost[] = [];
  let before: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const read = await readPage(wire, { base, tag, token, ...(before ? { before } : {}) });
    if (!read.ok) return { look: read.answer ? refused(read.answer) : unknownFor("shape") };
    posts.push(...read.posts.map((status) => asPost(status, tag)));
    const oldest = read.posts.at(-1);
    if (!oldest || read.isLast || oldest.created_at < from) return { posts, seenFrom: from };
    before = oldest.id;
  }
  // In a flood the pages end early: what lies before them was not seen, and is not called calm.
  return { posts, seenFrom: posts.at(-1)?.at ?? from };
}

/** 422 is how an instance without a public preview sends visitors away. */
const refused = (answer: Parameters<typeof refusedLook>[0]): Look =>
  answer.status === 422 ? unknownFor("door", { status: 422 }) : refusedLook(answer);
