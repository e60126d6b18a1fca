import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { fold } from "../domain/text/fold.ts";
import { languageOf } from "../domain/text/language.ts";
import { createTextMemory, isCopy } from "../domain/text/near-duplicates.ts";
import { platformOf, relevanceOf } from "../domain/text/relevance.ts";
import { weightOf } from "../domain/text/weight.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, refusedLook, unknownFor } from "./answers.ts";
import { listOf, webAddress } from "./fields.ts";
import { readable } from "./readable.ts";
import { defineSensor, type Look } from "./sensor.ts";
import { isTroubleTag, speaksOfTrouble } from "./trouble-words.ts";

const PAGE_LENGTH = 40;
const PAGES_MAX = 3;
/** Posts of other instances take a moment to arrive; what is counted once stays as it is. */
const SETTLE_MS = 2 * MINUTE_MS;
const FIRST_BACK_MS = 10 * MINUTE_MS;
const BACK_MAX_MS = 60 * MINUTE_MS;

/** The parts of a status that we rely on (docs.joinmastodon.org/entities/Status). */
const Post = z.object({
  id: z.string(),
  uri: z.string(),
  created_at: z.iso.datetime({ offset: true }).transform((at) => Date.parse(at)),
  content: z.string(),
  account: z.object({ url: z.string(), bot: z.boolean().nullish() }),
});
type Post = z.infer<typeof Post>;
/** A post, and how much it complains (0 to 1). */
type Complaint = Post & { text: string; weight: number };
const Page = z.array(Post);

const hashtag = z
  .string()
  .max(80)
  .regex(/^#?[\p{L}\p{N}_]+$/u, "this is not a hashtag")
  .transform((tag) => tag.replace("#", ""));

/** Counts, minute by minute, the people who complain under hashtags of one Mastodon instance. */
export const mastodonTags = defineSensor({
  kind: "mastodon-tags",
  title: { fr: "Mots-dièse Mastodon", en: "Mastodon hashtags" },
  signalKind: "social",
  settings: z.object({
    url: webAddress.meta({
      label: { fr: "Adresse de l’instance", en: "Address of the instance" },
      hint: {
        fr: "Par exemple https://mastodon.social ; une grande instance voit davantage.",
        en: "For example https://mastodon.social; a large instance sees more.",
      },
    }),
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
    const to = minuteOf(now - SETTLE_MS);
    const back = since === null ? now - FIRST_BACK_MS : since - SETTLE_MS;
    const from = Math.max(minuteOf(back), to - BACK_MAX_MS);
    const base = url.replace(/\/+$/, "");
    const read = await Promise.all(
      tags.map(async (tag) => await readTag({ base, tag, token, from }, wire)),
    );
    const failed = read.find((one) => "look" in one);
    // A tag that cannot be read would look like calm: better no number than a wrong one.
    if (failed && "look" in failed) return failed.look;
    const posts = read.flatMap((one) => ("posts" in one ? one.posts : []));
    const seenFrom = Math.max(from, ...read.map((one) => ("seenFrom" in one ? one.seenFrom : 0)));
    return countsOf(posts, { from: minuteOf(seenFrom), to });
  },
});

type Asked = { base: string; tag: string; token: string; from: number };
type Read = { posts: Complaint[]; seenFrom: number } | { look: Look };

/** Newest first, page by page, until the moment `from` or the last page that we allow ourselves. */
async function readTag({ base, tag, token, from }: Asked, wire: Wire): Promise<Read> {
  const posts: Post[] = [];
  for (let page = 0; page < PAGES_MAX; page++) {
    const url = new URL(`${base}/api/v1/timelines/tag/${encodeURIComponent(tag)}`);
    url.searchParams.set("limit", String(PAGE_LENGTH));
    const last = posts.at(-1);
    if (last) url.searchParams.set("max_id", last.id);
    const answer = await wire.request({
      method: "GET",
      url: url.href,
      bodyLengthMax: BODY_LENGTH_MAX,
      ...(token === "" ? {} : { secret: { bearer: token } }),
    });
    // 422 is how an instance without a public preview sends visitors away.
    if (!answer.ok && answer.status === 422) return { look: unknownFor("door", { status: 422 }) };
    if (!answer.ok) return { look: refusedLook(answer) };
    const found = Page.safeParse(answer.json);
    if (!found.success) return { look: unknownFor("shape") };
    posts.push(...found.data);
    const oldest = found.data.at(-1);
    if (!oldest || found.data.length < PAGE_LENGTH || oldest.created_at < from) {
      return complaints(posts, tag, from);
    }
  }
  // In a flood the pages end early: from there on the numbers are a lower bound.
  return complaints(posts, tag, posts.at(-1)?.created_at ?? from);
}

/** Under the tag of a complaint, whoever asks or says little complains as well. */
const tagWeight = 0.6;
const sureShare = 0.9;

function complaints(posts: readonly Post[], tag: string, seenFrom: number): Read {
  const weighed = posts.flatMap((post) => {
    const text = readable(post.content);
    const weight = post.account.bot === true ? 0 : weightUnder(tag, text);
    return weight > 0 ? [{ ...post, text, weight }] : [];
  });
  return { posts: weighed, seenFrom };
}

function weightUnder(tag: string, text: string): number {
  const platform = platformOf(tag);
  const { weight, is, share } = weightOf({ text, isTagged: true, ...(platform && { platform }) });
  if (platform && relevanceOf(text, platform) === "homonym") return 0;
  const isWitness = is !== "promotion" && is !== "resolved" && is !== "news";
  if (isTroubleTag(tag) && isWitness) return Math.max(weight, tagWeight);
  // In other languages the classifier guesses: fixed words count, and what it is sure of.
  if (languageOf(text) !== null || share >= sureShare) return weight;
  return speaksOfTrouble(text) ? 1 : 0;
}

/** Every minute that is over; a person counts once, and so does a text that many people copy. */
function countsOf(posts: readonly Complaint[], { from, to }: { from: number; to: number }): Look {
  const weights = new Map<number, number>();
  const seen = new Set<string>();
  const said = createTextMemory();
  for (const post of posts.toSorted((a, b) => a.created_at - b.created_at)) {
    const at = minuteOf(post.created_at);
    const marks = [post.uri, post.account.url, fold(post.text)];
    if (at < from || at >= to || marks.some((mark) => seen.has(mark))) continue;
    if (isCopy(said, post.text)) continue;
    for (const mark of marks) seen.add(mark);
    weights.set(at, (weights.get(at) ?? 0) + post.weight);
  }
  const counts = wholeCounts(weights, { from, to });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return { kind: "counts", counts, evidence: sentence("sensors:posts.counted", { count: total }) };
}

/** Whole numbers for each minute; what rounding takes from one minute it gives to the next. */
function wholeCounts(
  weights: ReadonlyMap<number, number>,
  { from, to }: { from: number; to: number },
) {
  const counts: { at: number; count: number }[] = [];
  let sum = 0;
  let told = 0;
  for (let at = from; at < to; at += MINUTE_MS) {
    sum += weights.get(at) ?? 0;
    const count = Math.max(0, Math.round(sum) - told);
    told += count;
    counts.push({ at, count });
  }
  return counts;
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;
