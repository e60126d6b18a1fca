import { afterEach, describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { listenerKit, overhear } from "../../test/kits/listener-kit.ts";
import { NOON } from "../../test/kits/sensor-kit.ts";
import { closeServers, socketServer } from "../../test/kits/streaming-servers.ts";
import { createWire } from "../lib/wire.ts";
import { jetstream } from "./jetstream.ts";
import type { ListenMoment } from "./listener.ts";

listenerKit(jetstream, { settings: (url) => ({ url, words: "" }) });
afterEach(closeServers);

const MICROS = 1_000;
const did = "did:plc:6lpxhuxl2jdetm7nkv2dyyqc";

/** An event as the public servers send it, so many seconds before noon. */
const event = (secondsAgo: number, change: { text?: string; rkey?: string } = {}) => ({
  did,
  time_us: (NOON - secondsAgo * 1_000) * MICROS,
  kind: "commit",
  commit: {
    rev: "3mgl3nnbvvc2a",
    operation: "create",
    collection: "app.bsky.feed.post",
    rkey: change.rkey ?? `k${secondsAgo}`,
    record: {
      $type: "app.bsky.feed.post",
      createdAt: "2026-03-05T11:59:00.000Z",
      langs: ["en"],
      text: change.text ?? "WhatsApp is down",
    },
    cid: "bafyreieagyyyl7sqz2sxlgtdf4yjr3v43n2ufdn3h7jvhhjbgwxx6zjkfu",
  },
});
const identity = {
  did,
  time_us: NOON * MICROS,
  kind: "identity",
  identity: { did, handle: "ana.example.org", seq: 1, time: "2026-03-05T12:00:00.000Z" },
};

async function listen(
  greet: (socket: WebSocket) => void,
  given: { settings?: Record<string, unknown>; moment?: Partial<ListenMoment> } = {},
) {
  const asked: URL[] = [];
  const { url } = await socketServer((socket, address) => {
    asked.push(address);
    greet(socket);
  });
  const wire = createWire({ reach: "loopback" });
  const settings = { url, words: "", ...given.settings };
  const moment = given.moment ?? {};
  const overheard = await overhear(jetstream, { settings, wire, moment });
  await wire.close();
  return { ...overheard, asked };
}

const say =
  (...pieces: (object | string | Buffer)[]) =>
  (socket: WebSocket) => {
    for (const piece of pieces) {
      const isPlain = typeof piece === "string" || Buffer.isBuffer(piece);
      socket.send(isPlain ? piece : JSON.stringify(piece));
    }
    socket.close(1000);
  };

test("asks for posts only, and tells each with where to go on", async () => {
  const { items, ended, asked } = await listen(say(event(30), identity, event(20)));
  expect(asked[0]?.pathname).toBe("/subscribe");
  expect(asked[0]?.searchParams.get("wantedCollections")).toBe("app.bsky.feed.post");
  expect(asked[0]?.searchParams.has("cursor")).toBe(false);
  const post = { id: `${did}/k30`, author: did, text: "WhatsApp is down", at: NOON - 30_000 };
  expect(items).toEqual([
    { kind: "open", gapless: false, cursor: String(NOON * MICROS) },
    {
      kind: "post",
      post: { ...post, wasAsked: false },
      cursor: String((NOON - 30_000) * MICROS),
    },
    { kind: "alive", at: NOON, cursor: String(NOON * MICROS) },
    expect.objectContaining({ kind: "post" }),
  ]);
  expect(ended).toEqual({ kind: "closed", why: "closed by the server (1000)" });
});

test("deletes, likes and what has no text are signs of life", async () => {
  const { commit, ...rest } = event(10);
  const { record: _record, ...bare } = commit;
  const deleted = { ...rest, commit: { ...bare, operation: "delete" } };
  const liked = { ...rest, commit: { ...commit, collection: "app.bsky.feed.like" } };
  const textless = { ...rest, commit: { ...commit, record: { text: 7 } } };
  const { items } = await listen(say(deleted, liked, textless));
  expect(items.map(({ kind }) => kind)).toEqual(["open", "alive", "alive", "alive"]);
});

test("words of one's own are asked for, without accents", async () => {
  const texts = ["Le réseau Télé-Ville est mort", "Rien"];
  const events = texts.map((text, at) => event(at + 1, { text }));
  const { items } = await listen(say(...events), { settings: { words: "télé-ville, autre" } });
  const asked = items.flatMap((item) => (item.kind === "post" ? [item.post.wasAsked] : []));
  expect(asked).toEqual([true, false]);
});

describe("after a break", () => {
  const cursor = String((NOON - 60_000) * MICROS);

  test("it reads on from a little before", async () => {
    const moment = { cursor, heardTo: NOON - 60_000 };
    const { items, asked } = await listen(say(event(62)), { moment });
    expect(asked[0]?.searchParams.get("cursor")).toBe(String((NOON - 65_000) * MICROS));
    expect(items[0]).toEqual({ kind: "open", gapless: true });
  });

  test.each([
    ["of an hour", { cursor, heardTo: NOON - 3_600_000 }],
    ["of which nothing is known", { cursor, heardTo: null }],
    ["with a place that is none", { cursor: "somewhere", heardTo: NOON - 1_000 }],
  ])("%s it begins anew, and says that something is missing", async (_name, moment) => {
    const { items, asked } = await listen(say(), { moment });
    expect(asked[0]?.searchParams.has("cursor")).toBe(false);
    expect(items[0]).toMatchObject({ kind: "open", gapless: false });
  });
});

describe("what a server may send", () => {
  test("a time that lies ahead is now", async () => {
    const { items } = await listen(say(event(-9_999_999)));
    expect(items[1]).toMatchObject({ post: { at: NOON }, cursor: String(NOON * MICROS) });
  });

  test("a few pieces of garbage are passed over, and too many end it", async () => {
    const { items } = await listen(say("{", "null", '{"did":7}', event(1)));
    expect(items.map(({ kind }) => kind)).toEqual(["open", "post"]);
    const { ended } = await listen(say(...Array.from({ length: 60 }, () => "not JSON")));
    expect(ended).toMatchObject({ evidence: { code: "sensors:unknown.stream" } });
  });

  test.each([
    ["bytes", Buffer.from([1, 0, 255, 7]), "a message is no text"],
    ["100 MB", Buffer.alloc(100_000_000, 65).toString(), "a message is too long"],
  ])("%s end it", async (_name, piece, why) => {
    expect((await listen(say(piece))).ended).toEqual({ kind: "closed", why });
  });

  test("a long text is cut", async () => {
    const { items } = await listen(say(event(1, { text: "x".repeat(900_000) })));
    const [, item] = items;
    expect(item?.kind === "post" && item.post.text).toHaveLength(2_000);
  });
});

test("the address may be typed as people know it", () => {
  for (const url of ["wss://jetstream1.us-west.bsky.network", "https://jetstream.example.org/"]) {
    expect(jetstream.problems({ url })).toEqual([]);
  }
  expect(jetstream.problems({})).toEqual([]);
  expect(jetstream.problems({ url: "ftp://jetstream.example.org" })).toHaveLength(1);
});
