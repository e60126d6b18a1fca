import { afterEach, describe, expect, test, vi } from "vitest";
import { FarEnd } from "../../test/kits/far-end.ts";
import { until } from "../../test/kits/until.ts";
import { handClock, MINUTE_MS } from "./clock.ts";
import { type Answer, createWire } from "./wire.ts";
import { PLACES_MAX } from "./wire-window.ts";

const SHORT_MS = 80;
const LONG_MS = 8 * SHORT_MS;

/** The time that the wire waits passes when a test says so; what goes over it takes as long as it takes. */
const holdTime = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
afterEach(() => vi.useRealTimers());

const numbered = <T>(count: number, each: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => each(n));

const kindOf = (answer: Answer): string => (answer.ok ? "ok" : answer.failed.kind);

describe("the connections of a wire", () => {
  test("what waited for a connection until after its time is never sent", async () => {
    await using end = await FarEnd.open();
    end.behaviour = "says nothing";
    const wire = createWire({ reach: "loopback" });
    holdTime();
    const post = async (path: string | number, timeoutMs: number) =>
      await wire.request({ method: "POST", url: `${end.url}/${path}`, timeoutMs });
    const busy = Array.from({ length: PLACES_MAX }, (_, n) => post(n, LONG_MS));
    await until(() => end.seen.length === PLACES_MAX);
    const late = post("late", SHORT_MS);
    await vi.advanceTimersByTimeAsync(SHORT_MS);
    expect(await late).toMatchObject({
      failed: { kind: "unreachable", why: "no answer in time" },
    });
    vi.advanceTimersByTime(LONG_MS);
    const kinds = (await Promise.all(busy)).map((answer) => !answer.ok && answer.failed.kind);
    expect(new Set(kinds)).toEqual(new Set(["unknown"]));
    end.behaviour = { status: 200 };
    expect((await post("next", LONG_MS)).ok).toBe(true);
    await wire.close();
    expect(end.seen.map(({ url }) => url)).not.toContain("/late");
  });

  test("whoever comes after one that was given up goes over a new connection, once", async () => {
    await using end = await FarEnd.open();
    end.behaviour = "says nothing";
    const wire = createWire({ reach: "loopback" });
    holdTime();
    const post = async (path: string, timeoutMs: number) =>
      await wire.request({ method: "POST", url: `${end.url}/${path}`, timeoutMs });
    const first = numbered(PLACES_MAX, async (n) => await post(`first-${n}`, SHORT_MS));
    await until(() => end.seen.length === PLACES_MAX);
    const after = numbered(500, async (n) => await post(`after-${n}`, LONG_MS));
    end.behaviour = { status: 200 };
    vi.advanceTimersByTime(SHORT_MS);
    expect(new Set((await Promise.all(first)).map(kindOf))).toEqual(new Set(["unknown"]));
    expect(new Set((await Promise.all(after)).map(kindOf))).toEqual(new Set(["ok"]));
    await wire.close();
    expect(end.seen).toHaveLength(PLACES_MAX + 500);
    expect(new Set(end.seen.map(({ url }) => url)).size).toBe(PLACES_MAX + 500);
  });

  test("a machine that hangs up again and again gets each of them once", async () => {
    await using end = await FarEnd.open();
    end.behaviour = ({ url }) => (url.endsWith("3") ? "hangs up" : { status: 200 });
    const wire = createWire({ reach: "loopback" });
    const answers = await Promise.all(
      numbered(1_000, async (n) => await wire.request({ method: "POST", url: `${end.url}/${n}` })),
    );
    await wire.close();
    for (const [n, answer] of answers.entries()) {
      expect([n, kindOf(answer)]).toEqual([n, n % 10 === 3 ? "unknown" : "ok"]);
    }
    expect(end.seen).toHaveLength(1_000);
  });

  test("of a thousand for a machine that is gone, none has left the house", async () => {
    const end = await FarEnd.open();
    await end[Symbol.asyncDispose]();
    const wire = createWire({ reach: "loopback" });
    const answers = await Promise.all(
      numbered(1_000, async () => await wire.request({ method: "POST", url: end.url })),
    );
    await wire.close();
    expect(new Set(answers.map(kindOf))).toEqual(new Set(["unreachable"]));
  });

  test("a thousand requests share their connections", async () => {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    const lane = async () => {
      for (let n = 0; n < 125; n++) {
        expect((await wire.request({ method: "GET", url: end.url })).ok).toBe(true);
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    await wire.close();
    expect(end.seen).toHaveLength(1_000);
    expect(end.connections).toBe(8);
  });

  test("a name that leads elsewhere by now does not turn away whoever was waiting", async () => {
    await using end = await FarEnd.open();
    end.behaviour = "says nothing";
    const now = handClock(0);
    const places = ["127.0.0.1", "127.0.0.2"];
    const lookup = async () => (now() === 0 ? places.slice(0, 1) : places);
    const wire = createWire({ reach: "loopback", lookup, now });
    const url = end.url.replace("127.0.0.1", "provider.example");
    holdTime();
    const post = async (timeoutMs: number) =>
      await wire.request({ method: "POST", url, timeoutMs });
    const first = numbered(PLACES_MAX, async () => await post(SHORT_MS));
    await until(() => end.seen.length === PLACES_MAX);
    const waiting = numbered(500, async () => await post(LONG_MS));
    end.behaviour = { status: 200 };
    now.pass(MINUTE_MS);
    expect(kindOf(await post(LONG_MS))).toBe("ok");
    vi.advanceTimersByTime(SHORT_MS);
    expect(new Set((await Promise.all(first)).map(kindOf))).toEqual(new Set(["unknown"]));
    expect(new Set((await Promise.all(waiting)).map(kindOf))).toEqual(new Set(["ok"]));
    await wire.close();
    expect(end.seen).toHaveLength(PLACES_MAX + 501);
  });

  test("a wire that is closed opens no connection for whoever still waited", async () => {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "loopback" });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const post = async () => await wire.request({ method: "POST", url: end.url });
    // Quick answers first, so that there are fewer connections than there may be.
    await Promise.all(numbered(PLACES_MAX / 4, post));
    end.behaviour = "says nothing";
    const waiting = numbered(2 * PLACES_MAX, post);
    await until(() => end.seen.length === PLACES_MAX / 4 + PLACES_MAX / 2);
    const { connections } = end;
    vi.advanceTimersByTime(LONG_MS);
    await wire.close();
    const kinds = (await Promise.all(waiting)).map(kindOf);
    expect(new Set(kinds)).toEqual(new Set(["unknown", "unreachable"]));
    expect(kinds.filter((kind) => kind === "unknown")).toHaveLength(PLACES_MAX / 2);
    expect(end.seen).toHaveLength(PLACES_MAX / 4 + PLACES_MAX / 2);
    expect(end.connections).toBe(connections);
  });
});
