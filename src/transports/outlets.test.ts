import { expect, test } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { aPost, outletKit, outletSettings } from "../../test/kits/outlet-kit.ts";
import { createWire } from "../lib/wire.ts";
import { startNetworksSimulator } from "../simulators/networks.ts";
import type { Outlet } from "./outlet.ts";
import { bluesky } from "./outlet-bluesky.ts";
import { mastodon } from "./outlet-mastodon.ts";
import { x } from "./outlet-x.ts";
import { outletOf, outlets } from "./outlets.ts";

outletKit(mastodon, {
  settings: outletSettings("mastodon"),
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
    {
      name: "a token that was withdrawn is for a person",
      answer: [401, { error: "The access token is invalid" }],
      expect: { kind: "misconfigured", why: "HTTP 401" },
    },
    {
      name: "the moment of the next turn is obeyed",
      answer: [429, { error: "Too many requests" }, { "x-ratelimit-reset": "2000-01-01T00:00Z" }],
      expect: { kind: "throttled", waitMs: 0 },
    },
  ],
});

outletKit(bluesky, {
  settings: outletSettings("bluesky"),
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
      name: "an account that was taken down is named",
      answer: [401, { error: "AccountTakedown", message: "Account has been taken down" }],
      expect: { kind: "misconfigured", why: "Bluesky: AccountTakedown" },
    },
    {
      name: "a token that has ended is asked for anew",
      answer: [400, { error: "ExpiredToken", message: "Token has expired" }],
      signedIn: true,
      expect: { kind: "unreachable", why: "the session ended" },
    },
    {
      name: "a text that is refused",
      answer: [400, { error: "InvalidRequest", message: "Invalid app.bsky.feed.post record" }],
      signedIn: true,
      expect: { kind: "rejected", why: "Bluesky: InvalidRequest" },
    },
    {
      name: "a session that is none says nothing",
      answer: [200, { hello: 1 }],
      expect: { kind: "unreachable", why: "no session in the answer" },
    },
  ],
});

const PROBLEMS = "https://api.twitter.com/2/problems";

outletKit(x, {
  settings: outletSettings("x"),
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
      name: "so they may in X's older words",
      answer: [403, { errors: [{ code: 187, message: "Status is a duplicate." }] }],
      expect: { kind: "unknown", why: "X: duplicate" },
    },
    {
      name: "a right that is lacking is named",
      answer: [403, { type: `${PROBLEMS}/client-forbidden`, detail: "Access is limited." }],
      expect: { kind: "misconfigured", why: "X: client-forbidden" },
    },
    {
      name: "a text that is too long blames the text",
      answer: [400, { type: `${PROBLEMS}/invalid-request`, detail: "Too long" }],
      expect: { kind: "rejected", why: "X: invalid-request" },
    },
    {
      name: "too many calls, in X's older words",
      answer: [429, { errors: [{ code: 88, message: "Rate limit exceeded" }] }],
      expect: { kind: "throttled", waitMs: null },
    },
    {
      name: "a spent allowance is for a person",
      answer: [403, { type: "https://api.twitter.com/2/problems/usage-capped", detail: "" }],
      expect: { kind: "misconfigured", why: "X: usage-capped" },
    },
  ],
});

const throughLife = async (outlet: Outlet) => {
  const networks = await startNetworksSimulator();
  const wire = createWire({ reach: "loopback" });
  const own = outlet.settings.parse(outletSettings(outlet.kind)(networks.url));
  try {
    const said = await outlet.say(aPost(), own, wire);
    const seen = await outlet.seen?.(own, wire, aPost().at);
    const id = said.kind === "said" ? (said.id ?? "") : "";
    const thread = { first: id, last: id };
    const next = aPost({
      reference: "tocsin-1-8",
      text: `Corrigé : ${aPost().link}2`,
      html: "<p>Corrigé</p>",
      thread,
    });
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

test("x: an answer to what somebody deleted stands on its own", async () => {
  await using end = await FarEnd.open();
  const detail = "You attempted to reply to a Tweet that is deleted or not visible to you.";
  end.behaviour = ({ body }) =>
    body.includes("in_reply_to_tweet_id")
      ? { status: 403, body: { detail } }
      : { status: 201, body: { data: { id: "9" } } };
  const wire = createWire({ reach: "loopback" });
  const own = x.settings.parse(outletSettings("x")(end.url));
  const said = await x.say(aPost({ thread: { first: "7", last: "8" } }), own, wire);
  await wire.close();
  expect(said).toMatchObject({ kind: "said", id: "9" });
  expect(end.seen).toHaveLength(2);
});

test.each(outlets.map((outlet) => [outlet.kind, outlet] as const))(
  "R3 %s: an answer that is lost is a doubt, and a second look or the key ends it",
  async (kind, outlet) => {
    const networks = await startNetworksSimulator();
    const wire = createWire({ reach: "loopback" });
    const own = outlet.settings.parse(outletSettings(kind)(networks.url));
    networks.mood = "takes it and hangs up";
    expect(await outlet.say(aPost(), own, wire)).toMatchObject({ kind: "unknown" });
    networks.mood = "answers";
    const seen = await outlet.seen?.(own, wire, aPost().at);
    if (seen) {
      expect(seen).toMatchObject({ ok: true, posts: [{ id: expect.any(String) }] });
      expect(seen.ok && seen.posts[0]?.text).toContain(aPost().link);
    }
    if (outlet.keyed) expect(await outlet.say(aPost(), own, wire)).toMatchObject({ kind: "said" });
    // Of those that show nothing and know no key, a person looks.
    expect([outlet.seen !== undefined, kind]).toEqual([kind !== "telegram-channel", kind]);
    expect(networks.on(kind)).toHaveLength(1);
    await Promise.all([wire.close(), networks.stop()]);
  },
);
