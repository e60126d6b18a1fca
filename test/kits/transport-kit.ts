import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/domain/outcome.ts";
import { createWire, type Wire, type WireLog } from "../../src/lib/wire.ts";
import { describe as describeTransport, type Transport } from "../../src/transports/transport.ts";
import { type Behaviour, FarEnd } from "./far-end.ts";
import { aMessage } from "./message.ts";

export type KitCase = {
  name: string;
  /** Status, body, headers of the platform's answer. */
  answer: [status: number, body?: unknown, headers?: Record<string, string>];
  expect: Outcome;
};

type Given = {
  /** Settings as somebody types them; `base` is where the far end listens. */
  settings(base: string): Record<string, unknown>;
  cases: readonly KitCase[];
  /** The platform knows no other way: it finds its own secret in the address it is called at. */
  secretInAddress?: true;
};

/** What every transport that speaks HTTP owes, and a table of its own cases. */
export function transportKit(transport: Transport, given: Given): void {
  const bench = new Bench(transport, given);
  describe(`${transport.kind}: what every transport owes`, () => {
    testDescription(transport);
    testTrouble(bench);
    testSecrets(bench, given.secretInAddress === true);
  });
  describe(`${transport.kind}: its own cases`, () => {
    test.each(given.cases)(
      "$name",
      async ({ answer: [status, body, headers], expect: outcome }) => {
        const behaviour = { status, body, ...(headers ? { headers } : {}) };
        expect((await bench.sendTo(behaviour)).outcome).toEqual(outcome);
      },
    );
  });
}

/** A transport, its settings, and a far end to try them on. */
class Bench {
  readonly transport: Transport;
  readonly settings: Given["settings"];

  constructor(transport: Transport, { settings }: Given) {
    this.transport = transport;
    this.settings = settings;
  }

  async sendTo(behaviour: Behaviour) {
    await using end = await FarEnd.open();
    end.behaviour = behaviour;
    const log: Parameters<WireLog>[0][] = [];
    const wire = createWire({ reach: "loopback", log: (line) => log.push(line) });
    const outcome = await this.send(end.url, wire);
    return { outcome, log, seen: end.seen };
  }

  async send(base: string, wire = createWire({ reach: "loopback" })): Promise<Outcome> {
    const { transport } = this;
    const settings = transport.settings.parse(this.settings(base));
    try {
      return await sendOne(transport, settings, wire);
    } finally {
      await wire.close();
    }
  }
}

const sendOne = (transport: Transport, settings: object, wire: Wire): Promise<Outcome> =>
  transport.send(aMessage(), transport.address.example, settings, wire);

function testDescription(transport: Transport): void {
  const { address, limits, title } = transport;

  test("says what it is in both languages", () => {
    const { fields } = describeTransport(transport);
    expect(fields.length).toBeGreaterThan(0);
    for (const { label } of [...fields, { label: title }, address]) {
      expect(label.fr.trim()).not.toBe("");
      expect(label.en.trim()).not.toBe("");
    }
  });

  test("marks its secrets, and only those, as secret fields", () => {
    const { fields } = describeTransport(transport);
    const secret = fields.filter((field) => field.type === "secret").map((field) => field.name);
    expect(new Set(secret)).toEqual(new Set(transport.secrets));
  });

  test("understands its own example of an address, and refuses an empty one", () => {
    expect(address.parse(address.example)).toBe(address.example);
    expect(address.parse(` ${address.example} `)).toBe(address.example);
    expect(address.parse("")).toBeNull();
  });

  test("has limits that make sense", () => {
    expect(limits.bodyLengthMax).toBeGreaterThan(0);
    expect(limits.perSecondMax).toBeGreaterThan(0);
    expect(limits.sendTimeoutMs).toBeGreaterThan(0);
  });
}

function testTrouble(bench: Bench): void {
  test("a refused connection is unreachable", async () => {
    const end = await FarEnd.open();
    await end[Symbol.asyncDispose]();
    expect(await bench.send(end.url)).toMatchObject({ kind: "unreachable" });
  });

  test("a line that dies after the request is unknown, and nothing is sent again", async () => {
    const { outcome, seen } = await bench.sendTo("hangs up");
    expect(outcome).toMatchObject({ kind: "unknown" });
    expect(seen).toHaveLength(1);
  });

  test("429 with a delay waits that long", async () => {
    const { outcome } = await bench.sendTo({ status: 429, headers: { "retry-after": "7" } });
    expect(outcome).toEqual({ kind: "throttled", waitMs: 7_000 });
  });

  test.each([
    [500, "unknown"],
    [502, "unknown"],
    [503, "unreachable"],
    [504, "unknown"],
  ])("%i blames the platform: %s", async (status, kind) => {
    expect((await bench.sendTo({ status })).outcome.kind).toBe(kind);
  });

  test("401 blames the operator", async () => {
    expect((await bench.sendTo({ status: 401 })).outcome.kind).toBe("misconfigured");
  });

  test("a success nobody understands is still a success", async () => {
    const { outcome } = await bench.sendTo({ status: 200, body: "<html>" });
    expect(outcome).toEqual({ kind: "accepted", providerId: null });
  });
}

function testSecrets(bench: Bench, secretInAddress: boolean): void {
  test("R17 a drill's wire refuses the platform itself", async () => {
    const lookup = async () => ["93.184.215.14"];
    for (const base of ["https://192.0.2.1", "https://platform.example", "http://10.0.0.1"]) {
      const outcome = await bench.send(base, createWire({ reach: "loopback", lookup }));
      expect(outcome.kind).toBe("misconfigured");
    }
  });

  test("R17 a live wire refuses this machine", async () => {
    await using end = await FarEnd.open();
    const outcome = await bench.send(end.url, createWire({ reach: "public" }));
    expect(outcome.kind).toBe("misconfigured");
    expect(end.connections).toBe(0);
  });

  test("S1 no secret shows in an address, a log or an outcome", async () => {
    const settings = bench.settings("http://127.0.0.1:9");
    const secrets = bench.transport.secrets.map((name) => String(settings[name]));
    expect(secrets).not.toEqual([]);
    // Platforms like to quote what they refuse.
    const quoted = { error: { code: 999, message: secrets.join(" ") }, code: 999 };
    for (const status of [200, 400, 401, 404, 500]) {
      const { outcome, log, seen } = await bench.sendTo({ status, body: quoted });
      const sent = seen.map(({ url, body }) => [secretInAddress ? "" : url, body]);
      const shown = JSON.stringify([outcome, log, sent]);
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
  });
}
