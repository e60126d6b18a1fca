import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { House } from "../../src/actions/action.ts";
import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { parseReference } from "../../src/domain/reference.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import type { Simulator } from "../../src/simulators/simulator.ts";
import { startWebhookSimulator } from "../../src/simulators/webhook-receiver.ts";
import { startWhatsAppSimulator } from "../../src/simulators/whatsapp-cloud.ts";
import { transact } from "../../src/store/database.ts";
import { inboxLength } from "../../src/store/inbox.ts";
import { createTestDatabase } from "../database.ts";
import { foundOrganisation, person } from "../house.ts";
import { openEars } from "../kits/ears.ts";

const LOST = 0.05;
const PATIENCE_MS = 4_000;
const PERSECOND = 50_000;
const CHILD = new URL("./delivery-child.ts", import.meta.url).pathname;

const admin = person("Ines", "administrator");
const planner = person("Leila", "communicator");
const approver = person("Marc", "approver");

const SECRETS = {
  whatsapp: { token: "token-123456", appSecret: "app-secret-123", verifyToken: "verify-123" },
  webhook: { key: "a-shared-key-of-sixteen" },
};

/** A town under way: its people, its three providers, and one broadcast to everybody. */
export type Town = Awaited<ReturnType<typeof openTown>>;

export async function openTown(people: number) {
  const database = await createTestDatabase();
  const house: House = {
    db: database.db,
    now: Date.now,
    newId: () => newUuid(Date.now()),
    secretKey: Buffer.alloc(32, 7),
  };
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-kill-"));
  const hooks = await openEars(house, dataDir);
  const simulators = await startSimulators();
  const broadcastId = await launch(house, { people, simulators, hooksUrl: hooks.url });
  const isDone = async () =>
    (await isBroadcastDone(house, broadcastId)) &&
    // Receipts that were told while nobody listened still correct a sad ending.
    simulators.all.every((one) => one.waiting() === 0) &&
    (await inboxLength(house.db)) === 0;
  return {
    isDone,
    /** A process with the deliver and hear loops, ready: it begins when it is told to. */
    spawnNode: () => spawnNode(database.url, hooks.url),
    sent: () => simulators.all.reduce((sum, { received }) => sum + received.summary().accepted, 0),
    async endings() {
      const found = await sql<{ settled: string; n: number }>`
        select settled, count(*)::int as n from delivery group by settled`.execute(house.db);
      return found.rows;
    },
    /** What anybody got twice on one channel. */
    repeats: () => [
      ...repeats(simulators.whatsapp),
      ...repeats(simulators.second),
      ...differentMessages(simulators.webhook),
    ],
    async [Symbol.asyncDispose]() {
      await Promise.all(simulators.all.map(async (simulator) => await simulator.stop()));
      await hooks.close();
      await database[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function spawnNode(databaseUrl: string, callbackBase: string): ChildProcess {
  const spawned = spawn(process.execPath, [CHILD, databaseUrl, callbackBase], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  // Its death closes the pipe; that is what the tests are about.
  spawned.stdin?.on("error", () => undefined);
  return spawned;
}

/** kill -9, and its end. */
export async function kill(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Messages that were taken twice, or addresses that got two of them. */
function repeats(simulator: Simulator): string[] {
  const twice = simulator.received.all().filter((message) => message.times > 1);
  return [...twice.map(({ reference }) => reference), ...differentMessages(simulator)];
}

/** Addresses that got two different messages of one broadcast. The same key twice is one message. */
function differentMessages(simulator: Simulator): string[] {
  const seen = new Set<string>();
  return simulator.received.all().flatMap(({ address, reference }) => {
    const name = `${parseReference(reference)?.broadcastId}/${address}`;
    if (seen.has(name)) return [name];
    seen.add(name);
    return [];
  });
}

async function startSimulators() {
  const options = (secrets: Record<string, string>) => ({
    secrets,
    people: createPeople({ ...promptHabits, reads: 0 }),
    conduct: { loseAnswers: LOST },
  });
  const whatsapp = await startWhatsAppSimulator(options(SECRETS.whatsapp));
  const second = await startWhatsAppSimulator(options(SECRETS.whatsapp));
  const webhook = await startWebhookSimulator(options(SECRETS.webhook));
  return { whatsapp, second, webhook, all: [whatsapp, second, webhook] };
}

type Launch = {
  people: number;
  simulators: Awaited<ReturnType<typeof startSimulators>>;
  hooksUrl: string;
};

async function launch(house: House, { people, simulators, hooksUrl }: Launch): Promise<number> {
  const at = new Date();
  await foundOrganisation(house);
  await transact(house.db, async (tx) => {
    await sql`insert into contact (name, language, created_at, updated_at)
      select 'Person ' || n, 'fr', ${at}, ${at} from generate_series(1, ${people}::int) n`.execute(
      tx,
    );
    for (const [kind, prefix] of [
      ["whatsapp", "+3361"],
      ["webhook", "pager-"],
    ] as const) {
      await sql`insert into address (contact_id, kind, value)
        select id, ${kind}, ${prefix} || lpad(id::text, 7, '0') from contact`.execute(tx);
      await sql`insert into consent (contact_id, kind, state, wording, source, at)
        select id, ${kind}, 'given', 'yes', 'form', ${at} from contact`.execute(tx);
    }
  });
  const { whatsapp, second, webhook } = simulators;
  const number = { phoneNumberId: "100200300", template: "crisis_notice", ...SECRETS.whatsapp };
  const rungs = [
    await rung("whatsapp-cloud", { ...number, base: whatsapp.url }),
    await rung("whatsapp-cloud", { ...number, base: second.url }),
    await rung("signed-webhook", { url: webhook.url, ...SECRETS.webhook }),
  ];
  whatsapp.setCallbackUrl(`${hooksUrl}/hooks/${rungs[0]?.channelId}`);
  second.setCallbackUrl(`${hooksUrl}/hooks/${rungs[1]?.channelId}`);
  const texts = { fr: { heading: "Crue", body: "Partez." }, en: { heading: "", body: "" } };
  const cascade = { rungs, expiresAfterMs: 3_600_000, triesMax: 3 };
  const { id } = await createBroadcast(house, planner, { title: "Flood", texts, cascade });
  await approveBroadcast(house, approver, { id });
  return id;

  async function rung(transport: string, settings: Record<string, unknown>) {
    const input = { transport, name: transport, settings, perSecond: PERSECOND };
    const { id: channelId } = await createChannel(house, admin, input);
    return { channelId, patienceMs: PATIENCE_MS, success: "delivered" as const };
  }
}

async function isBroadcastDone(house: House, broadcastId: number): Promise<boolean> {
  const row = await house.db
    .selectFrom("broadcast")
    .select("state")
    .where("id", "=", broadcastId)
    .executeTakeFirst();
  return row?.state === "done";
}
