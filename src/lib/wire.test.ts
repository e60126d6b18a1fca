import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Behaviour, FarEnd } from "../../test/kits/far-end.ts";
import { until } from "../../test/kits/until.ts";
import { handClock, MINUTE_MS } from "./clock.ts";
import { type Ask, createWire, type Secret, type WireLog } from "./wire.ts";

const SHORT_MS = 80;

/** The time that the wire waits passes when a test says so; what goes over it takes as long as it takes. */
const holdTime = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
afterEach(() => vi.useRealTimers());

async function ask(behaviour: Behaviour, more: Partial<Ask> = {}) {
  await using end = await FarEnd.open();
  end.behaviour = behaviour;
  const wire = createWire({ reach: "loopback", now: () => Date.parse("2026-03-01T10:00:00Z") });
  const answer = await wire.request({ method: "POST", url: `${end.url}/x`, ...more });
  await wire.close();
  return { answer, seen: end.seen, connections: end.connections };
}

describe("wire: what an answer means", () => {
  test("a success brings status, headers, text and JSON", async () => {
    const { answer } = await ask({ status: 201, body: { id: 7 }, headers: { "x-y": "z" } });
    expect(answer).toMatchObject({ ok: true, status: 201, text: '{"id":7}', json: { id: 7 } });
    expect(answer.ok && answer.headers["x-y"]).toBe("z");
  });

  test.each([
    [400, { kind: "rejected", why: "HTTP 400" }],
    [401, { kind: "misconfigured", why: "HTTP 401" }],
    [403, { kind: "misconfigured", why: "HTTP 403" }],
    [404, { kind: "rejected", why: "HTTP 404" }],
    [429, { kind: "throttled", waitMs: null }],
    [500, { kind: "unknown", why: "HTTP 500" }],
    [502, { kind: "unknown", why: "HTTP 502" }],
    [503, { kind: "unreachable", why: "HTTP 503" }],
    [504, { kind: "unknown", why: "HTTP 504" }],
  ])("%i is %j", async (status, failed) => {
    expect((await ask({ status })).answer).toMatchObject({ ok: false, status, failed });
  });

  test.each([
    ["7", 7_000],
    ["0", 0],
    ["Sun, 01 Mar 2026 10:02:00 GMT", 120_000],
    ["Sun, 01 Mar 2026 09:00:00 GMT", 0],
    ["99999999", 86_400_000],
    ["soon", null],
  ])("Retry-After %s waits %s ms", async (value, waitMs) => {
    const { answer } = await ask({ status: 429, headers: { "retry-after": value } });
    expect(answer).toMatchObject({ failed: { kind: "throttled", waitMs } });
  });

  // X and Bluesky say when in seconds of the epoch, Mastodon in words, others how long.
  test.each([
    ["x-rate-limit-reset", "1772359290", 90_000],
    ["ratelimit-reset", "1772359290", 90_000],
    ["x-ratelimit-reset", "2026-03-01T10:05:00.000000Z", 300_000],
    ["ratelimit-reset", "12", 12_000],
    ["x-rate-limit-reset", "soon", null],
  ])("%s: %s waits as well, where there is no Retry-After", async (name, value, waitMs) => {
    const { answer } = await ask({ status: 429, headers: { [name]: value } });
    expect(answer).toMatchObject({ failed: { kind: "throttled", waitMs } });
    const both = await ask({ status: 429, headers: { [name]: value, "retry-after": "7" } });
    expect(both.answer).toMatchObject({ failed: { kind: "throttled", waitMs: 7_000 } });
  });

  test("a line that dies after the request is unknown", async () => {
    const { answer, seen } = await ask("hangs up");
    expect(answer).toMatchObject({ ok: false, status: null, failed: { kind: "unknown" } });
    expect(seen).toHaveLength(1);
  });

  test("silence after the request is unknown", async () => {
    await using end = await FarEnd.open();
    end.behaviour = "says nothing";
    const wire = createWire({ reach: "loopback" });
    holdTime();
    const asked = wire.request({ method: "POST", url: end.url, timeoutMs: SHORT_MS });
    await until(() => end.seen.length === 1);
    vi.advanceTimersByTime(SHORT_MS);
    const failed = { kind: "unknown", why: "no answer in time" };
    expect(await asked).toEqual({ ok: false, status: null, json: null, text: "", failed });
    await wire.close();
  });

  test("a refused connection is unreachable", async () => {
    const end = await FarEnd.open();
    await end[Symbol.asyncDispose]();
    const wire = createWire({ reach: "loopback" });
    const answer = await wire.request({ method: "GET", url: end.url });
    await wire.close();
    expect(answer).toMatchObject({ failed: { kind: "unreachable", why: "ECONNREFUSED" } });
  });

  test("a name nobody knows is unreachable; TLS that fails is, too", async () => {
    await using end = await FarEnd.open();
    const lookup = async (host: string) => {
      if (host === "here.example") return ["127.0.0.1"];
      throw Object.assign(new Error("no"), { code: "ENOTFOUND" });
    };
    const wire = createWire({ reach: "loopback", lookup });
    const unknown = await wire.request({ method: "GET", url: "http://nowhere.example/" });
    expect(unknown).toMatchObject({ failed: { kind: "unreachable" } });
    const url = end.url.replace("http://127.0.0.1", "https://here.example");
    const plain = await wire.request({ method: "GET", url });
    await wire.close();
    expect(plain).toMatchObject({ failed: { kind: "unreachable" } });
    expect(end.seen).toEqual([]);
  });
});

