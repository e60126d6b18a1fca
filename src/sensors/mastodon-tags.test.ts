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
  const counts = found.kind === "counts" ? found.counts.map(({ count }) => count) : null;
  return { found, counts, asked };
}

describe("what counts", () => {
  test("complaints in the minutes that are settled since the last look", async () => {
    const posts = [post(30), post(130), post(200), post(230), post(290), post(301)];
    const { found } = await look(() => told(posts));
    expect(found).toMatchObject({
      kind: "counts",
      counts: [
        { at: NOON - 5 * MINUTE_MS, count: 1 },
        { at: NOON - 4 * MINUTE_MS, count: 2 },
        { at: NOON - 3 * MINUTE_MS, count: 1 },
      ],
    });
  });

  test("nobody complaining counts, too", async () => {
    expect((await look(() => told([]))).counts).toEqual([0, 0, 0]);
  });

  test.each([
    ["praise", { content: "<p>I like it</p>" }, 0],
    ["a machine", { bot: true }, 0],
    ["French", { content: "<p>WhatsApp ne marche plus&nbsp;!</p>" }, 1],
    ["Spanish", { content: "<p>¿Se ha <b>caído</b>?</p>" }, 1],
    ["Portuguese", { content: "<p>Está fora do ar</p>" }, 1],
    ["a word in its markup only", { content: `<a href="https://x.example/outage">Hi</a>` }, 0],
  ])("%s", async (_name, change, count) => {
    const { counts } = await look(() => told([post(200, change)]));
    expect(counts).toEqual([0, count, 0]);
  });

  const jokes = [
    "RIP WhatsApp 😂😂",
    "The outage goes on, thank you, my boss cannot write to me 😎 lol",
    "Zuckerberg tripped over the plug 🤣",
  ];

  test.each([
    ["jokes count a third", jokes, 1],
    ["questions count more", ["Is it down?", "¿alguien más?", "quelqu’un d’autre ?"], 2],
    ["the all-clear is no complaint", ["WhatsApp is back!", "ça remarche enfin"], 0],
    ["nor is an offer", ["30% off the whole shop, order now, link in bio 👉"], 0],
    ["in German a few words are known", ["WhatsApp ist wieder einmal down bei mir zu Hause"], 1],
    [
      "and the rest is not guessed",
      ["Nowa funkcja w WhatsApp", "WhatsApp krijgt nieuwe functie"],
      0,
    ],
  ])("%s", async (_name, texts, count) => {
    const posts = texts.map((content) => post(200, { content: `<p>${content}</p>` }));
    expect((await look(() => told(posts))).counts).toEqual([0, count, 0]);
  });

  test("what rounding takes from one minute it gives to the next", async () => {
    const asked = { content: "<p>WhatsApp down for anyone else?</p>" };
    const posts = [post(270, asked), post(200, { content: "<p>Is WhatsApp down?</p>" })];
    expect((await look(() => told(posts))).counts).toEqual([1, 0, 0]);
  });

  test("a copy with another link counts once", async () => {
    const said = "WhatsApp is not working in our whole town since this morning, nothing sends";
    const posts = [1, 2, 3].map((at) =>
      post(200 + at, { content: `<p>${said} https://example.org/${at}</p>` }),
    );
    expect((await look(() => told(posts))).counts).toEqual([0, 1, 0]);
  });

  test("the other sense of a name does not count", async () => {
    const posts = [post(200, { content: "<p>The traffic signal is not working</p>" })];
    expect((await look(() => told(posts), { tags: "signal" })).counts).toEqual([0, 0, 0]);
  });

  test("a person counts once, and so does a text that many copy", async () => {
    const same = { content: "<p>It is DOWN</p>" };
    const posts = [
      post(200, same),
      post(210, same),
      post(220, { who: "a" }),
      post(230, { who: "a" }),
    ];
    expect((await look(() => told(posts))).counts).toEqual([0, 2, 0]);
  });

  test("a hashtag may be the complaint, and a post under two of them counts once", async () => {
    const posts = [post(200, { content: "<p>Anybody else?</p>" })];
    const { counts, asked } = await look(() => told(posts), { tags: "#whatsappdown, whatsapp" });
    expect(counts).toEqual([0, 1, 0]);
    expect(asked.map((ask) => ask.url)).toEqual([
      `${url}/api/v1/timelines/tag/whatsappdown?limit=40`,
      `${url}/api/v1/timelines/tag/whatsapp?limit=40`,
    ]);
  });
});

describe("a flood", () => {
  test("is read page by page, and no further than allowed", async () => {
    let secondsAgo = 120;
    const page = () => told(Array.from({ length: 40 }, () => post((secondsAgo += 1))));
    const { counts, asked } = await look(page);
    expect(asked).toHaveLength(3);
    expect(asked[1]?.url).toMatch(/&max_id=\d+$/);
    // 120 posts in two minutes: the minute before them was not seen, and is not called calm.
    expect(counts).toEqual([60, 60]);
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
