import { z } from "zod";
import { postKeptMax, type SocialPost } from "../domain/listening/post.ts";
import { namesPlatform } from "../domain/listening/testimony.ts";
import { sentence } from "../domain/sentence.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Answer, Wire } from "../lib/wire.ts";
import { BODY_LENGTH_MAX, refusedLook, unknownFor } from "./answers.ts";
import { listOf, webAddress } from "./fields.ts";
import { defineSensor, type Look } from "./sensor.ts";

/** The API asks every program to say who it is (github.com/reddit-archive/reddit/wiki/API). */
const AGENT = "server:org.tocsin.listener:v1 (self-hosted status page)";
const PAGE_LENGTH = 100;
const BACK_MAX_MS = 60 * MINUTE_MS;

const Token = z.object({ access_token: z.string().min(1).max(4_000) });
const Listing = z.object({
  data: z.object({
    children: z.array(
      z.object({
        data: z.object({
          name: z.string().max(40),
          title: z.string().default(""),
          selftext: z.string().default(""),
          author: z.string().max(100),
          subreddit: z.string().max(100).default(""),
          created_utc: z.number(),
        }),
      }),
    ),
  }),
});
type Listing = z.infer<typeof Listing>;

const subreddit = z
  .string()
  .max(40)
  .regex(/^(?:\/?r\/)?\w{2,21}$/, "this is not a subreddit")
  .transform((name) => name.replace(/^\/?r\//, ""));

/** Reads the newest posts of some subreddits, or those that a search in them finds. */
export const reddit = defineSensor({
  kind: "reddit",
  title: { fr: "Reddit", en: "Reddit" },
  signalKind: "social",
  settings: z.object({
    subreddits: listOf(subreddit).meta({
      label: { fr: "Communautés", en: "Subreddits" },
      hint: {
        fr: "Par exemple whatsapp france. Ailleurs, seuls comptent les messages qui nomment la plateforme.",
        en: "For example whatsapp france. Elsewhere only posts that name the platform count.",
      },
    }),
    search: z
      .string()
      .trim()
      .max(200)
      .default("")
      .meta({
        label: { fr: "Recherche", en: "Search" },
        hint: {
          fr: "Facultatif, par exemple : whatsapp AND (panne OR down).",
          en: "Optional, for example: whatsapp AND (down OR panne).",
        },
      }),
    clientId: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .meta({
        label: { fr: "Identifiant de l’application", en: "Application id" },
        hint: {
          fr: "Sous reddit.com/prefs/apps, application de type « script ».",
          en: "Under reddit.com/prefs/apps, an application of the type “script”.",
        },
      }),
    clientSecret: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({
        label: { fr: "Secret de l’application", en: "Application secret" },
        hint: { fr: "Au même endroit.", en: "In the same place." },
      }),
    login: webAddress.prefault("https://www.reddit.com").meta({
      label: { fr: "Adresse de connexion", en: "Address to sign in" },
      hint: { fr: "À ne pas changer.", en: "Leave it as it is." },
    }),
    url: webAddress.prefault("https://oauth.reddit.com").meta({
      label: { fr: "Adresse de l’API", en: "Address of the API" },
      hint: { fr: "À ne pas changer.", en: "Leave it as it is." },
    }),
  }),
  secrets: ["clientSecret"],
  everyMs: 2 * MINUTE_MS,

  async look({ login, url, clientId, clientSecret, subreddits, search }, wire, { now }) {
    const signedIn = await signIn(wire, login, { user: clientId, password: clientSecret });
    if (!signedIn.ok) return refusedLook(signedIn);
    const token = Token.safeParse(signedIn.json).data?.access_token;
    if (token === undefined) return unknownFor("shape");
    const answer = await wire.request({
      method: "GET",
      url: listingOf(url, subreddits, search),
      headers: { "user-agent": AGENT },
      secret: { bearer: token },
      bodyLengthMax: 2 * BODY_LENGTH_MAX,
    });
    if (!answer.ok) return refusedLook(answer);
    const listing = Listing.safeParse(answer.json).data;
    if (!listing) return unknownFor("shape");
    return lookOf(listing, search !== "", now);
  },
});

/** Application-only access (github.com/reddit-archive/reddit/wiki/OAuth2). */
async function signIn(
  wire: Wire,
  login: string,
  basic: { user: string; password: string },
): Promise<Answer> {
  return await wire.request({
    method: "POST",
    url: `${login.replace(/\/+$/, "")}/api/v1/access_token`,
    headers: { "user-agent": AGENT },
    form: { grant_type: "client_credentials" },
    secret: { basic },
  });
}

function listingOf(url: string, subreddits: readonly string[], search: string): string {
  const base = `${url.replace(/\/+$/, "")}/r/${subreddits.join("+")}`;
  const listing = new URL(search === "" ? `${base}/new` : `${base}/search`);
  listing.searchParams.set("limit", String(PAGE_LENGTH));
  listing.searchParams.set("raw_json", "1");
  if (search === "") return listing.href;
  for (const [name, value] of [
    ["q", search],
    ["sort", "new"],
    ["restrict_sr", "1"],
  ] as const) {
    listing.searchParams.set(name, value);
  }
  return listing.href;
}

function lookOf({ data: { children } }: Listing, wasAsked: boolean, now: number): Look {
  const posts = children.map(({ data }): SocialPost => {
    const { name, title, selftext, author, subreddit: place, created_utc } = data;
    return {
      id: name,
      at: Math.min(created_utc * SECOND_MS, now),
      author,
      text: `${title}\n${selftext}`.trim().slice(0, postKeptMax),
      wasAsked: wasAsked || namesPlatform(place),
      isBot: /bot$|^automoderator$/i.test(author),
    };
  });
  // A full page ends early: what lies before it was not seen, and is not called calm.
  const isFull = posts.length >= PAGE_LENGTH;
  const oldest = isFull ? Math.min(...posts.map(({ at }) => at)) : 0;
  const evidence = sentence("sensors:posts.read", { count: posts.length });
  return { kind: "posts", posts, completeFrom: Math.max(now - BACK_MAX_MS, oldest), evidence };
}
