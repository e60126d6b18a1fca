import { afterEach, describe, expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { changeSource } from "../../src/actions/source/change.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { silentLog } from "../kits/crisis.ts";
import { FarEnd } from "../kits/far-end.ts";
import { createListeningPost, soon } from "../kits/listening-post.ts";
import { lineWhere } from "../kits/sensor-kit.ts";
import { closeServers } from "../kits/streaming-servers.ts";
import { told } from "../kits/told.ts";

const installer = machine("test");
const LEASE_OVER_MS = 100 * SECOND_MS;

afterEach(closeServers);

test("a source that listens says that it does, and counts minute by minute", async () => {
  await using post = await createListeningPost();
  const id = await post.add({ url: post.stream.url });
  await post.connect(post.node());
  await soon(async () => (await post.source(id)).health).toBe("healthy");
  expect((await post.source(id)).health_note?.code).toBe("listening:open");
  post.stream.complain(3);
  await post.minuteOver();
  await soon(post.counts).toEqual([3]);
  expect((await post.source(id)).health_note).toMatchObject({
    code: "listening:counted",
    params: { count: 3 },
  });
  await post.minuteOver();
  await soon(post.counts).toEqual([3, 0]);
});

describe("nobody is lost, and nobody counts twice", () => {
  test("when the line breaks in the middle of a minute, and the server tells again", async () => {
    await using post = await createListeningPost();
    const id = await post.add({ url: post.stream.url });
    const node = post.node();
    await post.connect(node);
    post.clock.pass(20 * SECOND_MS);
    post.stream.complain(4);
    post.clock.pass(SECOND_MS);
    post.stream.complain(2);
    post.stream.tick();
    post.stream.drop();
    // Told while nobody listened.
    post.stream.complain(5);
    await soon(async () => (await post.source(id)).leased_until).toBeNull();
    post.clock.pass(10 * SECOND_MS);
    await post.connect(node);
    expect(post.stream.cursors.at(-1)).not.toBeNull();
    post.stream.complain(1);
    await post.minuteOver();
    await soon(post.counts).toEqual([12]);
  });

  test("when we are stopped and started anew", async () => {
    await using post = await createListeningPost();
    const id = await post.add({ url: post.stream.url });
    const before = post.node();
    await post.connect(before);
    await soon(async () => (await post.source(id)).health).toBe("healthy");
    post.stream.complain(4);
    post.clock.pass(SECOND_MS);
    post.stream.tick();
    await before.end();
    await soon(() => post.stream.held()).toBe(0);
    post.stream.complain(3);
    post.clock.pass(20 * SECOND_MS);
    await post.connect(post.node());
    post.stream.complain(2);
    await post.minuteOver();
    await soon(post.counts).toEqual([9]);
  });

  test("when a node dies, and comes to life again later", async () => {
    await using post = await createListeningPost();
    await post.add({ url: post.stream.url });
    const [one, two] = [post.node(), post.node()];
    await post.connect(one);
    post.stream.complain(3);
    await post.minuteOver();
    await soon(post.counts).toEqual([3]);
    await two.open();
    expect(post.stream.cursors).toHaveLength(1);

    // It hears, and is too far gone to write; another one takes the line, and reads on.
    post.clock.pass(LEASE_OVER_MS);
    await two.open();
    await soon(() => post.stream.held()).toBe(2);
    post.stream.complain(4);
    await post.minuteOver();
    await soon(() => post.stream.held()).toBe(1);
    await soon(async () => (await post.counts()).reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBe(7);
    await post.minuteOver();
    await soon(async () => (await post.counts()).length).toBe(4);
  });

  test("when a forum shows the same threads at every look", async () => {
    await using post = await createListeningPost();
    await post.add({ url: "https://forum.example.org/posts.rss" }, "forum-feed");
    const entry = (name: string, minutesAgo: number) =>
      `<item><title>WhatsApp is down ${name}</title><link>https://forum.example.org/${name}</link>` +
      `<pubDate>${new Date(post.clock() - minutesAgo * MINUTE_MS).toUTCString()}</pubDate></item>`;
    const feed = (...entries: string[]) =>
      lineWhere({}, told(`<rss><channel>${entries.join("")}</channel></rss>`));
    const old = [entry("ana", 2), entry("bea", 1)];
    const look = async (wire: ReturnType<typeof feed>) => {
      post.clock.pass(3 * MINUTE_MS);
      await watchOnce({ house: post.house, wire, log: silentLog });
      return (await post.counts()).reduce<number>((sum, count) => sum + (count ?? 0), 0);
    };
    expect(await look(feed(...old))).toBe(2);
    expect(await look(feed(...old))).toBe(2);
    expect(await look(feed(entry("cid", 0), ...old))).toBe(3);
  });
});

describe("who does not let us in", () => {
  const token = "a-token-of-this-test";

  test("moves no verdict, and is asked again in time, not in haste", async () => {
    await using post = await createListeningPost();
    await using end = await FarEnd.open();
    end.behaviour = { status: 401 };
    const id = await post.add({ url: end.url, tag: "whatsapp", token }, "mastodon-stream");
    const node = post.node();
    const dueAfter = async () => {
      await soon(async () => (await post.source(id)).due_at?.getTime() ?? 0).toBeGreaterThan(
        post.clock(),
      );
      return ((await post.source(id)).due_at?.getTime() ?? 0) - post.clock();
    };
    await node.open();
    const first = await dueAfter();
    const { health, health_note } = await post.source(id);
    expect({ health, code: health_note?.code }).toEqual({
      health: "unhealthy",
      code: "sensors:unknown.door",
    });
    post.clock.pass(first);
    await node.open();
    const second = await dueAfter();
    expect(second).toBeGreaterThan(first);

    end.behaviour = { status: 429, headers: { "retry-after": "600" } };
    post.clock.pass(second);
    await node.open();
    expect(await dueAfter()).toBe(600 * SECOND_MS);
    await assessOnce({ house: post.house, log: silentLog });
    expect(await post.counts()).toEqual([]);
  });

  test("is asked at once when somebody has mended the settings", async () => {
    await using post = await createListeningPost();
    await using end = await FarEnd.open();
    end.behaviour = { status: 403 };
    const id = await post.add({ url: end.url });
    const node = post.node();
    await node.open();
    await soon(async () => (await post.source(id)).health).toBe("unhealthy");
    const settings = { url: post.stream.url };
    await changeSource(post.house, installer, { id, name: "Social", settings, enabled: true });
    await post.connect(node);
    await soon(async () => (await post.source(id)).health).toBe("healthy");
  });
});

test("another address is another stream, and a source that is switched off lets go", async () => {
  await using post = await createListeningPost();
  const id = await post.add({ url: post.stream.url });
  const node = post.node();
  await post.connect(node);
  await soon(async () => (await post.source(id)).health).toBe("healthy");
  const change = async (words: string, enabled: boolean) => {
    const settings = { url: post.stream.url, words };
    await changeSource(post.house, installer, { id, name: "Social", settings, enabled });
    post.clock.pass(20 * SECOND_MS);
    post.stream.tick();
    await soon(() => post.stream.held()).toBe(0);
    await soon(async () => (await post.source(id)).leased_until).toBeNull();
  };
  await change("zapzap", true);
  await post.connect(node);
  expect(post.stream.cursors).toEqual([null, null]);
  await change("zapzap", false);
  await node.open();
  expect(post.stream.held()).toBe(0);

  const kept = async () => await post.db.selectFrom("listening").selectAll().execute();
  expect(JSON.stringify(await kept())).toContain("heardTo");
  post.clock.pass(2 * HOUR_MS);
  await reconcileOnce({ house: post.house });
  expect(await kept()).toEqual([{ source_id: id, cursor: null, memory: null, failures: 0 }]);
});

test("the reports wait for no forum, and the forum is heard all the same", async () => {
  await using post = await createListeningPost();
  await post.add({}, "user-reports");
  await post.add({ url: "https://forum.example.org/posts.rss" }, "forum-feed");
  const entry = (name: string) =>
    `<item><title>WhatsApp is down ${name}</title><link>https://forum.example.org/${name}</link>` +
    `<pubDate>${new Date(post.clock()).toUTCString()}</pubDate></item>`;
  const entries: string[] = [];
  const round = async () => {
    post.clock.pass(MINUTE_MS);
    const wire = lineWhere({}, told(`<rss><channel>${entries.join("")}</channel></rss>`));
    await watchOnce({ house: post.house, wire, log: silentLog });
    await assessOnce({ house: post.house, log: silentLog });
    const heard = await post.db.selectFrom("stream").select(["kind", "bucket_at"]).execute();
    return Object.fromEntries(heard.map(({ kind, bucket_at }) => [kind, bucket_at.getTime()]));
  };
  const lags: number[] = [];
  for (const name of ["ana", "bea", "cid", "dan", "eva", "flo"]) {
    entries.push(entry(name));
    const { reports = 0, social = 0 } = await round();
    expect(reports).toBe(post.clock());
    lags.push((reports - social) / MINUTE_MS);
  }
  expect(Math.max(...lags)).toBeGreaterThan(0);
  expect(Math.max(...lags)).toBeLessThan(4);
  const points = await post.db
    .selectFrom("stream_point")
    .select("count")
    .where("stream_id", "=", "whatsapp:social")
    .orderBy("at", "desc")
    .limit(3)
    .execute();
  expect(points.every(({ count }) => count !== null)).toBe(true);
});

test("what people write reaches the detector, beside the reports and a little later", async () => {
  await using post = await createListeningPost();
  await post.add({}, "user-reports");
  await post.add({ url: post.stream.url });
  await post.connect(post.node());
  const complained = [1, 0, 2, 6, 0];
  for (const [minute, people] of complained.entries()) {
    post.stream.complain(people);
    await post.minuteOver();
    await soon(async () => (await post.counts()).length).toBe(minute + 1);
    await watchOnce({ house: post.house, wire: lineWhere({}), log: silentLog });
    await assessOnce({ house: post.house, log: silentLog });
  }
  const points = await post.db
    .selectFrom("stream_point")
    .select("count")
    .where("stream_id", "=", "whatsapp:social")
    .orderBy("at")
    .execute();
  const counts = points.map(({ count }) => count);
  expect(counts.filter((count) => count !== null)).toEqual(complained);
});
