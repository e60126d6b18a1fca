import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Answer, Ask } from "../lib/wire.ts";
import { reddit } from "./reddit.ts";

const keys = { clientId: "p-jcoLKBynTLew", clientSecret: "reddit-secret-of-a-test" };
sensorKit(reddit, {
  settings: (url) => ({ url, login: url, subreddits: "whatsapp", search: "", ...keys }),
  speaksHttp: true,
});

/** A post as a listing shows it, so many seconds before noon. */
const thing = (secondsAgo: number, change: Record<string, unknown> = {}) => ({
  kind: "t3",
  data: {
    name: `t3_${secondsAgo}`,
    title: "WhatsApp down?",
    selftext: "Nothing sends.",
    author: `user${secondsAgo}`,
    subreddit: "whatsapp",
    created_utc: (NOON - secondsAgo * 1_000) / 1_000,
    ...change,
  },
});
const listing = (things: object[]) => told({ kind: "Listing", data: { children: things } });

async function look(answer: Answer, change: { subreddits?: string; search?: string } = {}) {
  const asked: Ask[] = [];
  const token = told({ access_token: "a-token-of-an-hour", token_type: "bearer" });
  const wire = {
    ...lineWhere({}),
    request: async (ask: Ask) => {
      asked.push(ask);
      return ask.url.includes("access_token") ? token : answer;
    },
  };
  const settings = { subreddits: "whatsapp", ...keys, ...change };
  return { found: await reddit.look(settings, wire, quietMoment()), asked };
}

test("signs in as an application, and reads the newest posts of its subreddits", async () => {
  const subreddits = "r/whatsapp, france";
  const { found, asked } = await look(listing([thing(30)]), { subreddits });
  expect(asked[0]).toMatchObject({
    url: "https://www.reddit.com/api/v1/access_token",
    form: { grant_type: "client_credentials" },
    secret: { basic: { user: keys.clientId, password: keys.clientSecret } },
  });
  expect(asked[1]?.url).toBe("https://oauth.reddit.com/r/whatsapp+france/new?limit=100&raw_json=1");
  expect(asked[1]?.secret).toEqual({ bearer: "a-token-of-an-hour" });
  expect(asked.every(({ headers }) => headers?.["user-agent"]?.includes("tocsin"))).toBe(true);
  const post = { id: "t3_30", at: NOON - 30_000, author: "user30", isBot: false };
  const text = "WhatsApp down?\nNothing sends.";
  expect(found).toMatchObject({ kind: "posts", posts: [{ ...post, text, wasAsked: true }] });
});

test("in a subreddit of everything a post has to name the platform, unless it was searched", async () => {
  const elsewhere = listing([thing(30, { subreddit: "france" })]);
  const { found } = await look(elsewhere, { subreddits: "france" });
  expect(found).toMatchObject({ posts: [{ wasAsked: false }] });
  const search = "whatsapp AND down";
  const searched = await look(elsewhere, { subreddits: "france", search });
  expect(searched.found).toMatchObject({ posts: [{ wasAsked: true }] });
  expect(searched.asked[1]?.url).toContain(
    "/r/france/search?limit=100&raw_json=1&q=whatsapp+AND+down&sort=new&restrict_sr=1",
  );
});

test("machines are told as what they are", async () => {
  const authors = ["AutoModerator", "RemindMeBot", "Abbot_of_Kent"];
  const { found } = await look(listing(authors.map((author, at) => thing(at, { author }))));
  expect(found).toMatchObject({ posts: [{ isBot: true }, { isBot: true }, { isBot: false }] });
});

test("a full page reaches back to its oldest post, and no further", async () => {
  const full = Array.from({ length: 100 }, (_, at) => thing(at));
  expect((await look(listing(full))).found).toMatchObject({ completeFrom: NOON - 99_000 });
  const { found } = await look(listing([thing(30)]));
  expect(found).toMatchObject({ completeFrom: NOON - 3_600_000 });
});

test("another shape is unknown, not calm", async () => {
  const { found } = await look(told({ data: { children: [{ data: {} }] } }));
  expect(found).toMatchObject({ verdict: "unknown", evidence: { code: "sensors:unknown.shape" } });
});
