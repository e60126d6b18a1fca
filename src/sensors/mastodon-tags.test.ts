import { describe, expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import type { Answer, Ask } from "../lib/wire.ts";
import { mastodonTags } from "./mastodon-tags.ts";

const token = "mastodon-token-of-a-test";
sensorKit(mastodonTags, {
  settings: (url) => ({ url, tags: "whatsapp", token }),
  speaksHttp: true,
});

const url = "https://social.example.org";
const MINUTE_MS = 60_000;
let serial = 0;

/** A post as the API shows it, so many seconds before noon. */
function post(secondsAgo: number, change: { content?: string; who?: string; bot?: boolean } = {}) {
  const id = String(1_000_000 - (serial += 1));
  const {
    content = `<p>Outage again &amp; again, ${id}</p>`,
    who = `u${id}`,
    bot = false,
  } = change;
  return {
    id,
    uri: `https://far.example.net/${id}`,
    created_at: new Date(NOON - secondsAgo * 1_000).toISOString(),
    language: "en",
    content,
    account: { id: who, acct: who, url: `https://far.example.net/@${who}`, bot },
  };
}

async function look(
  answer: (ask: Ask) => Answer,
  change: { tags?: string; token?: string; since?: number } = {},
) {
  const { tags = "whatsapp", since = NOON - 3 * MINUTE_MS, ...rest } = change;
  const asked: Ask[] = [];
  const wire = {
    ...lineWhere({}),
    request: async (ask: Ask) => {
      asked.push(ask);
      return answer(ask);
    },
  };
  const found = await mastodonTags.look({ url, tags, ...rest }, wire, quietMoment({ since }));
  const posts = found.kind === "posts" ? found.posts : [];
  return { found, posts, asked };
}

describe("what is read", () => {
  test("every post, as people read it, with its tag and since when its author is there", async () => {
    const since = "2019-11-04T00:00:00.000Z";
    const one = post(30, { content: "<p>It is <b>down</b> &amp; out</p>", who: "ana" });
    const two = post(90, { bot: true });
    const account = { ...one.account, created_at: since };
    const { posts, found } = await look(() => told([{ ...one, account }, two]));
    const ana = { author: "https://far.example.net/@ana", authorSince: Date.parse(since) };
    expect(posts).toMatchObject([
      { id: one.uri, at: NOON - 30_000, text: "It is down & out", tag: "whatsapp", ...ana },
      { id: two.uri, isBot: true, authorSince: null },
    ]);
    expect(found).toMatchObject({ evidence: { code: "sensors:posts.read", params: { count: 2 } } });
  });

  test("it goes back a little before the last look, and ten minutes at first", async () => {
    expect((await look(() => told([]))).found).toMatchObject({ completeFrom: NOON - 480_000 });
    const long = await look(() => told([]), { since: NOON - 7_200_000 });
    expect(long.found).toMatchObject({ completeFrom: NOON - 3_600_000 });
  });

  test("every tag is asked by its name", async () => {
    const { asked, posts } = await look(() => told([post(200)]), {
      tags: "#whatsappdown, whatsapp",
    });
    expect(asked.map((ask) => ask.url)).toEqual([
      `${url}/api/v1/timelines/tag/whatsappdown?limit=40`,
      `${url}/api/v1/timelines/tag/whatsapp?limit=40`,
    ]);
    expect(posts.map(({ tag }) => tag)).toEqual(["whatsappdown", "whatsapp"]);
  });
});

describe("a flood", () => {
  test("is read page by page, and no further than allowed", async () => {
    let secondsAgo = 120;
    const page = () => told(Array.from({ length: 40 }, () => post((secondsAgo += 1))));
    const { found, posts, asked } = await look(page);
    expect(asked).toHaveLength(3);
    expect(asked[1]?.url).toMatch(/&max_id=\d+$/);
    // 120 posts in two minutes: what lies before them was not seen, and is not called calm.
    expect(posts).toHaveLength(120);
    expect(found).toMatchObject({ completeFrom: NOON - 240_000 });
  });
});

describe("what cannot be read", () => {
  const refused = (status: number): Answer => ({
    ok: false,
    status,
    json: null,
    text: "",
    failed: { kind: "misconfigured", why: `HTTP ${status}` },
  });

  test.each([
    ["a revoked token", refused(401), "sensors:unknown.door"],
    ["an instance without a public preview", refused(422), "sensors:unknown.door"],
    ["a page for people", told("<html></html>"), "sensors:unknown.shape"],
    ["another shape", told([{ id: 1 }]), "sensors:unknown.shape"],
  ])("%s is unknown, not calm", async (_name, answer, code) => {
    const { found } = await look(() => answer, { token });
    expect(found).toMatchObject({ verdict: "unknown", evidence: { code } });
  });

  test("one tag that fails spoils the number", async () => {
    const answer = (ask: Ask) => (ask.url.includes("/a?") ? refused(429) : told([post(200)]));
    const { found } = await look(answer, { tags: "a b" });
    expect(found).toMatchObject({ verdict: "unknown" });
  });

  test("the token travels as bearer, and only when there is one", async () => {
    const { asked } = await look(() => told([]), { token });
    expect(asked[0]?.secret).toEqual({ bearer: token });
    expect((await look(() => told([]))).asked[0]).not.toHaveProperty("secret");
  });
});
