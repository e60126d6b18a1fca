import { expect } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { MINUTE_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { createWire } from "../../src/lib/wire.ts";
import { createListeners } from "../../src/loops/listen.ts";
import { findSource } from "../../src/store/sources.ts";
import { createTestHouse } from "../house.ts";
import { silentLog } from "./crisis.ts";
import { createJetstreamServer } from "./jetstream-server.ts";

const installer = machine("test");
const whatsapp = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };
const SETTLED_MS = 3 * SECOND_MS;

/** What comes over a line comes when it comes. */
export const soon = <T>(read: () => T) => expect.poll(read, { interval: 10 });

/** A house that depends on WhatsApp, a network that people write in, and nodes that listen to it. */
export async function createListeningPost() {
  const table = await createTestHouse();
  const { house, clock, db } = table;
  await createPlatform(house, installer, whatsapp);
  const nodes: (() => Promise<void>)[] = [];
  const wire = createWire({ reach: "loopback" });
  const stream = await createJetstreamServer(clock);
  return {
    ...table,
    stream,
    async add(settings: Record<string, unknown> = {}, sensor = "bluesky-jetstream") {
      const input = { sensor, platformId: "whatsapp", name: "Social", settings };
      return (await createSource(house, installer, { ...input, settings: { ...settings } })).id;
    },
    /** One process of ours: told to open what is due, and to stop in an orderly way. */
    node() {
      const stop = new AbortController();
      const listeners = createListeners(stop.signal);
      const end = async () => {
        stop.abort();
        await listeners.ended();
      };
      nodes.push(end);
      const open = async () => await listeners.openDue({ house, wire, log: silentLog });
      return { open, end };
    },
    /** Opens the line, and waits until both sides know it: the clock is turned only then. */
    async connect(node: { open(): Promise<void> }) {
      const before = stream.cursors.length;
      await node.open();
      await soon(() => stream.cursors.length).toBe(before + 1);
      await soon(() => stream.held()).toBe(1);
      await soon(async () => {
        const rows = await db.selectFrom("listening").select("memory").execute();
        return rows.some(({ memory }) => memory !== null);
      }).toBe(true);
    },
    /** What was counted, minute by minute. */
    async counts() {
      const social = db.selectFrom("signal").select("count").where("kind", "=", "social");
      const rows = await social.orderBy("at").execute();
      return rows.map(({ count }) => count);
    },
    /** The present minute is over, and the stream goes on. */
    async minuteOver(minutes = 1) {
      const rest = MINUTE_MS - (clock() % MINUTE_MS);
      clock.pass(rest + (minutes - 1) * MINUTE_MS + SETTLED_MS);
      stream.tick();
    },
    source: async (id: string) => {
      const row = await findSource(db, id);
      if (!row) throw new Error("The source is gone.");
      return row;
    },
    async [Symbol.asyncDispose]() {
      for (const end of nodes) await end();
      await wire.close();
      await table[Symbol.asyncDispose]();
    },
  };
}
