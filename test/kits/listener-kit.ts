import { describe, expect, test } from "vitest";
import { createWire, type Wire } from "../../src/lib/wire.ts";
import { describe as describeSensor } from "../../src/sensors/describe.ts";
import type { Ended, Listened, ListenMoment } from "../../src/sensors/listener.ts";
import type { Listener } from "../../src/sensors/sensor.ts";
import { type Behaviour, FarEnd } from "./far-end.ts";
import { lineWhere, NOON } from "./sensor-kit.ts";

export const listenMoment = (change: Partial<ListenMoment> = {}): ListenMoment => ({
  now: () => NOON,
  sourceId: "0195c9d0-0000-7000-8000-000000000001",
  cursor: null,
  heardTo: null,
  signal: new AbortController().signal,
  ...change,
});

export type Overheard = { items: Listened[]; ended: Ended | "still listening" };

/** Listens until the line ends, or until `enough` says so. */
export async function overhear(
  listener: Listener,
  given: { settings: unknown; wire: Wire; moment?: Partial<ListenMoment> },
  enough: (items: Listened[]) => boolean = () => false,
): Promise<Overheard> {
  const line = listener.listen(given.settings, given.wire, listenMoment(given.moment));
  const items: Listened[] = [];
  for (;;) {
    const next = await line.next();
    if (next.done) return { items, ended: next.value };
    items.push(next.value);
    if (!enough(items)) continue;
    await line.return({ kind: "closed", why: "enough" });
    return { items, ended: "still listening" };
  }
}

type Given = { settings(base: string): Record<string, unknown> };

/** What every listener owes, whatever it listens to. */
export function listenerKit(listener: Listener, given: Given): void {
  const meet = async (behaviour: Behaviour) => {
    await using end = await FarEnd.open();
    end.behaviour = behaviour;
    const wire = createWire({ reach: "loopback" });
    try {
      const settings = given.settings(end.url);
      const { items, ended } = await overhear(listener, { settings, wire });
      for (const name of listener.secrets) {
        expect(JSON.stringify({ items, ended })).not.toContain(String(settings[name]));
      }
      return { items, ended, seen: end.seen, connections: end.connections };
    } finally {
      await wire.close();
    }
  };

  describe(`${listener.kind}: what every listener owes`, () => {
    test("says what it is in both languages, and draws a form", () => {
      const { title, fields, signalKind } = describeSensor(listener);
      for (const label of [title, ...fields.map((field) => field.label)]) {
        expect(label.fr.trim()).not.toBe("");
        expect(label.en.trim()).not.toBe("");
      }
      expect(signalKind).toBe("social");
      const secret = fields.filter(({ type }) => type === "secret").map(({ name }) => name);
      expect(secret.sort()).toEqual([...listener.secrets].sort());
    });

    test("takes its own example settings, and hears nothing with others", async () => {
      expect(listener.problems(given.settings("https://social.example.org"))).toEqual([]);
      const { items, ended } = await overhear(listener, { settings: "no", wire: lineWhere({}) });
      expect(items).toEqual([]);
      expect(ended).toMatchObject({ evidence: { code: "crisis:look.settings" } });
    });

    test("a dead line of our own is no line, and nothing more", async () => {
      const settings = given.settings("https://social.example.org");
      const { items, ended } = await overhear(listener, { settings, wire: lineWhere({}) });
      expect(items).toEqual([]);
      expect(ended).toMatchObject({ kind: "refused" });
    });

    test.each([
      [401, "sensors:unknown.door"],
      [403, "sensors:unknown.door"],
      [404, "sensors:unknown.gone"],
      [302, "sensors:unknown.moved"],
      [503, "sensors:unknown.silent"],
    ])("HTTP %i says what to do", async (status, code) => {
      const headers = { location: "http://169.254.169.254/latest/meta-data/" };
      const { items, ended, connections } = await meet({ status, headers });
      expect(items).toEqual([]);
      expect(ended).toMatchObject({ kind: "refused", evidence: { code } });
      expect(connections).toBeLessThanOrEqual(2);
    });

    test("HTTP 429 waits as long as it is told, or a minute", async () => {
      const told = await meet({ status: 429, headers: { "retry-after": "700" } });
      const evidence = { code: "listening:throttled" };
      expect(told.ended).toMatchObject({ kind: "refused", evidence, waitMs: 700_000 });
      expect((await meet({ status: 429 })).ended).toMatchObject({ waitMs: 60_000 });
    });

    test("a page for people is no stream", async () => {
      const headers = { "content-type": "text/html" };
      const body = "<html><body>All good</body></html>\n".repeat(200);
      const { items, ended } = await meet({ status: 200, body, headers });
      expect(items.filter(({ kind }) => kind === "post")).toEqual([]);
      expect(ended).toMatchObject({ kind: "refused" });
    });

    test("an address inside our own network is never asked", async () => {
      await using end = await FarEnd.open();
      const wire = createWire({ reach: "public", lookup: async () => ["10.0.0.7"] });
      for (const base of ["https://social.example.org", end.url]) {
        const { ended } = await overhear(listener, { settings: given.settings(base), wire });
        expect(ended).toMatchObject({ evidence: { code: "sensors:unknown.address" } });
      }
      await wire.close();
      expect(end.connections).toBe(0);
    });

    test("told to stop, it stops", async () => {
      await using end = await FarEnd.open();
      end.behaviour = "says nothing";
      const stop = new AbortController();
      const wire = createWire({ reach: "loopback" });
      const settings = given.settings(end.url);
      const heard = overhear(listener, { settings, wire, moment: { signal: stop.signal } });
      await expect.poll(() => end.seen.length).toBeGreaterThan(0);
      stop.abort();
      await wire.close();
      expect((await heard).ended).toMatchObject({ kind: "refused" });
    });
  });
}
