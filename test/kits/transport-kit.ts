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
};

const LOGGED_SECRET_LENGTH_MIN = 6;

/** What every transport that speaks HTTP owes, and a table of its own cases. */
export function transportKit(transport: Transport, given: Given): void {
  const { address, limits, title } = transport;

  async function sendTo(behaviour: Behaviour) {
    await using end = await FarEnd.open();
    end.behaviour = behaviour;
    const log: Parameters<WireLog>[0][] = [];
    const outcome = await withWire(
      (line) => log.push(line),
      async (wire) => {
        const settings = transport.settings.parse(given.settings(end.url));
        return await transport.send(aMessage(), address.example, settings, wire);
      },
    );
    return { outcome, log, seen: end.seen };
  }

  describe(`${transport.kind}: what every transport owes`, () => {
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
      expect(secret.sort()).toEqual([...transport.secrets].sort());
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

    test("a refused connection is unreachable", async () => {
      const end = await FarEnd.open();
      await end[Symbol.asyncDispose]();
      const settings = transport.settings.parse(given.settings(end.url));
      const outcome = await withWire(undefined, (wire) =>
        transport.send(aMessage(), address.example, settings, wire),
      );
      expect(outcome).toMatchObject({ kind: "unreachable" });
    });

    test("a line that dies after the request is unknown, and nothing is sent again", async () => {
      const { outcome, seen } = await sendTo("hangs up");
      expect(outcome).toMatchObject({ kind: "unknown" });
      expect(seen).toHaveLength(1);
    });

    test("429 with a delay waits that long", async () => {
      const { outcome } = await sendTo({ status: 429, headers: { "retry-after": "7" } });
      expect(outcome).toEqual({ kind: "throttled", waitMs: 7_000 });
    });

    test.each([
      [500, "unknown"],
      [502, "unknown"],
      [503, "unreachable"],
      [504, "unknown"],
    ])("%i blames the platform: %s", async (status, kind) => {
      expect((await sendTo({ status })).outcome.kind).toBe(kind);
    });

    test("401 blames the operator", async () => {
      expect((await sendTo({ status: 401 })).outcome.kind).toBe("misconfigured");
    });

    test("a success nobody understands is still a success", async () => {
      const { outcome } = await sendTo({ status: 200, body: "<html>" });
      expect(outcome).toEqual({ kind: "accepted", providerId: null });
    });

    test("R17 a drill's wire refuses the platform itself", async () => {
      const settings = transport.settings.parse(given.settings("https://192.0.2.1"));
      const outcome = await withWire(undefined, (wire) =>
        transport.send(aMessage(), address.example, settings, wire),
      );
      expect(outcome.kind).toBe("misconfigured");
    });

    test("S1 no secret shows in an address, a log or an outcome", async () => {
      const settings = given.settings("http://127.0.0.1:9");
      const secrets = transport.secrets
        .map((name) => settings[name])
        .filter((secret) => typeof secret === "string")
        .filter((secret) => secret.length >= LOGGED_SECRET_LENGTH_MIN);
      expect(secrets).not.toEqual([]);
      const quoted = { error: { code: 999, message: secrets.join(" ") }, code: 999 };
      for (const status of [200, 400, 401, 404, 500]) {
        const { outcome, log, seen } = await sendTo({ status, body: quoted });
        const shown = JSON.stringify([outcome, log, seen.map(({ url, body }) => [url, body])]);
        for (const secret of secrets) expect(shown).not.toContain(secret);
      }
    });
  });

  describe(`${transport.kind}: its own cases`, () => {
    test.each(given.cases)(
      "$name",
      async ({ answer: [status, body, headers], expect: expected }) => {
        const behaviour = { status, body, ...(headers ? { headers } : {}) };
        expect((await sendTo(behaviour)).outcome).toEqual(expected);
      },
    );
  });
}

async function withWire<T>(log: WireLog | undefined, work: (wire: Wire) => Promise<T>): Promise<T> {
  const wire = createWire({ reach: "loopback", ...(log ? { log } : {}) });
  try {
    return await work(wire);
  } finally {
    await wire.close();
  }
}
