import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type House, machine } from "../../src/actions/action.ts";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import type { Rung } from "../../src/domain/cascade.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { openSpool } from "../../src/lib/spool.ts";
import { createWire } from "../../src/lib/wire.ts";
import { runDeliver } from "../../src/loops/deliver.ts";
import { runHear } from "../../src/loops/hear.ts";
import { startThrowaway } from "../../src/store/bundled.ts";
import { migrate, openDatabase, transact } from "../../src/store/database.ts";
import { insertOrganisation } from "../../src/store/organisation.ts";
import { openEars } from "../../test/kits/ears.ts";
import { type Child, startChild, textOf } from "./child.ts";

export const SECRETS = {
  token: "token-123456",
  appSecret: "app-secret-123",
  verifyToken: "verify-123",
};
const POOL = 16;
const BENCH = machine("bench");
const log = {
  info: () => {},
  warn: (fields: unknown, message: string) => console.error("warn", message, fields),
  error: (fields: unknown, message: string) => console.error("error", message, fields),
};

/** A database, contacts, one WhatsApp channel to a simulator in its own process, and the loops. */
export type Town = Awaited<ReturnType<typeof openTown>>;

export async function openTown(people: number) {
  const server = await openServer();
  const db = openDatabase(server.url, POOL);
  await migrate(db);
  const house: House = {
    db,
    now: Date.now,
    newId: () => newUuid(Date.now()),
    secretKey: Buffer.alloc(32, 7),
  };
  await settlePeople(house, people);
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
  const ear = await openEars(house, dataDir);
  const children: Child[] = [];
  return {
    house,
    hooksUrl: ear.url,
    /** A provider in a process of its own, and the channel that leads to it. */
    async channel(state: "up" | "blackhole"): Promise<number> {
      const args = ["whatsapp-cloud", "--people", "prompt", "--state", state];
      const child = await startChild("src/simulators/process.ts", [
        ...args,
        "--secrets",
        JSON.stringify(SECRETS),
      ]);
      children.push(child);
      const settings = {
        base: textOf(child.said, "url"),
        phoneNumberId: "100200300",
        template: "crisis_notice",
        ...SECRETS,
      };
      const input = {
        transport: "whatsapp-cloud",
        name: `WhatsApp ${state}`,
        settings,
        perSecond: 100_000,
      };
      const { id } = await createChannel(house, BENCH, input);
      const body = JSON.stringify({ url: `${ear.url}/hooks/${id}` });
      await fetch(`${textOf(child.said, "controlUrl")}/_callback`, { method: "PUT", body });
      return id;
    },
    async launch(rungs: Rung[]): Promise<number> {
      const texts = {
        fr: { heading: "Crue", body: "Partez." },
        en: { heading: "Flood", body: "Leave." },
      };
      const cascade = { rungs, expiresAfterMs: 86_400_000, triesMax: 3 };
      const { id } = await createBroadcast(house, BENCH, { title: "bench", texts, cascade });
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
      await Promise.all(children.map(async (child) => await child.stop()));
      await ear.close();
      await db.destroy();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const yours = process.env["DATABASE_URL"];
  if (yours === undefined || yours === "") return await startThrowaway();
  return { url: yours, stop: async () => undefined };
}

async function settlePeople({ db, now }: House, people: number): Promise<void> {
  const at = new Date(now());
  await transact(db, async (tx) => {
    await insertOrganisation(tx, {
      name: "Bench",
      mode: "live",
      default_language: "fr",
      time_zone: "Europe/Paris",
      default_country: "FR",
      created_at: at,
    });
    await sql`insert into contact (name, language, created_at, updated_at)
      select 'Person ' || n, case when n % 2 = 0 then 'fr' else 'en' end, ${at}, ${at}
      from generate_series(1, ${people}::int) n`.execute(tx);
    await sql`insert into address (contact_id, kind, value)
      select id, 'whatsapp', '+3361' || lpad(id::text, 8, '0') from contact`.execute(tx);
    await sql`insert into consent (contact_id, kind, state, wording, source, at)
      select id, 'whatsapp', 'given', 'yes', 'form', ${at} from contact`.execute(tx);
  });
  await sql`analyze`.execute(db);
}
