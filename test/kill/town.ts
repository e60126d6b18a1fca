import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { House } from "../../src/actions/action.ts";
import { newUuid } from "../../src/lib/ids.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import type { Simulator } from "../../src/simulators/simulator.ts";
import { startTwilioVoiceSimulator } from "../../src/simulators/twilio-voice.ts";
import { startWebhookSimulator } from "../../src/simulators/webhook-receiver.ts";
import { startWhatsAppSimulator } from "../../src/simulators/whatsapp-cloud.ts";
import { createTestDatabase } from "../database.ts";
import { foundOrganisation } from "../house.ts";
import { openEars } from "../kits/ears.ts";
import {
  isOver,
  type Launch,
  launchFlood,
  type Post,
  SECRETS,
  spawnNode,
  WAYS,
  type WayKind,
} from "./flood.ts";
import { judge } from "./flood-oracle.ts";

const LOST = 0.05;

/** A town under way: its people, its three providers, and one broadcast to everybody. */
export type Town = Awaited<ReturnType<typeof openTown>>;

type Terms = { ways?: readonly WayKind[]; limits?: NonNullable<Launch["limits"]> };

export async function openTown(people: number, { ways = WAYS, limits = [] }: Terms = {}) {
  const database = await createTestDatabase();
  const house: House = {
    db: database.db,
    now: Date.now,
    newId: () => newUuid(Date.now()),
    secretKey: Buffer.alloc(32, 7),
  };
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-kill-"));
  const hooks = await openEars(house, dataDir);
  const simulators = await Promise.all(ways.map(startSimulator));
  await foundOrganisation(house);
  const posts = simulators.map((simulator, rung) => postOf(simulator, ways[rung] ?? WAYS[0]));
  const flood = await launchFlood(house, { people, posts, hooksUrl: hooks.url, limits });
  return {
    house,
    flood,
    isDone: async () => await isOver(house, flood),
    /** A process with the deliver and hear loops, ready: it begins when it is told to. */
    spawnNode: () => spawnNode(database.url, hooks.url),
    received: simulators.map(({ received }) => received),
    sent: () => simulators.reduce((sum, { received }) => sum + received.summary().accepted, 0),
    judge: async () => await judge(house.db, flood),
    async [Symbol.asyncDispose]() {
      await Promise.all(simulators.map(async (simulator) => await simulator.stop()));
      await hooks.close();
      await database[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Nothing to hold against anybody. */
export const innocent = { lost: [], twice: [], unwritten: [], miscounted: [] };

async function startSimulator(kind: WayKind): Promise<Simulator> {
  const options = {
    secrets: SECRETS[kind],
    people: createPeople({ ...promptHabits, reads: 0 }),
    conduct: { loseAnswers: LOST },
  };
  if (kind === "twilio-voice") return await startTwilioVoiceSimulator(options);
  return kind === "signed-webhook"
    ? await startWebhookSimulator(options)
    : await startWhatsAppSimulator(options);
}

const postOf = (simulator: Simulator, kind: WayKind): Post => ({
  kind,
  url: simulator.url,
  setCallback: async (url) => simulator.setCallbackUrl(url),
  summary: async () => ({
    accepted: simulator.received.summary().accepted,
    waiting: simulator.waiting(),
  }),
  received: async () => simulator.received.all(),
});
