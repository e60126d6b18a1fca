import { expect, test } from "vitest";
import { aPost, outletKit } from "../../test/kits/outlet-kit.ts";
import { createWire } from "../lib/wire.ts";
import { startNetworksSimulator } from "../simulators/networks.ts";
import type { Outlet } from "./outlet.ts";
import { bluesky } from "./outlet-bluesky.ts";
import { facebookPage } from "./outlet-facebook.ts";
import { mastodon } from "./outlet-mastodon.ts";
import { telegramChannel } from "./outlet-telegram.ts";
import { wordpress } from "./outlet-wordpress.ts";
import { x } from "./outlet-x.ts";
import { outletOf, outlets } from "./outlets.ts";

const settingsOf: Record<string, (base: string) => Record<string, unknown>> = {
  mastodon: (base) => ({ base, token: "mastodon-token-0123456789" }),
  bluesky: (base) => ({ base, identifier: "town.bsky.social", password: "abcd-efgh-ijkl-mnop" }),
  x: (base) => ({
    base,
    consumerKey: "consumer-key-1",
    consumerSecret: "consumer-secret-2",
    token: "access-token-3",
    tokenSecret: "token-secret-4",
  }),
  "facebook-page": (base) => ({ base, page: "102030405060", token: "EAAB-page-token-0123456789" }),
  "telegram-channel": (base) => ({
    base,
    token: `123456789:AAF${"x".repeat(32)}`,
    channel: "@clairval",
  }),
  wordpress: (base) => ({ base, user: "tocsin", password: "aaaa bbbb cccc dddd" }),
};
const settings = (kind: string) => settingsOf[kind] ?? (() => ({}));

outletKit(mastodon, {
  settings: settings("mastodon"),
  cases: [
    {
      name: "keeps the number and the address",
      answer: [200, { id: "103", url: "https://social.example/@us/103" }],
      expect: { kind: "said", id: "103", url: "https://social.example/@us/103" },
    },
    {
      name: "422 blames the text",
      answer: [422, { error: "Validation failed: Text character limit of 500 exceeded" }],
      expect: { kind: "rejected", why: "HTTP 422" },
    },
    {
      name: "what somebody deleted is gone",
      answer: [404, { error: "Record not found" }],
      change: "103",
      expect: { kind: "gone" },
    },
  ],
});

outletKit(bluesky, {
  settings: settings("bluesky"),
  secretIn: "body",
  signsInFirst: true,
  cases: [
    {
      name: "keeps the record and its hash",
      answer: [
        200,
        {
          accessJwt: "jwt",
          did: "did:plc:1",
          uri: "at://did:plc:1/app.bsky.feed.post/3k",
          cid: "b1",
        },
      ],
      expect: {
        kind: "said",
        id: "at://did:plc:1/app.bsky.feed.post/3k b1",
        url: "https://bsky.app/profile/did:plc:1/post/3k",
      },
    },
    {
      name: "a session that is none says nothing",
      answer: [200, { hello: 1 }],
      expect: { kind: "unreachable", why: "no session in the answer" },
    },
  ],
});

outletKit(x, {
  settings: settings("x"),
  cases: [
    {
      name: "keeps the number",
      answer: [201, { data: { id: "1445880548472328192", text: "…" } }],
      expect: {
        kind: "said",
        id: "1445880548472328192",
        url: "https://x.com/i/status/1445880548472328192",
      },
    },
    {
      name: "the same words twice may be ours",
      answer: [403, { detail: "You are not allowed to create a Tweet with duplicate content." }],
      expect: { kind: "unknown", why: "X: duplicate" },
    },
    {
      name: "a spent allowance is for a person",
      answer: [403, { type: "https://api.twitter.com/2/problems/usage-capped", detail: "" }],
      expect: { kind: "misconfigured", why: "X: usage-capped" },
    },
  ],
});

