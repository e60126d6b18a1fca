import { z } from "zod";
import type { Spoken } from "../domain/outlet.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { apiBase } from "./api-base.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineOutlet } from "./outlet.ts";

const SEND_TIMEOUT_MS = 20_000;
const LOOKED_MAX = 25;

const Settings = z.object({
  base: apiBase("https://graph.facebook.com"),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d$/)
    .default("v25.0")
    .meta(words({ fr: "Version de l’API Graph", en: "Graph API version" })),
  page: z
    .string()
    .regex(/^\d{5,25}$/)
    .meta(
      words(
        { fr: "Numéro de la Page", en: "Page ID" },
        { fr: "Page › À propos › Transparence de la Page", en: "Page › About › Page transparency" },
      ),
    ),
  token: z
    .string()
    .min(20)
    .meta(
      words(
        { fr: "Jeton de la Page", en: "Page access token" },
        {
          fr: "Avec pages_manage_posts et pages_read_engagement",
          en: "With pages_manage_posts and pages_read_engagement",
        },
      ),
    ),
});

const Created = z.object({ id: z.string() });
const Feed = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      message: z.string().default(""),
      permalink_url: z.string().nullish(),
    }),
  ),
});
const Refused = z.object({
  error: z.object({ code: z.number(), error_subcode: z.number().nullish() }),
});
const SLOW_DOWN = new Set([4, 17, 32, 613]);
const PASSING = new Set([1, 2]);
const NO_SUCH_OBJECT = 33;

export const facebookPage = defineOutlet({
  kind: "facebook-page",
  title: { fr: "Page Facebook", en: "Facebook Page" },
  settings: Settings,
  secrets: ["token"],
  keyed: false,

  // https://developers.facebook.com/docs/pages-api/posts#publish-posts
  async say({ text, link }, { base, version, page, token }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: `${base}/${version}/${page}/feed`,
      secret: { bearer: token },
      timeoutMs: SEND_TIMEOUT_MS,
      json: { message: text, link, published: true },
    });
    if (!answer.ok) return refusalOf(answer);
    const id = Created.safeParse(answer.json).data?.id ?? null;
    return { kind: "said", id, url: id === null ? null : `https://www.facebook.com/${id}` };
  },

  // https://developers.facebook.com/docs/pages-api/posts#update-a-post
  async change({ text }, id, { base, version, token }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: `${base}/${version}/${encodeURIComponent(id)}`,
      secret: { bearer: token },
      timeoutMs: SEND_TIMEOUT_MS,
      json: { message: text },
    });
    if (answer.ok) return { kind: "said", id, url: `https://www.facebook.com/${id}` };
    const error = Refused.safeParse(answer.json).data?.error;
    const isGone = error?.code === 100 && error.error_subcode === NO_SUCH_OBJECT;
    return isGone ? { kind: "gone" } : refusalOf(answer);
  },

  // https://developers.facebook.com/docs/graph-api/reference/page/feed
  async seen({ base, version, page, token }, wire) {
    const answer = await wire.request({
      method: "GET",
      url: `${base}/${version}/${page}/feed?fields=id,message,permalink_url&limit=${LOOKED_MAX}`,
      secret: { bearer: token },
    });
    if (!answer.ok) return answer;
    const found = Feed.safeParse(answer.json).data;
    if (!found) return { ok: false, failed: { kind: "unknown", why: "an answer not understood" } };
    const posts = found.data.map(({ id, message, permalink_url: url }) => ({
      id,
      url: url ?? null,
      text: message,
    }));
    return { ok: true, posts };
  },
});

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
function refusalOf(answer: Extract<Answer, { ok: false }>): Spoken {
  const { json, failed } = answer;
  const code = Refused.safeParse(json).data?.error.code;
  if (code === undefined) return notTheAddress(failed);
  if (SLOW_DOWN.has(code)) return { kind: "throttled", waitMs: askedWait(answer) };
  if (PASSING.has(code)) return { kind: "unknown", why: `Facebook ${code}` };
  // 506: the same words twice in a row. They may well be ours.
  if (code === 506) return { kind: "unknown", why: "Facebook 506: duplicate" };
  if (failed.kind === "throttled" || failed.kind === "unreachable") return failed;
  if (failed.kind === "unknown") return failed;
  return { kind: "misconfigured", why: `Facebook ${code}` };
}
