import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { listenerKit, listenMoment, overhear } from "../../test/kits/listener-kit.ts";
import { NOON } from "../../test/kits/sensor-kit.ts";
import { closeServers, httpServer } from "../../test/kits/streaming-servers.ts";
import { createWire } from "../lib/wire.ts";
import type { ListenMoment } from "./listener.ts";
import { xStream } from "./x-stream.ts";

const token = "x-app-token-of-a-test";
const rule = "whatsapp (down OR panne) -is:retweet";
const tag = `tocsin ${listenMoment().sourceId}`;
listenerKit(xStream, { settings: (url) => ({ url, rule, token }) });
afterEach(closeServers);

/** A line of the filtered stream (docs.x.com/x-api/posts/filtered-stream). */
const line = (id: string, change: { tag?: string; type?: string } = {}) => ({
  data: {
    id,
    text: "WhatsApp down?",
    author_id: "2244994945",
    created_at: "2026-03-05T11:59:30.000Z",
    edit_history_tweet_ids: [id],
    ...(change.type ? { referenced_tweets: [{ type: change.type, id: "1" }] } : {}),
  },
  includes: {
    users: [{ id: "2244994945", created_at: "2026-03-01T00:00:00.000Z", username: "x" }],
  },
  matching_rules: [{ id: "1494", tag: change.tag ?? tag }],
});

type Scene = {
  lines?: (object | string)[];
  rules?: { id: string; value: string; tag?: string }[];
  added?: object;
  stream?: { status: number; body: object };
};

async function listen(
  scene: Scene,
  given: { backfill?: number; moment?: Partial<ListenMoment> } = {},
) {
  const asked: { path: string; body: unknown; bearer: string | undefined }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const path = `${request.method} ${request.url}`;
    const bearer = request.headers.authorization;
    asked.push({ path, body: body === "" ? null : JSON.parse(body), bearer });
    if (path.includes("/rules")) {
      const told = request.method === "GET" ? { data: scene.rules ?? [] } : (scene.added ?? {});
      return void response
        .writeHead(request.method === "GET" ? 200 : 201)
        .end(JSON.stringify(told));
    }
    const { status = 200, body: refusal } = scene.stream ?? {};
    response.writeHead(status, { "content-type": "application/json" });
    if (refusal) return void response.end(JSON.stringify(refusal));
    for (const each of scene.lines ?? []) {
      response.write(`${typeof each === "string" ? each : JSON.stringify(each)}\r\n`);
    }
    response.end();
  };
  const { url } = await httpServer((request, response) => void answer(request, response));
  const wire = createWire({ reach: "loopback" });
  const settings = { url, rule, token, ...(given.backfill ? { backfill: given.backfill } : {}) };
  const heard = await overhear(xStream, { settings, wire, moment: given.moment ?? {} });
  await wire.close();
  return { ...heard, asked };
}

test("tells what our own rule finds, and takes keep-alives for signs of life", async () => {
  const lines = ["", line("1"), "", line("2", { tag: "of another program" })];
  const { items, ended, asked } = await listen({ lines });
  expect(items).toEqual([
    { kind: "open", gapless: false },
    { kind: "alive", at: NOON },
    {
      kind: "post",
      cursor: null,
      post: {
        id: "1",
        at: NOON - 30_000,
        author: "2244994945",
        authorSince: Date.parse("2026-03-01T00:00:00Z"),
        text: "WhatsApp down?",
        isRepost: false,
        wasAsked: true,
      },
    },
    { kind: "alive", at: NOON },
    { kind: "alive", at: NOON },
  ]);
  expect(ended).toEqual({ kind: "closed", why: "closed by the server" });
  expect(asked.map(({ bearer }) => bearer)).toEqual(asked.map(() => `Bearer ${token}`));
  expect(asked.at(-1)?.path).not.toContain("backfill");
});

test("a repost is told as one", async () => {
  const { items } = await listen({ lines: [line("1", { type: "retweeted" })] });
  expect(items[1]).toMatchObject({ post: { isRepost: true } });
});

describe("the rule over there", () => {
  const posted = async (rules: Scene["rules"]) => {
    const { asked } = await listen(rules ? { rules } : {});
    return asked.flatMap(({ path, body }) => (path.startsWith("POST") ? [body] : []));
  };

  test("is written when it is not there, and left alone when it is", async () => {
    expect(await posted([])).toEqual([{ add: [{ value: rule, tag }] }]);
    expect(await posted([{ id: "1", value: rule, tag }])).toEqual([]);
  });

  test("replaces what it was before, and nobody else's", async () => {
    const others = { id: "8", value: "cats", tag: "of another program" };
    const doubled = [others, { id: "1", value: "old", tag }, { id: "2", value: rule, tag }];
    expect(await posted(doubled)).toEqual([{ delete: { ids: ["1"] } }]);
  });

  test("that X refuses is shown, with its reason, and not tried in haste", async () => {
    const added = { errors: [{ title: "Invalid Rule", details: ["Ambiguous use of or"] }] };
    const { items, ended } = await listen({ added });
    expect(items).toEqual([]);
    const evidence = { code: "sensors:unknown.rule", params: { why: "Ambiguous use of or" } };
    expect(ended).toEqual({ kind: "refused", evidence, waitMs: 3_600_000 });
  });
});

describe("back-fill", () => {
  test.each([
    [5, NOON - 200_000, true],
    [5, NOON - 400_000, false],
    [0, NOON - 1_000, false],
  ])("of %i min bridges a break or does not", async (backfill, heardTo, gapless) => {
    const { items, asked } = await listen({}, { backfill, moment: { heardTo } });
    expect(items[0]).toEqual({ kind: "open", gapless });
    expect(asked.at(-1)?.path.includes("backfill_minutes=5")).toBe(backfill === 5);
  });
});

describe("what X says instead of posts", () => {
  test("that the token is in use elsewhere", async () => {
    const body = {
      title: "ConnectionException",
      detail: "This stream is currently at the maximum allowed connection limit.",
      connection_issue: "TooManyConnections",
    };
    const { ended } = await listen({ stream: { status: 429, body } });
    const busy = { evidence: { code: "sensors:unknown.busy" }, waitMs: 900_000 };
    expect(ended).toMatchObject(busy);
    expect((await listen({ lines: [line("1"), body] })).ended).toMatchObject(busy);
  });

  test("that it lets go", async () => {
    const notice = {
      errors: [
        { title: "operational-disconnect", disconnect_type: "UpstreamOperationalDisconnect" },
      ],
    };
    const { ended } = await listen({ lines: [line("1"), notice, line("2")] });
    expect(ended).toEqual({ kind: "closed", why: "operational-disconnect" });
  });

  test("garbage is passed over, and too much of it is no stream", async () => {
    const { items } = await listen({ lines: ["{", line("1")] });
    expect(items.filter(({ kind }) => kind === "post")).toHaveLength(1);
    const { ended } = await listen({ lines: Array.from({ length: 60 }, () => "{") });
    expect(ended).toMatchObject({ evidence: { code: "sensors:unknown.stream" } });
  });
});
