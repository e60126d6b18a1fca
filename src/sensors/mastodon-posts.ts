import { z } from "zod";
import { postKeptMax, type SocialPost } from "../domain/listening/post.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX } from "./answers.ts";
import { webAddress } from "./fields.ts";
import { readable } from "./readable.ts";

const PAGE_LENGTH = 40;

/** The parts of a status that we rely on (docs.joinmastodon.org/entities/Status). */
export const MastodonPost = z.object({
  id: z.string().max(100),
  uri: z.string().max(2_000),
  created_at: z.iso.datetime({ offset: true }).transform((at) => Date.parse(at)),
  content: z.string(),
  reblog: z.unknown().optional(),
  account: z.object({
    url: z.string().max(2_000),
    bot: z.boolean().nullish(),
    created_at: z.iso.datetime({ offset: true }).nullish().catch(null),
  }),
});
export type MastodonPost = z.infer<typeof MastodonPost>;

const Page = z.array(MastodonPost);

export const instanceAddress = webAddress.meta({
  label: { fr: "Adresse de l’instance", en: "Address of the instance" },
  hint: {
    fr: "Par exemple https://mastodon.social ; une grande instance voit davantage.",
    en: "For example https://mastodon.social; a large instance sees more.",
  },
});

export const hashtag = z
  .string()
  .max(80)
  .regex(/^#?[\p{L}\p{N}_]+$/u, "this is not a hashtag")
  .transform((tag) => tag.replace("#", ""));

/** A status as a post; under `tag` where it was found under one. */
export function asPost(status: MastodonPost, tag: string): SocialPost {
  const { uri, created_at: at, content, reblog, account } = status;
  return {
    id: uri,
    at,
    author: account.url,
    authorSince: account.created_at ? Date.parse(account.created_at) : null,
    text: readable(content).slice(0, postKeptMax),
    isRepost: reblog !== undefined && reblog !== null,
    isBot: account.bot === true,
    ...(tag === "" ? {} : { tag }),
  };
}

type Asked = { base: string; tag: string; token: string; before?: string; after?: string };
type Read =
  | { ok: true; posts: MastodonPost[]; isLast: boolean }
  | { ok: false; answer: Extract<Answer, { ok: false }> | null };

/** One page of a hashtag, or of everything where there is none; newest first. */
export async function readPage(wire: Wire, asked: Asked): Promise<Read> {
  const { base, tag, token, before, after } = asked;
  const path = tag === "" ? "public" : `tag/${encodeURIComponent(tag)}`;
  const url = new URL(`${base}/api/v1/timelines/${path}`);
  url.searchParams.set("limit", String(PAGE_LENGTH));
  if (before !== undefined) url.searchParams.set("max_id", before);
  if (after !== undefined) url.searchParams.set("min_id", after);
  const answer = await wire.request({
    method: "GET",
    url: url.href,
    bodyLengthMax: BODY_LENGTH_MAX,
    ...(token === "" ? {} : { secret: { bearer: token } }),
  });
  if (!answer.ok) return { ok: false, answer };
  const found = Page.safeParse(answer.json);
  if (!found.success) return { ok: false, answer: null };
  return { ok: true, posts: found.data, isLast: found.data.length < PAGE_LENGTH };
}
