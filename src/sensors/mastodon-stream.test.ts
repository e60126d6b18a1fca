import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { listenerKit, overhear } from "../../test/kits/listener-kit.ts";
import { NOON } from "../../test/kits/sensor-kit.ts";
import { closeServers, httpServer } from "../../test/kits/streaming-servers.ts";
import { createWire } from "../lib/wire.ts";
import type { ListenMoment } from "./listener.ts";
import { mastodonStream } from "./mastodon-stream.ts";

const token = "mastodon-token-of-a-test";
listenerKit(mastodonStream, { settings: (url) => ({ url, tag: "whatsapp", token }) });
afterEach(closeServers);

/** A status as the API shows it (docs.joinmastodon.org/entities/Status). */
const status = (id: number, change: Record<string, unknown> = {}) => ({
  id: String(id),
  uri: `https://far.example.net/users/ana/statuses/${id}`,
  created_at: new Date(NOON - 60_000 + id * 1_000).toISOString(),
  language: "en",
  visibility: "public",
  content: "<p>WhatsApp is <b>down</b> &amp; out</p>",
  reblog: null,
  account: {
    acct: "ana@far.example.net",
    url: "https://far.example.net/@ana",
    bot: false,
    created_at: "2019-11-04T00:00:00.000Z",
  },
  ...change,
});

const update = (...statuses: object[]) =>
  statuses.map((each) => `event: update\ndata: ${JSON.stringify(each)}\n\n`).join("");

type Scene = {
  stream: string;
  /** What the timeline shows, page by page, newest first; and where the stream lives. */
  pages?: object[][];
  streaming?: string;
  type?: string;
};

async function listen(scene: Scene, given: { tag?: string; moment?: Partial<ListenMoment> } = {}) {
  const asked: { url: URL; bearer: string | undefined }[] = [];
  const pages = [...(scene.pages ?? [])];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    asked.push({ url, bearer: request.headers.authorization });
    if (url.pathname === "/api/v2/instance") {
      const urls = { streaming: scene.streaming ?? "" };
      return void response.end(JSON.stringify({ configuration: { urls } }));
    }
    if (url.pathname.startsWith("/api/v1/timelines")) {
      return void response.end(JSON.stringify(pages.shift() ?? []));
    }
    response.writeHead(200, { "content-type": scene.type ?? "text/event-stream; charset=utf-8" });
    response.end(scene.stream);
  };
  const { url } = await httpServer(answer);
  const wire = createWire({ reach: "loopback" });
  const settings = { url: `${url}/`, tag: given.tag ?? "whatsapp", token };
  const heard = await overhear(mastodonStream, { settings, wire, moment: given.moment ?? {} });
  await wire.close();
  const ids = heard.items.flatMap((item) => (item.kind === "post" ? [item.cursor] : []));
  return { ...heard, asked, ids };
}

test("tells what is written under a hashtag, and that the line lives", async () => {
  const stream = `:)\n\n:thump\n\n${update(status(1))}event: delete\ndata: 1\n\n`;
  const { items, ended, asked } = await listen({ stream });
  expect(asked.map(({ url }) => url.pathname + url.search)).toEqual([
    "/api/v2/instance",
    "/api/v1/streaming/hashtag?tag=whatsapp",
  ]);
  expect(asked.map(({ bearer }) => bearer)).toEqual([undefined, `Bearer ${token}`]);
  expect(items[0]).toEqual({ kind: "open", gapless: false });
  expect(items.filter(({ kind }) => kind === "post")).toEqual([
    {
      kind: "post",
      cursor: "1",
      post: {
        id: "https://far.example.net/users/ana/statuses/1",
        at: NOON - 59_000,
        author: "https://far.example.net/@ana",
        authorSince: Date.parse("2019-11-04T00:00:00Z"),
        text: "WhatsApp is down & out",
        tag: "whatsapp",
        isRepost: false,
        isBot: false,
      },
    },
  ]);
  expect(items.filter(({ kind }) => kind === "alive").length).toBeGreaterThan(2);
  expect(ended).toEqual({ kind: "closed", why: "closed by the server" });
});

test("without a hashtag it is everything public, and no tag is vouched for", async () => {
  const { items, asked } = await listen({ stream: update(status(1)) }, { tag: "" });
  expect(asked[1]?.url.pathname).toBe("/api/v1/streaming/public");
  expect(items.find(({ kind }) => kind === "post")).not.toHaveProperty("post.tag");
});

test("machines and reposts are told as what they are", async () => {
  const account = { ...status(1).account, bot: true };
  const stream = update(status(1, { account }), status(2, { reblog: { id: "9" } }));
  const { items } = await listen({ stream });
  const posts = items.flatMap((item) => (item.kind === "post" ? [item.post] : []));
  expect(posts).toMatchObject([{ isBot: true }, { isRepost: true }]);
});

test("the stream may live on a host of its own, which is vetted like any other", async () => {
  const there = await httpServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(update(status(7)));
  });
  const streaming = there.url.replace("http", "ws");
  expect((await listen({ stream: "", streaming })).ids).toEqual(["7"]);
  const inside = await listen({ stream: "", streaming: "ws://10.0.0.7" });
  expect(inside.ended).toMatchObject({ evidence: { code: "sensors:unknown.address" } });
});

describe("after a break", () => {
  const moment = { cursor: "20", heardTo: NOON - 60_000 };

  test("what was missed is read from the timeline, oldest first", async () => {
    const page = Array.from({ length: 40 }, (_, at) => status(60 - at));
    const scene = { stream: update(status(63)), pages: [page, [status(62), status(61)]] };
    const { items, ids, asked } = await listen(scene, { moment });
    expect(items[0]).toEqual({ kind: "open", gapless: true });
    expect(ids).toEqual(Array.from({ length: 43 }, (_, at) => String(21 + at)));
    const after = asked.flatMap(({ url }) => url.searchParams.get("min_id") ?? []);
    expect(after).toEqual(["20", "60"]);
  });

  test.each([
    ["too long ago", [], { ...moment, heardTo: NOON - 3_600_000 }],
    [
      "too much",
      Array.from({ length: 9 }, () => Array.from({ length: 40 }, () => status(1))),
      moment,
    ],
    ["unreadable", [[{ id: 1 }]], moment],
  ])("what is %s is a gap, and said to be one", async (_name, pages, at) => {
    const { items } = await listen({ stream: update(status(63)), pages }, { moment: at });
    expect(items[0]).toEqual({ kind: "open", gapless: false });
    expect(items.filter(({ kind }) => kind === "post")).toHaveLength(1);
  });
});

test("garbage is passed over, and too much of it is no stream", async () => {
  const junk = "event: update\ndata: {{{\n\n";
  expect((await listen({ stream: junk.repeat(3) + update(status(1)) })).ids).toEqual(["1"]);
  const { ended } = await listen({ stream: junk.repeat(60) });
  expect(ended).toMatchObject({ evidence: { code: "sensors:unknown.stream" } });
});
