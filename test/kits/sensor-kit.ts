import { describe, expect, test } from "vitest";
import type { Answer, Wire } from "../../src/lib/wire.ts";
import { createWire } from "../../src/lib/wire.ts";
import { describe as describeSensor } from "../../src/sensors/describe.ts";
import type { Look, Looker, Moment } from "../../src/sensors/sensor.ts";
import { type Behaviour, FarEnd } from "./far-end.ts";

export const NOON = Date.parse("2026-03-05T12:00:00Z");
const HUGE = "x".repeat(3_000_000);

/** A platform of which our own house knows nothing. */
export const quietMoment = (change: Partial<Moment> = {}): Moment => ({
  now: NOON,
  since: null,
  sourceId: "0195c9d0-0000-7000-8000-000000000001",
  records: {
    reportsPerMinute: async () => new Map(),
    handedOver: async () => ({ sent: 0, delivered: 0 }),
    handedOverByCountry: async () => new Map(),
    pushedAt: async () => null,
    alerts: async () => ({ lastAt: null, open: 0 }),
    inboundPerMinute: async () => new Map(),
  },
  channels: {
    flights: async () => [],
    fly: async () => ({ why: "no_channel" }),
    account: async () => ({
      kind: "silent",
      says: { code: "account:unread.no_channel", params: {} },
    }),
  },
  ...change,
});

type Reach = "answers" | "silent" | "refused";

/** A line on which hosts answer or not as a table says, and where nothing is listed is silent. */
export function lineWhere(hosts: Record<string, Reach>, request?: Answer): Wire {
  const stateOf = (host: string): Reach => hosts[host] ?? "silent";
  const silent: Answer = {
    ok: false,
    status: null,
    json: null,
    text: "",
    failed: { kind: "unreachable", why: "ECONNREFUSED" },
  };
  return {
    reach: "public",
    closing: new AbortController().signal,
    close: async () => undefined,
    request: async () => request ?? silent,
    hold: async () => (request?.ok === false ? request : silent),
    tcp: async ({ host }) => {
      const state = stateOf(host);
      if (state === "answers") return { ok: true, ms: 3, address: "203.0.113.9" };
      const blame = state === "refused" ? "address" : "connection";
      return { ok: false, blame, why: state === "refused" ? "a private address" : "ECONNREFUSED" };
    },
    dns: async (host) => {
      const state = stateOf(host);
      if (state === "answers") return { ok: true, host, addresses: ["203.0.113.9"] };
      const blame = state === "refused" ? "address" : "lookup";
      return { ok: false, blame, why: state };
    },
  };
}

type Given = {
  /** Settings as somebody types them; `base` is where the far end listens. */
  settings(base: string): Record<string, unknown>;
  /** Whether it asks a web server, and so has to cope with everything that one may answer. */
  speaksHttp: boolean;
  /** How many requests one look may need; one unless told. */
  requestsMax?: number;
};

/** What every sensor owes, whatever it looks at. */
export function sensorKit(sensor: Looker, given: Given): void {
  const look = async (behaviour: Behaviour) => {
    await using end = await FarEnd.open();
    end.behaviour = behaviour;
    const wire = createWire({ reach: "loopback" });
    try {
      const settings = given.settings(end.url);
      const found = await sensor.look(settings, wire, quietMoment());
      const told = JSON.stringify(found);
      for (const name of sensor.secrets) expect(told).not.toContain(String(settings[name]));
      return { found, seen: end.seen };
    } finally {
      await wire.close();
    }
  };

  describe(`${sensor.kind}: what every sensor owes`, () => {
    test("says what it is in both languages, and draws a form", () => {
      const { title, fields } = describeSensor(sensor);
      for (const label of [title, ...fields.map((field) => field.label)]) {
        expect(label.fr.trim()).not.toBe("");
        expect(label.en.trim()).not.toBe("");
      }
      const secret = fields.filter(({ type }) => type === "secret").map(({ name }) => name);
      expect(secret.sort()).toEqual([...sensor.secrets].sort());
    });

    test("takes its own example settings", () => {
      expect(sensor.problems(given.settings("https://status.example.org"))).toEqual([]);
    });

    test("with settings that do not fit it sees nothing, and does not guess", async () => {
      const found = await sensor.look("nonsense", lineWhere({}), quietMoment());
      expect(found).toMatchObject({ kind: "reading", verdict: "unknown" });
    });

    test("a dead line of our own is never their outage", async () => {
      const settings = given.settings("https://status.example.org");
      expectNoVerdict(await sensor.look(settings, lineWhere({}), quietMoment()));
    });

    if (!given.speaksHttp) return;
    test.each([[401], [403], [429]])("HTTP %d means that a robot was seen", async (status) => {
      const { found } = await look({ status });
      expect(found).toMatchObject({ kind: "reading", verdict: "unknown" });
    });

    test("a line that dies is unknown as long as nothing else answers, either", async () => {
      expectNoVerdict((await look("hangs up")).found);
    });

    test.each([
      ["a page for people", { status: 200, body: "<html>All good</html>" }],
      ["an answer without end", { status: 200, body: HUGE }],
      ["a server error", { status: 502, body: "Bad gateway" }],
    ])("%s is no outage", async (_name, behaviour) => {
      expect((await look(behaviour)).found).not.toMatchObject({ verdict: "down" });
    });

    test("a redirect into a private network is not followed", async () => {
      const headers = { location: "http://169.254.169.254/latest/meta-data/" };
      const { found, seen } = await look({ status: 302, headers });
      expect(seen).not.toHaveLength(0);
      expect(seen.length).toBeLessThanOrEqual(given.requestsMax ?? 1);
      expect(found).not.toMatchObject({ verdict: "down" });
    });
  });
}

function expectNoVerdict(look: Look): void {
  if (look.kind === "reading") expect(look.verdict).toBe("unknown");
}