outletKit(facebookPage, {
  settings: settings("facebook-page"),
  cases: [
    {
      name: "keeps the number",
      answer: [200, { id: "1020_77" }],
      expect: { kind: "said", id: "1020_77", url: "https://www.facebook.com/1020_77" },
    },
    {
      name: "190: the token has ended",
      answer: [400, { error: { code: 190, message: "Error validating access token" } }],
      expect: { kind: "misconfigured", why: "Facebook 190" },
    },
    {
      name: "32: too many calls",
      answer: [400, { error: { code: 32 } }],
      expect: { kind: "throttled", waitMs: null },
    },
    {
      name: "what somebody deleted is gone",
      answer: [400, { error: { code: 100, error_subcode: 33 } }],
      change: "1020_77",
      expect: { kind: "gone" },
    },
  ],
});

outletKit(telegramChannel, {
  settings: settings("telegram-channel"),
  secretIn: "address",
  cases: [
    {
      name: "keeps the number",
      answer: [200, { ok: true, result: { message_id: 12 } }],
      expect: { kind: "said", id: "12", url: "https://t.me/clairval/12" },
    },
    {
      name: "retry_after is obeyed before the header",
      answer: [
        429,
        { ok: false, error_code: 429, parameters: { retry_after: 35 } },
        { "retry-after": "2" },
      ],
      expect: { kind: "throttled", waitMs: 35_000 },
    },
    {
      name: "the same words again are there already",
      answer: [
        400,
        { ok: false, error_code: 400, description: "Bad Request: message is not modified" },
      ],
      change: "12",
      expect: { kind: "said", id: "12", url: "https://t.me/clairval/12" },
    },
    {
      name: "a bot without the right to post is for a person",
      answer: [400, { ok: false, error_code: 400, description: "Bad Request: need administrator" }],
      expect: { kind: "misconfigured", why: "Telegram 400" },
    },
  ],
});

outletKit(wordpress, {
  settings: settings("wordpress"),
  cases: [
    {
      name: "keeps the number and the address",
      answer: [201, { id: 42, link: "https://www.example.org/panne" }],
      expect: { kind: "said", id: "42", url: "https://www.example.org/panne" },
    },
    {
      name: "a user without the right is for a person",
      answer: [403, { code: "rest_cannot_create", data: { status: 403 } }],
      expect: { kind: "misconfigured", why: "WordPress: rest_cannot_create" },
    },
    {
      name: "an article that was deleted is gone",
      answer: [404, { code: "rest_post_invalid_id" }],
      change: "42",
      expect: { kind: "gone" },
    },
  ],
});

const throughLife = async (outlet: Outlet) => {
  const networks = await startNetworksSimulator();
  const wire = createWire({ reach: "loopback" });
  const own = outlet.settings.parse(settings(outlet.kind)(networks.url));
  try {
    const said = await outlet.say(aPost(), own, wire);
    const seen = await outlet.seen?.(own, wire, aPost().at);
    const id = said.kind === "said" ? (said.id ?? "") : "";
    const thread = { first: id, last: id };
    const next = aPost({ text: `Corrigé : ${aPost().link}2`, html: "<p>Corrigé</p>", thread });
    const changed = outlet.change
      ? await outlet.change(next, id, own, wire)
      : await outlet.say(next, own, wire);
    return { said, seen, changed, posts: networks.on(outlet.kind) };
  } finally {
    await Promise.all([wire.close(), networks.stop()]);
  }
};

test.each(outlets.map((outlet) => [outlet.kind, outlet] as const))(
  "%s: said, found again, corrected",
  async (kind, outlet) => {
    const { said, seen, changed, posts } = await throughLife(outlet);
    expect(outletOf(kind)).toBe(outlet);
    expect(said).toMatchObject({ kind: "said", id: expect.any(String) });
    expect(changed.kind).toBe("said");
    if (seen) expect(seen).toMatchObject({ ok: true, posts: [{ id: idIn(said) }] });
    const [first, second] = posts;
    expect(posts).toHaveLength(outlet.change ? 1 : 2);
    if (outlet.change) expect(first?.before).toHaveLength(1);
    else expect(second?.answers).toBe(first?.id);
  },
);

const idIn = (said: { kind: string; id?: string | null }) => said.id;
