import { describe, expect, test } from "vitest";
import type { Spoken } from "../../src/domain/outlet.ts";
import { createWire, type Wire, type WireLog } from "../../src/lib/wire.ts";
import { describeOutlet, type Outlet, type Post } from "../../src/transports/outlet.ts";
import { type Behaviour, FarEnd } from "./far-end.ts";

export type OutletCase = {
  name: string;
  answer: [status: number, body?: unknown, headers?: Record<string, string>];
  /** Whether the words of a post that stands there already are changed. */
  change?: string;
  /** Whether the first step, which says nothing yet, went well before. */
  signedIn?: true;
  expect: Spoken;
};

type Given = {
  settings(base: string): Record<string, unknown>;
  cases: readonly OutletCase[];
  /** The network finds its own secret in the address it is called at, or asks for it in a body. */
  secretIn?: "address" | "body";
  /** A first step that says nothing yet: when it fails, surely nothing stands there. */
  signsInFirst?: true;
};

const SETTINGS: Record<string, (base: string) => Record<string, unknown>> = {
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
/** What an outlet of a kind is set to, at this address. */
export const outletSettings = (kind: string) => SETTINGS[kind] ?? (() => ({}));

/** Some words for everybody; a test says only what matters to it. */
export const aPost = (change: Partial<Post> = {}): Post => ({
  reference: "tocsin-1-7",
  title: "WhatsApp est en panne",
  text: "WhatsApp est en panne. L’accueil répond 📞 : https://page.example/fr/incidents/1#v1",
  html: '<p>WhatsApp est en panne.</p>\n<p><a href="https://page.example/fr/incidents/1#v1">En direct</a></p>',
  link: "https://page.example/fr/incidents/1#v1",
  card: { title: "WhatsApp est en panne", description: "Nous cherchons." },
  language: "fr",
  plannedAt: Date.parse("2026-03-01T10:00:00Z"),
  at: Date.parse("2026-03-01T10:00:01Z"),
  thread: null,
  ...change,
});

/** What every outlet owes, and a table of its own cases. */
export function outletKit(outlet: Outlet, given: Given): void {
  const bench = new Bench(outlet, given);
  describe(`${outlet.kind}: what every outlet owes`, () => {
    testWords(outlet);
    testTrouble(bench, given);
    testSecrets(bench, given);
  });
  describe(`${outlet.kind}: its own cases`, () => {
    test.each(given.cases)("$name", async ({ answer, change, signedIn, expect: spoken }) => {
      const [status, body, headers] = answer;
      const reply = { status, body, ...(headers ? { headers } : {}) };
      const behaviour: Behaviour = ({ url }) =>
        signedIn && url.endsWith("createSession") ? SESSION : reply;
      expect((await bench.sayTo(behaviour, change)).spoken).toEqual(spoken);
    });
  });
}

const SESSION = { status: 200, body: { accessJwt: "jwt", did: "did:plc:1" } };

class Bench {
  readonly outlet: Outlet;
  readonly settings: Given["settings"];

  constructor(outlet: Outlet, { settings }: Given) {
    this.outlet = outlet;
    this.settings = settings;
  }

  async sayTo(behaviour: Behaviour, change?: string) {
    await using end = await FarEnd.open();
    end.behaviour = behaviour;
    const log: Parameters<WireLog>[0][] = [];
    const wire = createWire({ reach: "loopback", log: (line) => log.push(line) });
    const spoken = await this.say(end.url, wire, change);
    return { spoken, log, seen: end.seen };
  }

  async say(base: string, wire: Wire = createWire({ reach: "loopback" }), change?: string) {
    const settings = this.outlet.settings.parse(this.settings(base));
    try {
      if (change === undefined || !this.outlet.change) {
        return await this.outlet.say(aPost(), settings, wire);
      }
      return await this.outlet.change(aPost(), change, settings, wire);
    } finally {
      await wire.close();
    }
  }
}

function testWords(outlet: Outlet): void {
  test("says what it is, and what it asks for, in both languages", () => {
    const { fields, title } = describeOutlet(outlet);
    expect(fields.length).toBeGreaterThan(0);
    for (const label of [title, ...fields.map((field) => field.label)]) {
      expect(label.fr.trim()).not.toBe("");
      expect(label.en.trim()).not.toBe("");
    }
    const secret = fields.filter(({ type }) => type === "secret").map(({ name }) => name);
    expect(new Set(secret)).toEqual(new Set(outlet.secrets));
  });
}

function testTrouble(bench: Bench, { signsInFirst }: Given): void {
  const dark = signsInFirst ? "unreachable" : "unknown";

  test("a refused connection is unreachable", async () => {
    const end = await FarEnd.open();
    await end[Symbol.asyncDispose]();
    expect(await bench.say(end.url)).toMatchObject({ kind: "unreachable" });
  });

  test("a line that dies after the request leaves a doubt, unless nothing was said yet", async () => {
    const { spoken, seen } = await bench.sayTo("hangs up");
    expect(spoken).toMatchObject({ kind: dark });
    expect(seen).toHaveLength(1);
  });

  test("429 with a delay waits that long", async () => {
    const { spoken } = await bench.sayTo({ status: 429, headers: { "retry-after": "7" } });
    expect(spoken).toEqual({ kind: "throttled", waitMs: 7_000 });
  });

  test.each([
    [500, dark],
    [502, dark],
    [503, "unreachable"],
    [401, "misconfigured"],
  ])("%i is %s", async (status, kind) => {
    expect((await bench.sayTo({ status })).spoken.kind).toBe(kind);
  });
}

function testSecrets(bench: Bench, { secretIn }: Given): void {
  test("R17 a drill's wire refuses the network itself", async () => {
    const lookup = async () => ["93.184.215.14"];
    for (const base of ["https://192.0.2.1", "https://network.example", "http://10.0.0.1"]) {
      const spoken = await bench.say(base, createWire({ reach: "loopback", lookup }));
      expect(spoken.kind).toBe("misconfigured");
    }
  });

  test("R17 a live wire refuses this machine", async () => {
    await using end = await FarEnd.open();
    const spoken = await bench.say(end.url, createWire({ reach: "public" }));
    expect(spoken.kind).toBe("misconfigured");
    expect(end.connections).toBe(0);
  });

  test("S1 no secret shows in an address, a log or an outcome", async () => {
    const settings = bench.settings("http://127.0.0.1:9");
    const secrets = bench.outlet.secrets.map((name) => String(settings[name]));
    expect(secrets).not.toEqual([]);
    const quoted = { error: secrets.join(" "), code: secrets.join(" "), detail: secrets.join(" ") };
    for (const status of [200, 400, 401, 404, 500]) {
      const { spoken, log, seen } = await bench.sayTo({ status, body: quoted });
      const sent = seen.map(({ url, body }) => [
        secretIn === "address" ? "" : url,
        secretIn === "body" ? "" : body,
      ]);
      const shown = JSON.stringify([spoken, log, sent]);
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
  });
}