describe("SEC-1 S5 the wire", () => {
  test.each([301, 302, 303, 307, 308])("SEC-1 S5 %i is not followed", async (status) => {
    await using trap = await FarEnd.open();
    const { answer } = await ask({ status, headers: { location: trap.url } });
    expect(answer).toMatchObject({ ok: false, status, failed: { kind: "misconfigured" } });
    expect(trap.connections).toBe(0);
  });

  test("SEC-1 S5 a name that is public first and private then never reaches the second", async () => {
    await using end = await FarEnd.open();
    const answers = [["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]];
    let lookups = 0;
    const lookup = async () => answers[lookups++] ?? [];
    const now = handClock(0);
    const wire = createWire({ reach: "loopback", lookup, now });
    const url = end.url.replace("127.0.0.1", "rebind.example");
    for (let n = 0; n < 5; n++) expect((await wire.request({ method: "GET", url })).ok).toBe(true);
    expect(lookups).toBe(1);
    now.pass(MINUTE_MS);
    const moved = await wire.request({ method: "GET", url });
    expect(moved).toMatchObject({ failed: { kind: "misconfigured" } });
    await wire.close();
    expect(end.seen).toHaveLength(5);
  });

  test("SEC-1 S5 a live wire opens no socket to this machine, however it is written", async () => {
    await using end = await FarEnd.open();
    const { port } = new URL(end.url);
    const lookup = async () => ["127.0.0.1"];
    const wire = createWire({ reach: "public", lookup });
    for (const host of ["127.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]", "here.example"]) {
      for (const at of [port, "80", "8080"]) {
        const answer = await wire.request({ method: "GET", url: `http://${host}:${at}/` });
        expect(answer).toMatchObject({ ok: false, failed: { kind: "misconfigured" } });
      }
      expect(await wire.tcp({ host, port: Number(port) })).toMatchObject({
        ok: false,
        blame: "address",
      });
      expect(await wire.dns(host)).toMatchObject({ ok: false, blame: "address" });
    }
    await wire.close();
    expect(end.connections).toBe(0);
  });

  test("SEC-1 an answer that is too long is cut", async () => {
    const { answer } = await ask({ status: 200, body: "x".repeat(5_000) }, { bodyLengthMax: 999 });
    const failed = { kind: "unknown", why: "the answer is too long" };
    expect(answer).toEqual({ ok: false, status: 200, json: null, text: "", failed });
  });

  test("SEC-1 a zip bomb is not unfolded", async () => {
    const body = gzipSync(Buffer.alloc(5_000_000));
    const { answer, seen } = await ask({
      status: 200,
      body,
      headers: { "content-encoding": "gzip" },
    });
    expect(answer).toMatchObject({ ok: true, text: "", json: null });
    expect(seen[0]?.headers["accept-encoding"]).toBeUndefined();
  });

  test("a secret travels over https only, unless to this machine", async () => {
    const wire = createWire({ reach: "public", lookup: async () => ["93.184.215.14"] });
    const secret = { bearer: "secret-of-the-test" };
    const answer = await wire.request({ method: "GET", url: "http://example.org/", secret });
    await wire.close();
    expect(answer).toMatchObject({ failed: { kind: "misconfigured" } });
  });
});

describe("wire: what it sends and says", () => {
  test("JSON, forms and text say what they are", async () => {
    const json = await ask({ status: 200 }, { json: { a: "é" } });
    expect(json.seen[0]).toMatchObject({ body: '{"a":"é"}' });
    expect(json.seen[0]?.headers["content-type"]).toBe("application/json");
    const form = await ask({ status: 200 }, { form: { a: "é &" } });
    expect(form.seen[0]).toMatchObject({ body: "a=%C3%A9+%26" });
    const text = await ask({ status: 200 }, { text: "hi", headers: { "content-type": "text/x" } });
    expect(text.seen[0]?.headers["content-type"]).toBe("text/x");
  });

  test("a secret in the path reaches the platform and no log", async () => {
    await using end = await FarEnd.open();
    const lines: Parameters<WireLog>[0][] = [];
    const wire = createWire({ reach: "loopback", log: (line) => lines.push(line) });
    const secret = { inPath: "12345:token-of-the-test" };
    await wire.request({ method: "POST", url: `${end.url}/bot{secret}/send?x=1`, secret });
    await wire.close();
    expect(end.seen[0]?.url).toBe("/bot12345%3Atoken-of-the-test/send?x=1");
    expect(lines).toMatchObject([{ method: "POST", status: 200, outcome: "ok" }]);
    expect(JSON.stringify(lines)).not.toContain("token-of-the-test");
    expect(lines[0]?.url).toBe(`${end.url}/bot{secret}/send`);
  });

  test.each<[string, Secret, string]>([
    ["a token", { bearer: "token-of-the-test" }, "token-of-the-test"],
    ["a password", { basic: { user: "u", password: "pass-of-the-test" } }, "pass-of-the-test"],
    ["user and password", { basic: { user: "u", password: "p-of-it" } }, "dTpwLW9mLWl0"],
    ["a key", { stamp: { header: "x-s", key: "key-of-the-test", at: 0 } }, "key-of-the-test"],
  ])("S1 %s that the platform quotes is blotted out before anybody reads it", async (...given) => {
    const [, secret, shown] = given;
    const body = { error: `we do not like ${shown}` };
    const { answer } = await ask({ status: 400, body }, { secret });
    expect(answer.json).toEqual({ error: "we do not like •••" });
    expect(answer.text).not.toContain(shown);
  });

  test("a probe says whether a machine answers", async () => {
    const end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    const port = Number(new URL(end.url).port);
    expect(await wire.tcp({ host: "127.0.0.1", port })).toMatchObject({ ok: true });
    await end[Symbol.asyncDispose]();
    const expected = { ok: false, blame: "connection", why: "ECONNREFUSED" };
    expect(await wire.tcp({ host: "127.0.0.1", port })).toEqual(expected);
    expect(await wire.dns("127.0.0.1")).toMatchObject({ ok: true, addresses: ["127.0.0.1"] });
    await wire.close();
  });
});
