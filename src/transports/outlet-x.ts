import { createHash } from "node:crypto";
import { z } from "zod";
import type { Spoken } from "../domain/outlet.ts";
import { words } from "../lib/description.ts";
import type { Answer, Secret } from "../lib/wire.ts";
import { inOneTime } from "../lib/wire-time.ts";
import { apiBase } from "./api-base.ts";
import { notTheAddress } from "./not-the-address.ts";
import { defineOutlet } from "./outlet.ts";

const SEND_TIMEOUT_MS = 15_000;
const LOOKED_MAX = 20;

const key = (fr: string, en: string) => z.string().min(10).meta(words({ fr, en }));
const Settings = z.object({
  base: apiBase("https://api.x.com"),
  consumerKey: key("Clé de l’application (API Key)", "API key"),
  consumerSecret: key("Secret de l’application", "API key secret"),
  token: key("Jeton d’accès", "Access token"),
  tokenSecret: z
    .string()
    .min(10)
    .meta(
      words(
        { fr: "Secret du jeton d’accès", en: "Access token secret" },
        {
          fr: "Créé avec le droit « Read and write » : celui-ci n’expire pas",
          en: "Created with “Read and write”: this one does not expire",
        },
      ),
    ),
});
type Settings = z.infer<typeof Settings>;

const Created = z.object({ data: z.object({ id: z.string() }) });
const Me = z.object({ data: z.object({ id: z.string() }) });
const Posts = z.object({
  data: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        entities: z
          .object({ urls: z.array(z.object({ expanded_url: z.string().default("") })).default([]) })
          .default({ urls: [] }),
      }),
    )
    .default([]),
});
const Problem = z.object({
  detail: z.string().default(""),
  type: z.string().default(""),
  errors: z.array(z.object({ message: z.string().default("") })).default([]),
});

export const x = defineOutlet({
  kind: "x",
  title: { fr: "X", en: "X" },
  settings: Settings,
  secrets: ["consumerSecret", "token", "tokenSecret"],
  keyed: false,

  // https://docs.x.com/x-api/posts/create-post
  async say({ text, thread, reference, at }, settings, wire) {
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const ask = async (name: string, reply: object) =>
      await both.request({
        method: "POST",
        url: `${settings.base}/2/tweets`,
        secret: signed(settings, at, name),
        timeoutMs: SEND_TIMEOUT_MS,
        json: { text, ...reply },
      });
    const reply = thread ? { reply: { in_reply_to_tweet_id: thread.last } } : {};
    let answer = await ask(reference, reply);
    // What it was to answer is not there any more: the words stand on their own.
    if (!answer.ok && thread && ORPHANED.test(saidIn(answer.json))) {
      answer = await ask(`${reference} alone`, {});
    }
    if (!answer.ok) return refusalOf(answer);
    const id = Created.safeParse(answer.json).data?.data.id ?? null;
    return { kind: "said", id, url: id === null ? null : pageOf(id) };
  },

  // https://docs.x.com/x-api/users/get-posts
  async seen(settings, wire, now) {
    const both = inOneTime(wire, SEND_TIMEOUT_MS);
    const ask = async (path: string) =>
      await both.request({
        method: "GET",
        url: `${settings.base}/2/users/${path}`,
        secret: signed(settings, now, path),
      });
    const me = await ask("me");
    if (!me.ok) return me;
    const id = Me.safeParse(me.json).data?.data.id;
    if (id === undefined) return unreadable;
    const answer = await ask(`${id}/tweets?max_results=${LOOKED_MAX}&tweet.fields=entities`);
    if (!answer.ok) return answer;
    const found = Posts.safeParse(answer.json).data;
    if (!found) return unreadable;
    const posts = found.data.map((post) => ({
      id: post.id,
      url: pageOf(post.id),
      // Links are shortened in the text; where they lead stands beside it.
      text: [post.text, ...post.entities.urls.map((url) => url.expanded_url)].join(" "),
    }));
    return { ok: true, posts };
  },
});

const pageOf = (id: string): string => `https://x.com/i/status/${id}`;

const signed = (settings: Settings, at: number, name: string): Secret => ({
  oauth1: {
    consumerKey: settings.consumerKey,
    consumerSecret: settings.consumerSecret,
    token: settings.token,
    tokenSecret: settings.tokenSecret,
    at,
    nonce: createHash("sha256").update(`${name} ${at}`).digest("hex").slice(0, 32),
  },
});

const unreadable = {
  ok: false,
  failed: { kind: "unknown", why: "an answer not understood" },
} as const;

const ORPHANED = /reply to a (?:tweet|post) that is deleted or not visible/i;

/** All that X says about a refusal: in one sentence, or in several, as in the days before. */
function saidIn(json: unknown): string {
  const problem = Problem.safeParse(json).data;
  if (!problem) return "";
  return [problem.detail, ...problem.errors.map(({ message }) => message)].join(" ");
}

/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
function refusalOf({ json, failed }: Extract<Answer, { ok: false }>): Spoken {
  // The same words stand there already: very likely ours, from a try that never answered.
  if (/duplicate/i.test(saidIn(json))) return { kind: "unknown", why: "X: duplicate" };
  const name = /\/problems\/([a-z-]{1,60})$/.exec(Problem.safeParse(json).data?.type ?? "")?.[1];
  if (name === "usage-capped") return { kind: "misconfigured", why: "X: usage-capped" };
  const moved = name === "invalid-request" ? failed : notTheAddress(failed);
  return name !== undefined && "why" in moved ? { ...moved, why: `X: ${name}` } : moved;
}
