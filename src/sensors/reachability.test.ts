import { describe, expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import type { Wire } from "../lib/wire.ts";
import { messenger } from "./endpoints/messenger.ts";
import { signal } from "./endpoints/signal.ts";
import { telegram } from "./endpoints/telegram.ts";
import { whatsapp } from "./endpoints/whatsapp.ts";
import { reachability } from "./reachability.ts";

const anchors = "anchor.example.org:443";
sensorKit(reachability, { settings: () => ({ service: "whatsapp", anchors }), speaksHttp: false });

type Net = {
  /** Which addresses take a connection, by name, address or address:port. */
  answers: (to: { host: string; port: number }) => boolean;
  addresses?: readonly string[];
  web?: number | null;
  refused?: boolean;
};

/** A line on which every name has the same addresses, and every page the same status. */
function lineOf({ answers, addresses = ["203.0.113.9"], web = null, refused = false }: Net) {
  const touched: string[] = [];
  const wire: Wire = {
    ...lineWhere({}),
    dns: async (host) =>
      refused
        ? { ok: false, blame: "address", why: "a private address" }
        : { ok: true, host, addresses: /^\d/.test(host) ? [host] : addresses },
    tcp: async (to) => {
      touched.push(`${to.host}:${to.port}`);
      if (answers(to)) return { ok: true, ms: 3, address: to.host };
      return { ok: false, blame: "connection", why: "ECONNREFUSED" };
    },
    request: async () => ({
      ok: false,
      status: web,
      json: null,
      text: "",
      failed: web ? { kind: "misconfigured", why: "" } : { kind: "unreachable", why: "ECONNRESET" },
    }),
  };
  return { wire, touched };
}

const isAnchor = ({ host }: { host: string }) => host === "anchor.example.org";
const look = async (net: Net, service = "whatsapp", now = NOON) =>
  await reachability.look({ service, anchors }, lineOf(net).wire, quietMoment({ now }));

describe("reachability after OONI", () => {
  test("one endpoint on one port is enough, and an HTTP status is none of our business", async () => {
    const found = await look({ answers: ({ port }) => port === 5222, web: 403 });
    expect(found).toMatchObject({ verdict: "up", evidence: { params: { answered: 3, total: 3 } } });
  });

  test("everything silent while an anchor answers is down, and points at our list", async () => {
    expect(await look({ answers: isAnchor })).toMatchObject({
      verdict: "down",
      evidence: { code: "sensors:reach.down", params: { readOn: whatsapp.readOn } },
      detail: { list: { version: whatsapp.version } },
    });
  });

  test("everything silent, and the anchors, too, is our own fault", async () => {
    expect(await look({ answers: () => false })).toMatchObject({
      verdict: "unknown",
      evidence: { code: "crisis:look.anchors" },
    });
  });

  test("each part has its own verdict", async () => {
    const found = await look({ answers: isAnchor, web: 200 });
    expect(found).toMatchObject({
      verdict: "degraded",
      evidence: { code: "sensors:reach.part", params: { count: 1, total: 3, name: "app" } },
      detail: {
        groups: [
          { name: "app", verdict: "down" },
          { name: "registration", verdict: "up" },
          { name: "web", verdict: "up" },
        ],
      },
    });
  });

  test("IPv4 and IPv6 are kept apart", async () => {
    const addresses = ["203.0.113.9", "2001:db8::9"];
    const answers = ({ host }: { host: string }) => host === "203.0.113.9";
    expect(await look({ answers, addresses }, "signal")).toMatchObject({
      verdict: "up",
      detail: {
        groups: [{ v4: { asked: 2, answered: 2 }, v6: { asked: 2, answered: 0 } }, {}, {}],
      },
    });
  });

  test("addresses that we refuse to touch tell nothing", async () => {
    const found = await look({ answers: isAnchor, refused: true }, "messenger");
    expect(found).toMatchObject({ verdict: "unknown", evidence: { code: "crisis:look.refused" } });
  });

  test("a healthy service is asked at a few doors, and at others the next time", async () => {
    const first = lineOf({ answers: () => true, web: 200 });
    const settings = { service: "telegram", anchors };
    await reachability.look(settings, first.wire, quietMoment());
    const second = lineOf({ answers: () => true, web: 200 });
    await reachability.look(settings, second.wire, quietMoment({ now: NOON + 120_000 }));
    expect(first.touched).toHaveLength(8);
    expect(second.touched.toSorted()).not.toEqual(first.touched.toSorted());
  });

  test("before a service is called down, every door was tried", async () => {
    const { wire, touched } = lineOf({ answers: isAnchor });
    await reachability.look({ service: "whatsapp", anchors }, wire, quietMoment());
    expect(touched.filter((to) => !to.startsWith("anchor"))).toHaveLength(16 * 2);
  });
});

test.each([
  ["whatsapp", whatsapp],
  ["messenger", messenger],
  ["telegram", telegram],
  ["signal", signal],
])("the list of %s says of when and where it is, and is made of addresses", (_name, list) => {
  expect(list.version).toBeGreaterThan(0);
  expect(list.readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(list.source).toContain("ooni/spec");
  for (const { doors } of list.groups) {
    if (doors.kind === "https") {
      expect(doors.urls.every((url) => new URL(url).protocol === "https:")).toBe(true);
    } else {
      expect(doors.ports.length).toBeGreaterThan(0);
      for (const host of doors.hosts) expect(host).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    }
  }
});
