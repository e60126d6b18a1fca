import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type House, machine } from "../../src/actions/action.ts";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import type { Rung } from "../../src/domain/cascade.ts";
import type { Question } from "../../src/domain/segment.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { openSpool } from "../../src/lib/spool.ts";
import { createWire } from "../../src/lib/wire.ts";
import { runDeliver } from "../../src/loops/deliver.ts";
import { runHear } from "../../src/loops/hear.ts";
import { startThrowaway } from "../../src/store/bundled.ts";
import { type Db, migrate, openDatabase } from "../../src/store/database.ts";
import { openEars } from "../../test/kits/ears.ts";
import type { Child } from "./child.ts";
import { costSoFar } from "./cost.ts";
import { type Kind, settlePeople } from "./people.ts";
import { openProvider, type Provider } from "./providers.ts";

const POOL = 16;
const BENCH = machine("bench");
const log = {
  info: () => {},
  warn: (fields: unknown, message: string) => console.error("warn", message, fields),
  error: (fields: unknown, message: string) => console.error("error", message, fields),
};

/** A database, contacts, one WhatsApp channel to a simulator in its own process, and the loops. */
export type Town = Awaited<ReturnType<typeof openTown>>;

export async function openTown(people: number, kinds?: readonly Kind[]) {
  const server = await openServer();
  const db = openDatabase(server.url, POOL);
  await migrate(db);
  const house: House = {
    db,
    now: Date.now,
    newId: () => newUuid(Date.now()),
    secretKey: Buffer.alloc(32, 7),
  };
  await settlePeople(house, people, kinds);
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
  const ear = await openEars(house, dataDir);
  const children: Child[] = [];
  return {
    house,
    databaseUrl: server.url,
    hooksUrl: ear.url,
    /** Processor time that engine, database and providers have used so far. */
    cost: () =>
      costSoFar(
        db,
        children.map((child) => child.pid),
      ),
    /** A provider in a process of its own, and the channel that leads to it. */
    async provider(provider: Provider): Promise<number> {
      const { channelId, child } = await openProvider(house, ear.url, provider);
      children.push(child);
      return channelId;
    },
    async channel(state: "up" | "blackhole"): Promise<number> {
      return await this.provider({ kind: "whatsapp-cloud", state });
    },
    async launch(rungs: Rung[], question?: Question): Promise<number> {
      const texts = {
        fr: { heading: "Crue", body: "Partez." },
        en: { heading: "Flood", body: "Leave." },
      };
      const cascade = { rungs, expiresAfterMs: 86_400_000, triesMax: 3 };
      const asked = { title: "bench", texts, cascade, question };
      const { id } = await createBroadcast(house, BENCH, asked);
      await approveBroadcast(house, machine("second"), { id, start: false });
      return id;
    },
    startLoops(which: { deliver?: boolean; hear?: boolean }) {
      const stop = new AbortController();
      const wire = createWire({ reach: "loopback" });
      const context = {
        house,
        wireFor: () => wire,
        publicUrl: ear.url,
        callbackBase: ear.url,
        log,
      };
      const running = (async () => {
        const spool = await openSpool(dataDir);
        await Promise.all([
          which.deliver ? runDeliver(context, stop.signal) : undefined,
          which.hear ? runHear({ ...context, spool }, stop.signal) : undefined,
        ]);
      })();
      return async () => {
        stop.abort();
        await running;
        await wire.close();
      };
    },
    async close() {
      await warnOfDeadlocks(db);
      await Promise.all(children.map(async (child) => await child.stop()));
      await ear.close();
      await db.destroy();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Each of them cost somebody a second, which no mean of a number shows. */
async function warnOfDeadlocks(db: Db): Promise<void> {
  const found = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(db);
  const deadlocks = found.rows[0]?.deadlocks ?? 0;
  if (deadlocks > 0) console.error(`warn ${deadlocks} transactions waited for each other.`);
}

async function openServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const yours = process.env["DATABASE_URL"];
  if (yours === undefined || yours === "") return await startThrowaway();
  return { url: yours, stop: async () => undefined };
}
